package org.interleave.workbench.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.Standing;

/**
 * A view of one measure: of each row the mean with its interval and a dot for each fork; relative to a baseline where rows
 * did the same work and no number is zero.
 *
 * @param title what people call the measure
 * @param measure its name
 * @param rows that are shown
 * @param marks of those that have it
 * @param baseline that ratios are to; empty if numbers are shown as they are
 * @param standing which cannot be told apart from the least; empty where that is no question
 */
record MeasureView(
        String title,
        String measure,
        Rows rows,
        Map<Row, Mark> marks,
        Optional<Row> baseline,
        Optional<Standing> standing)
        implements View {

    /** A column that depends on the baseline. */
    static final String RATIO = "ratio";

    private static final String RATIO_INTERVAL = "ratio-interval";

    /**
     * What a row has of the measure.
     *
     * @param mean with its interval
     * @param forks the mean of each
     * @param series all samples
     */
    record Mark(Estimate mean, List<Double> forks, Series series) {

        String text() {
            return HumanFormat.quantity(mean.value(), series.unit());
        }

        String interval() {
            return mean.single() ? "one sample" : HumanFormat.interval(mean, series.unit());
        }
    }

    /**
     * A view.
     *
     * @param lessIsBetter whether those that cannot be told apart from the least are to be shown as such
     * @return empty if no valid row has the measure
     */
    static Optional<MeasureView> of(String title, String measure, Rows rows, boolean lessIsBetter) {
        Map<Row, Mark> marks = new LinkedHashMap<>();
        for (Row row : rows.all()) {
            Optional<Series> series = row.measure(measure).filter(any -> row.valid());
            series.ifPresent(samples -> rows.comparison()
                    .mean(row, measure)
                    .ifPresent(mean -> marks.put(row, new Mark(mean, samples.forkMeans(), samples))));
        }
        if (marks.isEmpty()) {
            return Optional.empty();
        }
        boolean positive =
                marks.values().stream().allMatch(mark -> mark.series().positive());
        boolean comparable = positive && marks.size() > 1 && rows.sameWork();
        Optional<Row> baseline = rows.baseline().filter(row -> comparable && marks.containsKey(row));
        Optional<Standing> standing = comparable && lessIsBetter
                ? Optional.of(standing(measure, rows, marks)).filter(Standing::known)
                : Optional.empty();
        return Optional.of(new MeasureView(title, measure, rows, marks, baseline, standing));
    }

    private static Standing standing(String measure, Rows rows, Map<Row, Mark> marks) {
        List<Row> leastFirst = marks.keySet().stream()
                .sorted(Comparator.comparingDouble(row -> mean(marks, row)))
                .toList();
        return Standing.of(rows.comparison(), measure, leastFirst);
    }

    private static double mean(Map<Row, Mark> marks, Row row) {
        return Optional.ofNullable(marks.get(row))
                .map(mark -> mark.mean().value())
                .orElse(Double.POSITIVE_INFINITY);
    }

    Optional<Mark> mark(Row row) {
        return Optional.ofNullable(marks.get(row));
    }

    /** How many times as much a row has as another, with the interval. */
    Optional<Estimate> ratio(Row row, Row base) {
        return rows.comparison().ratio(row, base, measure);
    }

    @Override
    public void caption(Markup html) {
        html.text(title.equals(measure) ? title : title + " (" + measure + ")");
        baseline.ifPresent(
                base -> html.text(", divided by the mean of ").element("span", Rows.name(base), "class", "base"));
        html.text(scale().logarithmic() ? ", logarithmic scale." : ".");
    }

    private Scale scale() {
        return baseline.map(this::scale).orElseGet(this::absoluteScale);
    }

    /** With room for all ratios to a baseline. */
    Scale scale(Row base) {
        double divisor = mean(marks, base);
        List<Double> points = points().map(point -> point / divisor).toList();
        List<Double> ends = marks.keySet().stream()
                .filter(row -> row != base)
                .flatMap(row -> ratio(row, base).stream())
                .flatMap(ratio -> Stream.of(ratio.low(), ratio.high()))
                .toList();
        return Scale.covering(points, ends);
    }

    private Scale absoluteScale() {
        List<Double> ends = marks.values().stream()
                .flatMap(mark -> Stream.of(mark.mean().low(), mark.mean().high()))
                .toList();
        return Scale.covering(points().toList(), ends);
    }

    private Stream<Double> points() {
        return marks.values().stream()
                .flatMap(mark -> Stream.concat(Stream.of(mark.mean().value()), mark.forks().stream()));
    }

    static String times(double ratio) {
        return HumanFormat.number(ratio) + "×";
    }

    private DoubleFunction<String> tickLabel() {
        String unit = marks.values().iterator().next().series().unit();
        return baseline.isPresent() ? MeasureView::times : value -> HumanFormat.quantity(value, unit);
    }

    @Override
    public void chart(Markup html) {
        Scale scale = scale();
        List<Tick> ticks = scale.ticks(tickLabel());
        ChartLines lines = new ChartLines(html, rows, this::isTied).begin();
        for (Row row : rows.all()) {
            mark(row)
                    .ifPresentOrElse(
                            mark -> lines.line(
                                    row, () -> plot(html, scale, ticks, row, mark), () -> value(html, row, mark)),
                            () -> lines.blank(row, row.valid() ? "not measured" : rows.remarks(row)));
        }
        lines.end(() -> new RowPlot(html, scale).axis(ticks));
    }

    boolean isTied(Row row) {
        return standing.filter(known -> !known.tied().isEmpty()
                        && (known.fastest().equals(row) || known.tied().contains(row)))
                .isPresent();
    }

    private void plot(Markup html, Scale scale, List<Tick> ticks, Row row, Mark mark) {
        double divisor = baseline.map(base -> mean(marks, base)).orElse(1.0);
        RowPlot plot = new RowPlot(html, scale).begin(ticks);
        baseline.ifPresent(base -> plot.rule(1));
        plot.forks(mark.forks().stream().map(fork -> fork / divisor).toList());
        interval(row, mark).ifPresent(interval -> plot.interval(interval.low(), interval.high()));
        Shape shape = rows.doubts().of(row).isEmpty() ? Shape.DIAMOND : Shape.TRIANGLE;
        plot.marker(shape, mark.mean().value() / divisor, "mean").end();
    }

    /** A baseline is the measure of the others and has no interval itself. */
    private Optional<Estimate> interval(Row row, Mark mark) {
        return baseline.map(base -> base == row ? Optional.<Estimate>empty() : ratio(row, base))
                .orElseGet(() -> Optional.of(mark.mean()))
                .filter(interval -> !interval.single());
    }

    private void value(Markup html, Row row, Mark mark) {
        html.element("b", mark.text());
        baseline.ifPresentOrElse(
                base -> html.text(" ").element("span", ratioText(row, base), "class", RATIO),
                () -> html.text(" ").element("span", mark.interval()));
        if (standing.filter(known -> known.fastest().equals(row)).isPresent()) {
            html.text(" ").element("em", "least");
        } else if (isTied(row)) {
            html.text(" ").element("em", "tied");
        }
    }

    private String ratioText(Row row, Row base) {
        if (row == base) {
            return "1×, the baseline";
        }
        return ratio(row, base)
                .map(ratio -> times(ratio.value()) + " " + intervalText(ratio))
                .orElse("");
    }

    private static String intervalText(Estimate ratio) {
        if (ratio.single()) {
            return "one sample";
        }
        return HumanFormat.interval(ratio) + (ratio.contains(1) ? " ≈" : "");
    }

    @Override
    public void table(Markup html) {
        List<DataTable.Heading> headings = new ArrayList<>(List.of(
                new DataTable.Heading("contender", DataTable.TEXT),
                new DataTable.Heading(title, DataTable.NUMBER),
                new DataTable.Heading("95 % interval", DataTable.TEXT)));
        baseline.ifPresent(base -> {
            headings.add(new DataTable.Heading("× " + Rows.name(base), RATIO));
            headings.add(new DataTable.Heading("its interval", DataTable.TEXT));
        });
        headings.add(new DataTable.Heading("forks, the mean of each", DataTable.TEXT));
        headings.add(new DataTable.Heading("remarks", DataTable.TEXT));
        DataTable table = DataTable.begin(html, title + " of each contender", headings);
        for (Row row : rows.all()) {
            table.row(row.label() + (rows.details(row).isEmpty() ? "" : " " + rows.details(row)));
            mark(row).ifPresentOrElse(mark -> cells(table, row, mark), () -> noCells(table));
            table.text(rows.remarks(row)).endRow();
        }
        table.end();
    }

    private void cells(DataTable table, Row row, Mark mark) {
        table.number(mark.mean().value(), mark.text()).text(mark.interval());
        baseline.ifPresent(base -> {
            Optional<Estimate> ratio = row == base ? Optional.empty() : ratio(row, base);
            table.number(
                    ratio.map(Estimate::value).orElse(1.0),
                    ratio.map(times -> times(times.value())).orElse("1×"),
                    RATIO);
            table.beside(ratio.map(MeasureView::intervalText).orElse(""), RATIO_INTERVAL);
        });
        List<String> forks = mark.forks().stream()
                .map(fork -> HumanFormat.quantity(fork, mark.series().unit()))
                .toList();
        table.text(String.join(", ", forks));
    }

    private void noCells(DataTable table) {
        table.text("").text("");
        baseline.ifPresent(base -> table.beside("", RATIO).beside("", RATIO_INTERVAL));
        table.text("");
    }
}
