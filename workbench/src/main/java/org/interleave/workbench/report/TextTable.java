package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cells in aligned columns under headings. Lines that are too long lose their least important columns.
 *
 * <p>A cell is as wide as it has code points. Not thread-safe.
 */
public final class TextTable {

    private static final String GAP = "  ";

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
    }

    /** Where cells stand in their column. */
    public enum Alignment {
        /** At its left edge. */
        LEFT,
        /** At its right edge. */
        RIGHT
    }

    /** Adds a row, one cell for each column. */
    public void add(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(List.copyOf(cells));
    }

    /** The columns that lines of this width have room for, by index. */
    public List<Integer> fitting(int width) {
        List<Integer> left =
                new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
        while (lineWidth(left) > width) {
            int next = left.stream()
                    .min(Comparator.comparingInt(index -> columns.get(index).leaves()))
                    .orElseThrow();
            if (columns.get(next).leaves() == Column.STAYS) {
                break;
            }
            left.remove(Integer.valueOf(next));
        }
        return left;
    }

    /** The headings, then the rows, of some columns. */
    public List<String> lines(List<Integer> indices) {
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::heading).toList(), indices));
        rows.forEach(row -> lines.add(line(row, indices)));
        return lines;
    }

    private String line(List<String> cells, List<Integer> indices) {
        List<String> padded =
                indices.stream().map(index -> pad(cells.get(index), index)).toList();
        return String.join(GAP, padded).stripTrailing();
    }

    private String pad(String cell, int index) {
        String space = " ".repeat(width(index) - width(cell));
        return columns.get(index).alignment() == Alignment.LEFT ? cell + space : space + cell;
    }

    private int lineWidth(List<Integer> indices) {
        return indices.stream().mapToInt(this::width).sum() + GAP.length() * (indices.size() - 1);
    }

    private int width(int index) {
        int widest = rows.stream().mapToInt(row -> width(row.get(index))).max().orElse(0);
        return Math.max(widest, width(columns.get(index).heading()));
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
