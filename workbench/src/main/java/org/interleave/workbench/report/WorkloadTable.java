package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.LatencyMetric;
import org.interleave.workbench.report.TextTable.Alignment;

/** The table of one workload in one experiment: its rows, the fastest first, each beside the baseline. */
final class WorkloadTable {

    private static final String NO_DIFFERENCE = "≈";
    private static final String ONE_SAMPLE = "?";
    static final String SHAKY = "!";
    private static final String INVALID = "✗";

    /** What may stand beside or in place of a number, and what it means. */
    static final SequencedMap<String, String> MARKS = marks();

    private static final int MOST_HIGHLIGHTS = 2;
    private static final int HANG = 4;

    private final Comparison comparison;
    private final List<Row> rows;
    private final Settings settings;
    private final Doubts doubts;

    WorkloadTable(Comparison comparison, Doubts doubts) {
        this(comparison, comparison.rows(), doubts);
    }

    /** A table of its rows in this order. */
    WorkloadTable(Comparison comparison, List<Row> rows, Doubts doubts) {
        this.comparison = comparison;
        this.rows = rows;
        this.settings = new Settings(rows);
        this.doubts = doubts;
    }

    private static SequencedMap<String, String> marks() {
        SequencedMap<String, String> marks = new LinkedHashMap<>();
        marks.put(NO_DIFFERENCE, "the ratio's interval contains 1: no difference shown");
        marks.put(ONE_SAMPLE, "one sample: no interval");
        marks.put(SHAKY, "shaky, for the reason below the table");
        marks.put(INVALID, "invalid, for the reason below the table");
        marks.put(TextTable.ABSENT, "could not be had");
        return Collections.unmodifiableSequencedMap(marks);
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

        List<String> lines = new ArrayList<>(heading(screen));
        layout.headings().stream().map(palette::remark).forEach(lines::add);
        for (int i = 0; i < rows.size(); i++) {
            UnaryOperator<String> paint = rows.get(i).valid() ? UnaryOperator.identity() : palette::bad;
            layout.rows().get(i).stream().map(paint).forEach(lines::add);
        }
        lines.addAll(notes(screen));
        if (!layout.leftOut().isEmpty()) {
            String leftOut = "  left out for want of width: " + String.join(", ", layout.leftOut())
                    + "; they are in the JSON, and on a wider terminal";
            screen.wrap(leftOut, HANG).stream().map(palette::remark).forEach(lines::add);
        }
        return lines;
    }

    /** The workload, and what its rows share. */
    List<String> heading(Screen screen) {
        return screen.wrap(title(), screen.palette()::heading, "  " + settings.common(), 2);
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
        return comparison.isOfStrategies() ? first.workload() : first.experiment() + ": " + first.workload();
    }

    /** One for each reason to doubt rows, however many rows it is of. */
    List<String> notes(Screen screen) {
        Palette palette = screen.palette();
        SequencedMap<String, List<String>> invalid = new LinkedHashMap<>();
        SequencedMap<String, List<String>> shaky = new LinkedHashMap<>();
        for (Row row : rows) {
            if (!row.valid()) {
                add(invalid, row.reason().orElseThrow(), row);
            }
            doubts.of(row).forEach(reason -> add(shaky, reason, row));
        }
        List<String> lines = new ArrayList<>();
        shaky.forEach((reason, labels) ->
                note(SHAKY, labels, reason, screen).map(palette::doubtful).forEach(lines::add));
        invalid.forEach((reason, labels) ->
                note(INVALID, labels, reason, screen).map(palette::bad).forEach(lines::add));
        return lines;
    }

    private static void add(SequencedMap<String, List<String>> labels, String reason, Row row) {
        labels.computeIfAbsent(reason, key -> new ArrayList<>()).add(row.label());
    }

    private static Stream<String> note(String mark, List<String> labels, String reason, Screen screen) {
        return screen.wrap("  " + sign(mark, screen) + " " + String.join(", ", labels) + ": " + reason, HANG).stream();
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        boolean labelled = rows.stream().anyMatch(row -> !row.label().equals(row.strategy()));
        if (labelled) {
            columns.add(text("label", this::marked));
            columns.add(new Column("strategy", Alignment.LEFT, 9, row -> withSettings(row, row.strategy())));
        } else {
            columns.add(text("strategy", row -> withSettings(row, marked(row))));
        }
        columns.add(new Column("family", Alignment.LEFT, 2, row -> row.family().title()));
        String subject = comparison.subject();
        columns.add(
                number(heading(subject), TextTable.Column.STAYS, row -> row.valid() ? mean(row, subject) : "invalid"));
        columns.add(new Column("95 % interval", Alignment.LEFT, 10, this::interval));
        if (rows.stream().anyMatch(row -> comparison.baseline(row).isPresent())) {
            columns.add(number("× " + comparison.baselineName(), TextTable.Column.STAYS, this::ratio));
            columns.add(new Column("its interval", Alignment.LEFT, 13, this::ratioInterval));
        }
        if (!subject.equals(Claim.WALL)) {
            columns.add(measure(heading(Claim.WALL), 8, Claim.WALL));
        }
        columns.add(measure("cpu", 11, Claim.CPU));
        columns.add(measure("vol. switches", 8, Claim.VOLUNTARY_SWITCHES));
        columns.add(measure("invol. switches", 3, Claim.INVOLUNTARY_SWITCHES));
        columns.add(measure("peak memory", 7, Claim.PEAK_RSS));
        List<String> highlights = highlights();
        for (int i = 0; i < highlights.size(); i++) {
            columns.add(highlight(highlights.get(i), i == 0 ? 12 : 5));
        }
        ifAny(columns, "first round", 6, Claim.FIRST_ROUND);
        ifAny(columns, "start", 4, Claim.START);
        ifAny(columns, "jit", 1, Claim.JIT);
        ifAny(columns, "gc", 0, Claim.GC);
        return columns;
    }

