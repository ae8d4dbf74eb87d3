package org.interleave.workbench.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.LatencyMetric;
import org.interleave.workbench.report.Axis;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Row;

/**
 * A figure: some rows of a workload, in several views of which one is seen at a time. Which one, radio buttons say, and the
 * style sheet does the rest.
 *
 * @param rows that it shows
 * @param views at least one, the most telling first
 */
record Figure(Rows rows, List<View> views) {

    /** What every figure has a view of, if its rows have it; less of it is better. */
    private static final SequencedMap<String, String> COSTS = costs();

    /** What is counted: none of it is not better than a little. */
    private static final SequencedMap<String, String> COUNTS = counts();

    Figure {
        views = List.copyOf(views);
    }

    private static SequencedMap<String, String> costs() {
        SequencedMap<String, String> costs = new LinkedHashMap<>();
        costs.put(Claim.WALL, "wall time");
        costs.put(Claim.CPU, "CPU time");
        costs.put(Claim.PEAK_RSS, "peak memory");
        costs.put(Claim.FIRST_ROUND, "first round");
        return Collections.unmodifiableSequencedMap(costs);
    }

    private static SequencedMap<String, String> counts() {
        SequencedMap<String, String> counts = new LinkedHashMap<>();
        counts.put(Claim.VOLUNTARY_SWITCHES, "voluntary switches");
        counts.put(Claim.INVOLUNTARY_SWITCHES, "involuntary switches");
        return Collections.unmodifiableSequencedMap(counts);
    }

    /**
     * A figure of rows.
     *
     * @param telling the measures that tell most, beside what each figure shows
     */
    static Figure of(Rows rows, List<String> telling) {
        String subject = rows.comparison().subject();
        List<View> views = new ArrayList<>();
        sweeps(views, rows, subject, telling);
        measure(views, rows, COSTS.getOrDefault(subject, subject), subject, true);
        Stream.concat(telling.stream(), rows.all().stream().flatMap(row -> row.highlights().stream()))
                .distinct()
                .filter(name -> !isShownAnyway(name) && !name.equals(subject))
                .forEach(name -> measure(views, rows, name, name, false));
        rows.all().stream()
                .flatMap(row -> row.histograms().keySet().stream())
                .distinct()
                .forEach(name -> LatencyView.of(name, rows).ifPresent(views::add));
        COSTS.forEach((name, title) -> {
            if (!name.equals(subject)) {
                measure(views, rows, title, name, true);
            }
        });
        COUNTS.forEach((name, title) -> measure(views, rows, title, name, false));
        views.addAll(StripView.ofTasks(rows));
        StripView.ofProcessors(rows).ifPresent(views::add);
        return new Figure(rows, views);
    }

    /** Along an axis there is a curve of every measure that a table shows first. */
    private static void sweeps(List<View> views, Rows rows, String subject, List<String> telling) {
        if (rows.axis().isEmpty()) {
            views.addAll(SweepView.of(rows, subject));
            return;
        }
        Axis axis = rows.axis().get();
        if (axis.ofProcessors()) {
            AxisCurves.speedUp(rows, axis).ifPresent(views::add);
        }
        Stream.of(
                        Stream.of(subject),
                        telling.stream(),
                        rows.all().stream().flatMap(row -> row.highlights().stream()),
                        COSTS.keySet().stream().filter(cost -> !cost.equals(Claim.FIRST_ROUND)))
                .flatMap(names -> names)
                .distinct()
                .forEach(name -> AxisCurves.of(rows, axis, name).ifPresent(views::add));
    }

    private static boolean isShownAnyway(String measure) {
        return COSTS.containsKey(measure) || COUNTS.containsKey(measure);
    }

    /** Of a quantile there is a view of its own only if all rows have it: the percentiles show the rest. */
    private static void measure(List<View> views, Rows rows, String title, String measure, boolean lessIsBetter) {
        boolean quantile = LatencyMetric.histogram(measure).isPresent();
        boolean everywhere = rows.all().stream()
                .filter(Row::valid)
                .allMatch(row -> row.measure(measure).isPresent());
        if (everywhere || !quantile) {
            MeasureView.of(title, measure, rows, lessIsBetter).ifPresent(views::add);
        }
    }

    /**
     * Writes it: each view after the button that shows it, so that a style sheet can tell which is to be seen.
     *
     * @param number its number among the figures of the page
     */
    void write(Markup html, int number) {
        String id = "figure-" + number;
        html.open("div", "class", "views", "id", id, "role", "group", "aria-label", "Views");
        for (int i = 0; i < views.size(); i++) {
            String choice = id + "-" + i;
            String[] chosen = i == 0 ? new String[] {"checked", ""} : new String[0];
            html.empty("input", attributes(chosen, "type", "radio", "name", id, "id", choice))
                    .element("label", views.get(i).title(), "for", choice);
            view(html, views.get(i), "data-view", Integer.toString(i));
        }
        html.close().line();
        everything(html);
    }

    /** Writes a view that is always to be seen. */
    static void writeAlone(Markup html, View view) {
        view(html, view);
    }

    private static String[] attributes(String[] more, String... attributes) {
        return Stream.concat(Stream.of(attributes), Stream.of(more)).toArray(String[]::new);
    }

    private static void view(Markup html, View view, String... more) {
        html.open("figure", attributes(more, "class", "view", "aria-label", view.title()));
        html.open("div", "class", "chart");
        view.chart(html);
        html.close();
        html.open("figcaption");
        view.caption(html);
        html.close();
        html.open("details").element("summary", "The numbers");
        view.table(html);
        html.close().close().line();
    }

    /** All measures of all rows, a row of the table each. */
    private void everything(Markup html) {
        List<String> measures = rows.all().stream()
                .flatMap(row -> row.measures().keySet().stream())
                .distinct()
                .toList();
        List<DataTable.Heading> headings = new ArrayList<>(List.of(new DataTable.Heading("measure", DataTable.TEXT)));
        rows.all().forEach(row -> headings.add(new DataTable.Heading(Rows.name(row), DataTable.NUMBER)));
        html.open("details", "class", "everything").element("summary", "Everything that was measured");
        DataTable table = DataTable.begin(html, "The mean of every measure", headings);
        for (String measure : measures) {
            table.row(measure);
            rows.all().forEach(row -> mean(table, row, measure));
            table.endRow();
        }
        table.end();
        html.close().line();
    }

    private void mean(DataTable table, Row row, String measure) {
        row.measure(measure)
                .flatMap(series -> rows.comparison().mean(row, measure))
                .ifPresentOrElse(
                        mean -> table.number(
                                mean.value(),
                                HumanFormat.quantity(
                                        mean.value(),
                                        row.measure(measure).orElseThrow().unit())),
                        () -> table.text("n/a"));
    }
}
