package org.interleave.workbench.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.interleave.core.LatencyMetric;
import org.interleave.core.Metric;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.LatencyHistogram;
import org.interleave.workbench.report.Row;

/**
 * A view of how long requests took: of each row the distribution, and the quantiles that there are requests enough for.
 *
 * @param histogram the name of the histograms
 * @param rows that are shown
 * @param latencies of those that have some, in nanoseconds, all rounds of all forks together
 */
record LatencyView(String histogram, Rows rows, Map<Row, Histogram> latencies) implements View {

    private static final double NANOS = 1e9;

    /** Into so many parts the scale is cut to count what falls into each. */
    private static final int BINS = 80;

    private static final int HEIGHT = 26;

    private static final List<LatencyMetric> QUANTILES =
            List.of(LatencyMetric.P50, LatencyMetric.P90, LatencyMetric.P99, LatencyMetric.P999, LatencyMetric.MAX);

    /** A view of the histograms of a name; empty if no valid row has one with something in it. */
    static Optional<LatencyView> of(String histogram, Rows rows) {
        Map<Row, Histogram> latencies = new LinkedHashMap<>();
        for (Row row : rows.all()) {
            List<String> rounds = row.histograms().getOrDefault(histogram, List.of()).stream()
                    .flatMap(List::stream)
                    .toList();
            Histogram all = LatencyHistogram.sum(histogram, row.valid() ? rounds : List.of());
            if (all.getTotalCount() > 0) {
                latencies.put(row, all);
            }
        }
        return latencies.isEmpty() ? Optional.empty() : Optional.of(new LatencyView(histogram, rows, latencies));
    }

    @Override
    public String title() {
        return histogram + ", percentiles";
    }

    @Override
    public void caption(Markup html) {
        html.text("Requests of all rounds of all forks together: how long they took"
                + (scale().logarithmic() ? ", logarithmic scale" : "")
                + ". Behind the marks, how many took so long, by the root of their number. Marks:");
        QUANTILES.forEach(quantile -> {
            html.text(" ");
            sample(html, quantile);
            html.text(" " + name(quantile));
        });
        html.text(". A quantile is shown from as many requests on as have one beyond it in 95 % of all cases.");
    }

    private static void sample(Markup html, LatencyMetric quantile) {
        html.open("svg", "class", "sample", "width", "14", "height", "14", "aria-hidden", "true")
                .open("svg", "class", "at", "x", "7", "y", "7")
                .empty("path", "class", "quantile", "d", shape(quantile).path())
                .close()
                .close();
    }

    private static Shape shape(LatencyMetric quantile) {
        return switch (quantile) {
            case P50 -> Shape.CIRCLE;
            case P90 -> Shape.DIAMOND;
            case P99 -> Shape.TRIANGLE;
            case P999 -> Shape.SQUARE;
            case MAX, COUNT -> Shape.BAR;
        };
    }

    private static String name(LatencyMetric quantile) {
        return switch (quantile) {
            case P50 -> "median";
            case P999 -> "p99.9";
            case MAX -> "slowest";
            default -> quantile.name().toLowerCase(Locale.ROOT);
        };
    }

    private Scale scale() {
        List<Double> ends = latencies.values().stream()
                .flatMap(all -> Stream.of(seconds(all.getMinValue()), seconds(all.getMaxValue())))
                .toList();
        return Scale.covering(ends, List.of());
    }

    /** The least that a histogram may have is zero, which no request takes. */
    private static double seconds(long nanos) {
        return Math.max(1, nanos) / NANOS;
    }

    @Override
    public void chart(Markup html) {
        Scale scale = scale();
        List<Tick> ticks = scale.ticks(LatencyView::text);
        ChartLines lines = new ChartLines(html, rows, row -> false).begin();
        for (Row row : rows.all()) {
            Optional.ofNullable(latencies.get(row))
                    .ifPresentOrElse(
                            all -> lines.line(row, () -> plot(html, scale, ticks, all), () -> html.text(text(all))),
                            () -> lines.blank(row, row.valid() ? "no request was answered" : rows.remarks(row)));
        }
        lines.end(() -> new RowPlot(html, scale).axis(ticks));
    }

    private static void plot(Markup html, Scale scale, List<Tick> ticks, Histogram all) {
        RowPlot plot = new RowPlot(html, scale).begin(ticks);
        html.open(
                        "svg",
                        "x",
                        RowPlot.percent(0),
                        "width",
                        (100 - 2 * RowPlot.MARGIN) + "%",
                        "height",
                        Integer.toString(HEIGHT),
                        "viewBox",
                        "0 0 " + BINS + " " + HEIGHT,
                        "preserveAspectRatio",
                        "none")
                .empty("path", "class", "density", "d", outline(scale, all))
                .close();
        QUANTILES.forEach(quantile -> quantile.in(all)
                .ifPresent(metric -> plot.marker(shape(quantile), Math.max(1 / NANOS, metric.value()), "quantile")));
        plot.end();
    }

    private static String outline(Scale scale, Histogram all) {
        long[] counts = new long[BINS];
        for (HistogramIterationValue value : all.recordedValues()) {
            double place = scale.position(seconds(value.getValueIteratedTo()));
            counts[(int) Math.min(BINS - 1, place * BINS)] += value.getCountAddedInThisIterationStep();
        }
        long most = 1;
        for (long count : counts) {
            most = Math.max(most, count);
        }
        StringBuilder path = new StringBuilder("M0 " + HEIGHT);
        for (int bin = 0; bin < BINS; bin++) {
            double height = Math.sqrt((double) counts[bin] / most) * (HEIGHT - 2);
            path.append(String.format(Locale.ROOT, "V%.1fH%d", HEIGHT - height, bin + 1));
        }
        return path + "V" + HEIGHT + "z";
    }

    private static String text(double seconds) {
        return HumanFormat.quantity(seconds, "s");
    }

    private static String text(Histogram all) {
        return QUANTILES.stream()
                .flatMap(quantile -> quantile.in(all).map(metric -> text(quantile, metric, all)).stream())
                .collect(Collectors.joining(", "));
    }

    private static String text(LatencyMetric quantile, Metric metric, Histogram all) {
        String of = quantile == LatencyMetric.MAX ? " of " + all.getTotalCount() : "";
        return name(quantile) + of + " " + text(metric.value());
    }

    @Override
    public void table(Markup html) {
        List<DataTable.Heading> headings = Stream.of(
                        Stream.of(
                                new DataTable.Heading("contender", DataTable.TEXT),
                                new DataTable.Heading("requests", DataTable.NUMBER)),
                        QUANTILES.stream().map(quantile -> new DataTable.Heading(name(quantile), DataTable.NUMBER)),
                        Stream.of(new DataTable.Heading("remarks", DataTable.TEXT)))
                .flatMap(part -> part)
                .toList();
        DataTable table = DataTable.begin(html, histogram + " of each contender's requests", headings);
        for (Row row : rows.all()) {
            Histogram all = latencies.getOrDefault(row, new Histogram(1));
            table.row(row.label()).number((double) all.getTotalCount(), Long.toString(all.getTotalCount()));
            QUANTILES.forEach(quantile -> quantile.in(all)
                    .ifPresentOrElse(
                            metric -> table.number(metric.value(), text(metric.value())), () -> table.text("too few")));
            table.text(rows.remarks(row)).endRow();
        }
        table.end();
    }
}