    static String heading(String measure) {
        return measure.equals(Claim.WALL) ? "wall" : measure;
    }

    private void ifAny(List<Column> columns, String heading, int leaves, String measure) {
        if (isThere(measure)) {
            columns.add(measure(heading, leaves, measure));
        }
    }

    private boolean isThere(String measure) {
        return rows.stream().anyMatch(row -> row.measures().containsKey(measure));
    }

    /** Those that rows have. Of a quantile that none has, for want of requests, what there is: the slowest of all. */
    List<String> highlights() {
        return rows.stream()
                .flatMap(row -> row.highlights().stream())
                .map(name -> isThere(name)
                        ? name
                        : LatencyMetric.histogram(name)
                                .map(LatencyMetric.MAX::of)
                                .orElse(name))
                .filter(this::isThere)
                .filter(name -> !name.equals(comparison.subject()))
                .distinct()
                .limit(MOST_HIGHLIGHTS)
                .toList();
    }

    private Column highlight(String name, int leaves) {
        Optional<String> histogram = LatencyMetric.histogram(name);
        if (histogram.isEmpty()) {
            return measure(name, leaves, name);
        }
        String slowest = LatencyMetric.MAX.of(histogram.get());
        if (!name.equals(slowest)) {
            return number(name, leaves, row -> quantileOrSlowest(row, name, histogram.get()));
        }
        List<String> counts = rows.stream()
                .flatMap(row -> requests(row, histogram.get()).stream())
                .distinct()
                .toList();
        return counts.size() == 1
                ? measure(histogram.get() + ", slowest of " + counts.getFirst(), leaves, slowest)
                : number(histogram.get() + ", slowest of n", leaves, row -> slowestOf(row, histogram.get()));
    }

    private String quantileOrSlowest(Row row, String name, String histogram) {
        boolean few = !row.measures().containsKey(name) && row.measures().containsKey(LatencyMetric.MAX.of(histogram));
        if (!row.valid() || !few) {
            return row.valid() ? mean(row, name) : "";
        }
        return "slowest of " + requests(row, histogram).orElse("n") + ": " + mean(row, LatencyMetric.MAX.of(histogram));
    }

    /** Such as {@code 260 ms of 35}: from so few requests of a fork there is no quantile. */
    private String slowestOf(Row row, String histogram) {
        String slowest = row.valid() ? mean(row, LatencyMetric.MAX.of(histogram)) : "";
        return requests(row, histogram)
                .filter(count -> row.valid())
                .map(count -> slowest + " of " + count)
                .orElse(slowest);
    }

    /** How many requests a fork of a row had, about. */
    private Optional<String> requests(Row row, String histogram) {
        return comparison
                .mean(row, LatencyMetric.COUNT.of(histogram))
                .map(count -> Long.toString(Math.round(count.value())));
    }

    private String marked(Row row) {
        if (!row.valid()) {
            return row.label() + " " + INVALID;
        }
        return doubts.of(row).isEmpty() ? row.label() : row.label() + " " + SHAKY;
    }

    private String withSettings(Row row, String name) {
        return String.join(
                " ", Stream.concat(Stream.of(name), settings.own(row).stream()).toList());
    }

    private String mean(Row row, String measure) {
        return row.measure(measure)
                .flatMap(series ->
                        comparison.mean(row, measure).map(mean -> HumanFormat.quantity(mean.value(), series.unit())))
                .orElse(TextTable.ABSENT);
    }

    private String interval(Row row) {
        if (!row.valid()) {
            return "";
        }
        String measure = comparison.subject();
        return row.measure(measure)
                .flatMap(series -> comparison
                        .mean(row, measure)
                        .map(mean -> mean.single() ? ONE_SAMPLE : HumanFormat.interval(mean, series.unit())))
                .orElse("");
    }

    private String ratio(Row row) {
        Optional<Row> baseline = comparison.baseline(row);
        if (baseline.isEmpty()) {
            return "";
        }
        return baseline.get() == row
                ? "1×"
                : comparison
                        .ratio(row, comparison.subject())
                        .map(ratio -> HumanFormat.number(ratio.value()) + "×")
                        .orElse(TextTable.ABSENT);
    }

    private String ratioInterval(Row row) {
        return comparison
                .ratio(row, comparison.subject())
                .map(ratio -> {
                    if (ratio.single()) {
                        return ONE_SAMPLE;
                    }
                    String interval = HumanFormat.interval(ratio);
                    return ratio.contains(1) ? interval + " " + NO_DIFFERENCE : interval;
                })
                .orElse("");
    }

    private static Column text(String heading, Function<Row, String> cell) {
        return new Column(heading, Alignment.LEFT, TextTable.Column.STAYS, cell);
    }

    private static Column number(String heading, int leaves, Function<Row, String> cell) {
        return new Column(heading, Alignment.RIGHT, leaves, cell);
    }

    private Column measure(String heading, int leaves, String name) {
        return number(heading, leaves, row -> row.valid() ? mean(row, name) : "");
    }

    /** A column and what stands in it. */
    private record Column(TextTable.Column layout, Function<Row, String> cell) {

        Column(String heading, Alignment alignment, int leaves, Function<Row, String> cell) {
            this(new TextTable.Column(heading, alignment, leaves), cell);
        }
    }
}
