package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A table of text: cells in aligned columns under headings, no wider than a line.
 *
 * <p>What does not fit is made to, in this order: headings take several lines; long cells of columns of text that stay are
 * wrapped; the least important columns are left out; short cells of columns of text that stay are wrapped too.
 *
 * <p>Not thread-safe.
 */
public final class TextTable {

    /** What stands where a figure could not be had. */
    public static final String ABSENT = "n/a";

    private static final String GAP = "  ";

    /** Cells of text are wrapped to this, rather than leave a column out. */
    private static final int WRAPPED = 24;

    /** Cells of text are wrapped to this if no column is left that may be left out. */
    private static final int WRAPPED_TIGHTLY = 14;

    private static final int HANG = 2;

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table without rows. */
    public TextTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param heading its heading
     * @param alignment where its cells stand
     * @param leaves when it is left out for want of width: the lowest first, {@link #STAYS} never
     */
    public record Column(String heading, Alignment alignment, int leaves) {

        /** Left out never. */
        public static final int STAYS = Integer.MAX_VALUE;

        /** The same column under another heading. */
        Column headed(String other) {
            return new Column(other, alignment, leaves);
        }

        private boolean wraps() {
            return alignment == Alignment.LEFT && leaves == STAYS;
        }
    }

    /** Where cells stand in their column. */
    public enum Alignment {
        /** At its left edge. */
        LEFT,
        /** At its right edge. */
        RIGHT
    }

    /**
     * A table in lines.
     *
     * @param headings one line or more
     * @param rows for each row one line or more
     * @param leftOut the headings of the columns that are left out
     */
    public record Layout(List<String> headings, List<List<String>> rows, List<String> leftOut) {

        /** Keeps copies. */
        public Layout {
            headings = List.copyOf(headings);
            rows = List.copyOf(rows);
            leftOut = List.copyOf(leftOut);
        }

        /** All lines, from the first heading to the last row. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>(headings);
            rows.forEach(lines::addAll);
            return lines;
        }
    }

    /** Adds a row, one cell for each column. */
    public void add(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(List.copyOf(cells));
    }

    /** Lays the table out for lines of this width. Only a table that cannot be made narrower is wider. */
    public Layout layout(int width) {
        List<Integer> shown = shown(width);
        int[] widths = widths(shown, width);
        List<String> headings = line(columns.stream().map(Column::heading).toList(), shown, widths, 0, true);
        List<List<String>> laidOut =
                rows.stream().map(row -> line(row, shown, widths, HANG, false)).toList();
        List<String> leftOut = IntStream.range(0, columns.size())
                .filter(column -> !shown.contains(column))
                .mapToObj(column -> columns.get(column).heading())
                .toList();
        return new Layout(headings, laidOut, leftOut);
    }

    private List<Integer> shown(int width) {
        List<Integer> shown =
                new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
        while (total(shown, column -> leastWidth(column, WRAPPED)) > width) {
            int next = shown.stream()
                    .min(Comparator.comparingInt(column -> columns.get(column).leaves()))
                    .orElseThrow();
            if (columns.get(next).leaves() == Column.STAYS) {
                break;
            }
            shown.remove(Integer.valueOf(next));
        }
        return shown;
    }

    private int[] widths(List<Integer> shown, int width) {
        int[] widths = new int[columns.size()];
        boolean headingsFit = total(shown, this::naturalWidth) <= width;
        shown.forEach(column -> widths[column] = headingsFit ? naturalWidth(column) : narrowWidth(column));
        for (int least : List.of(WRAPPED, WRAPPED_TIGHTLY)) {
            for (int column : shown) {
                long excess = total(shown, other -> widths[other]) - width;
                if (excess > 0 && columns.get(column).wraps()) {
                    int narrowest = Math.min(widths[column], leastWidth(column, least));
                    widths[column] = Math.toIntExact(Math.max(narrowest, widths[column] - excess));
                }
            }
        }
        return widths;
    }

    private static long total(List<Integer> shown, IntUnaryOperator width) {
        long cells = shown.stream().mapToLong(width::applyAsInt).sum();
        return cells + (long) GAP.length() * (shown.size() - 1);
    }

    private int naturalWidth(int column) {
        return Math.max(cellWidth(column), Monospace.width(columns.get(column).heading()));
    }

    /** With a heading of several lines. */
    private int narrowWidth(int column) {
        return Math.max(
                cellWidth(column), Monospace.longestWord(columns.get(column).heading()));
    }

    private int leastWidth(int column, int wrapped) {
        return columns.get(column).wraps() ? Math.min(narrowWidth(column), wrapped) : narrowWidth(column);
    }

    private int cellWidth(int column) {
        return rows.stream()
                .mapToInt(row -> Monospace.width(row.get(column)))
                .max()
                .orElse(0);
    }

    /** A row in as many lines as its highest cell needs; a lower cell stands at the top, or at the bottom. */
    private List<String> line(List<String> cells, List<Integer> shown, int[] widths, int hang, boolean atBottom) {
        List<List<String>> wrapped = shown.stream()
                .map(column -> Monospace.wrap(cells.get(column), widths[column], hang))
                .toList();
        int height = wrapped.stream().mapToInt(List::size).max().orElse(1);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < height; i++) {
            List<String> parts = new ArrayList<>();
            for (int column = 0; column < shown.size(); column++) {
                List<String> cell = wrapped.get(column);
                int part = atBottom ? i - (height - cell.size()) : i;
                boolean right = columns.get(shown.get(column)).alignment() == Alignment.RIGHT;
                parts.add(Monospace.pad(
                        part >= 0 && part < cell.size() ? cell.get(part) : "", widths[shown.get(column)], right));
            }
            lines.add(String.join(GAP, parts).stripTrailing());
        }
        return lines;
    }
}
