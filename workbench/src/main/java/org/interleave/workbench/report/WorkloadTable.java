package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.workbench.report.TextTable.Alignment;

/** The table of one workload in one experiment: its rows, the fastest first, beside the sequential baseline if there is one. */
final class WorkloadTable {

    private static final String BASELINE = "sequential";
    private static final String NO_DIFFERENCE = "≈";
    private static final String ONE_SAMPLE = "?";
    private static final String SHAKY = "!";
    private static final String INVALID = "✗";
    private static final String ABSENT = "n/a";

    /** What may stand beside or in place of a number, and what it means. */
    static final SequencedMap<String, String> MARKS = marks();

    private static final int MOST_HIGHLIGHTS = 2;
    private static final int HANG = 4;

    private final List<Row> rows;
    private final Settings settings;
    private final long seed;

    /**
     * Makes a table.
     *
     * @param rows at least one, all of the same experiment and workload
     * @param seed the report's seed
     */
    WorkloadTable(List<Row> rows, long seed) {
        this.rows = rows.stream()
                .sorted(Comparator.comparing(Row::valid)
                        .reversed()
                        .thenComparingDouble(WorkloadTable::wall)
                        .thenComparing(Row::label))
                .toList();
        this.settings = new Settings(rows);
        this.seed = seed;
    }

    private static SequencedMap<String, String> marks() {
        SequencedMap<String, String> marks = new LinkedHashMap<>();
        marks.put(NO_DIFFERENCE, "the ratio's interval contains 1: no difference shown");
        marks.put(ONE_SAMPLE, "one sample: no interval");
        marks.put(SHAKY, "shaky, for the reason below the table");
        marks.put(INVALID, "invalid, for the reason below the table");
        marks.put(ABSENT, "could not be had");
        return Collections.unmodifiableSequencedMap(marks);
    }

    private static double wall(Row row) {
        return row.measure(Claim.WALL).map(Bootstrap::median).orElse(Double.POSITIVE_INFINITY);
    }

    /** Title, headings, rows, and notes about rows that are invalid or shaky. */
    List<String> lines(Screen screen) {
        Palette palette = screen.palette();
        List<Column> columns = columns();
        TextTable table = new TextTable(columns.stream()
                .map(column ->
                        column.layout().headed(screen.text(column.layout().heading())))
                .toList());
        rows.forEach(row -> table.add(columns.stream()
                .map(column -> cell(column.cell().apply(row), screen))
                .toList()));
        TextTable.Layout layout = table.layout(screen.width());

        List<String> lines = new ArrayList<>(screen.wrap(title(), palette::heading, "  " + settings.common(), 2));
        layout.headings().stream().map(palette::remark).forEach(lines::add);
        for (int i = 0; i < rows.size(); i++) {
            UnaryOperator<String> paint = rows.get(i).valid() ? UnaryOperator.identity() : palette::bad;
            layout.rows().get(i).stream().map(paint).forEach(lines::add);
        }
        rows.forEach(row -> notes(row, screen).forEach(lines::add));
        if (!layout.leftOut().isEmpty()) {
            String leftOut = "  left out for want of width: " + String.join(", ", layout.leftOut())
                    + "; they are in the JSON, and on a wider terminal";
            screen.wrap(leftOut, HANG).stream().map(palette::remark).forEach(lines::add);
        }
        return lines;
    }

    /** What a mark looks like on a screen. */
    static String sign(String mark, Screen screen) {
        return mark.equals(INVALID) ? screen.glyphs().sign(INVALID, "#") : screen.text(mark);
    }

    private static String cell(String cell, Screen screen) {
        return screen.text(cell.endsWith(" " + INVALID) ? cell.replace(INVALID, sign(INVALID, screen)) : cell);
    }

    private String title() {
        Row first = rows.getFirst();
        return first.experiment().equals(first.workload())
                ? first.workload()
                : first.experiment() + ": " + first.workload();
    }

    private static Stream<String> notes(Row row, Screen screen) {
        Palette palette = screen.palette();
        if (!row.valid()) {
            String reason = row.reason().orElseThrow();
            return note(INVALID, row, reason, screen).map(palette::bad);
        }
        Stream<String> disturbed = row.disturbed() ? Stream.of(disturbance(row)) : Stream.of();
        return Stream.concat(row.reason().stream(), disturbed)
                .flatMap(reason -> note(SHAKY, row, reason, screen))
                .map(palette::doubtful);
    }

    private static Stream<String> note(String mark, Row row, String reason, Screen screen) {
        return screen.wrap("  " + sign(mark, screen) + " " + row.label() + ": " + reason, HANG).stream();
    }

    private static String disturbance(Row row) {
        String total = row.measure(Claim.WALL)
                .map(series -> " of " + series.forks().size())
                .orElse("");
        return "other processes disturbed " + row.disturbedForks() + total + " forks";
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        boolean labelled = rows.stream().anyMatch(row -> !row.label().equals(row.strategy()));
        if (labelled) {
            columns.add(text("label", WorkloadTable::marked));
            columns.add(new Column("strategy", Alignment.LEFT, 5, row -> withSettings(row, row.strategy())));
        } else {
            columns.add(text("strategy", row -> withSettings(row, marked(row))));
        }
        columns.add(new Column("family", Alignment.LEFT, 0, row -> row.family().title()));
        columns.add(number("wall", TextTable.Column.STAYS, row -> row.valid() ? median(row, Claim.WALL) : "invalid"));
        columns.add(new Column("95 % interval", Alignment.LEFT, 6, this::wallInterval));
        if (rows.stream().anyMatch(row -> baseline(row).isPresent())) {
            columns.add(number("× " + BASELINE, TextTable.Column.STAYS, this::ratio));
            columns.add(new Column("its interval", Alignment.LEFT, 9, this::ratioInterval));
        }
        columns.add(measure("cpu", 7, Claim.CPU));
        columns.add(measure("vol. switches", 4, Claim.VOLUNTARY_SWITCHES));
        columns.add(measure("invol. switches", 1, Claim.INVOLUNTARY_SWITCHES));
        columns.add(measure("peak memory", 3, Claim.PEAK_RSS));
        List<String> highlights = highlights();
        for (int i = 0; i < highlights.size(); i++) {
            columns.add(measure(highlights.get(i), i == 0 ? 8 : 2, highlights.get(i)));
        }
        return columns;
    }

    private List<String> highlights() {
        return rows.stream()
                .flatMap(row -> row.highlights().stream().filter(row.measures()::containsKey))
                .distinct()
                .limit(MOST_HIGHLIGHTS)
                .toList();
    }

    private static String marked(Row row) {
        if (!row.valid()) {
            return row.label() + " " + INVALID;
        }
        return row.disturbed() || row.reason().isPresent() ? row.label() + " " + SHAKY : row.label();
    }

    private String withSettings(Row row, String name) {
        return String.join(
                " ", Stream.concat(Stream.of(name), settings.own(row).stream()).toList());
    }

    private static String median(Row row, String measure) {
        return row.measure(measure)
                .map(series -> HumanFormat.quantity(Bootstrap.median(series), series.unit()))
                .orElse(ABSENT);
    }

    private String wallInterval(Row row) {
        if (!row.valid()) {
            return "";
        }
        return row.measure(Claim.WALL)
                .map(series -> {
                    Estimate estimate = Estimate.median(series, seed);
                    return estimate.single() ? ONE_SAMPLE : HumanFormat.interval(estimate, series.unit());
                })
                .orElse("");
    }

    private String ratio(Row row) {
        if (!row.valid() || baseline(row).isEmpty()) {
            return "";
        }
        return row.strategy().equals(BASELINE)
                ? "1×"
                : comparison(row)
                        .map(ratio -> HumanFormat.number(ratio.value()) + "×")
                        .orElse(ABSENT);
    }

    private String ratioInterval(Row row) {
        return comparison(row)
                .map(ratio -> {
                    if (ratio.single()) {
                        return ONE_SAMPLE;
                    }
                    String interval = HumanFormat.interval(ratio);
                    return ratio.contains(1) ? interval + " " + NO_DIFFERENCE : interval;
                })
                .orElse("");
    }

    /** Against the baseline; the baseline is not compared with itself. */
    private Optional<Estimate> comparison(Row row) {
        if (!row.valid() || row.strategy().equals(BASELINE)) {
            return Optional.empty();
        }
        return baseline(row)
                .flatMap(base -> base.measure(Claim.WALL))
                .flatMap(divisor -> row.measure(Claim.WALL).flatMap(wall -> Estimate.ratio(wall, divisor, seed)));
    }

    /** The sequential row that did the same work. */
    private Optional<Row> baseline(Row row) {
        return rows.stream()
                .filter(other -> other.valid() && other.strategy().equals(BASELINE))
                .filter(other -> other.parameters().equals(row.parameters()))
                .filter(other -> other.measure(Claim.WALL).isPresent())
                .findFirst();
    }

    private static Column text(String heading, Function<Row, String> cell) {
        return new Column(heading, Alignment.LEFT, TextTable.Column.STAYS, cell);
    }

    private static Column number(String heading, int leaves, Function<Row, String> cell) {
        return new Column(heading, Alignment.RIGHT, leaves, cell);
    }

    private static Column measure(String heading, int leaves, String name) {
        return number(heading, leaves, row -> row.valid() ? median(row, name) : "");
    }

    /** A column and what stands in it. */
    private record Column(TextTable.Column layout, Function<Row, String> cell) {

        Column(String heading, Alignment alignment, int leaves, Function<Row, String> cell) {
            this(new TextTable.Column(heading, alignment, leaves), cell);
        }
    }
}
