package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.workbench.report.TextTable.Alignment;
import org.interleave.workbench.report.TextTable.Column;

/** The table of a sweep: for the measures that tell most, a line for each contender and a column for each value. */
final class SweepTable {

    private final Comparison comparison;
    private final Axis axis;
    private final List<Row> rows;

    /**
     * A table.
     *
     * @param order the rows of the report, in the order of the sweep
     */
    SweepTable(Comparison comparison, Axis axis, Collection<Row> order) {
        this.comparison = comparison;
        this.axis = axis;
        this.rows = order.stream().filter(comparison.rows()::contains).toList();
    }

    /** The rows of the comparison, in the order of the sweep. */
    List<Row> rows() {
        return rows;
    }

    /** In lines, a list of them for each measure; none if no row has a value. */
    List<List<String>> sections(Screen screen) {
        List<String> values = rows.stream()
                .flatMap(row -> axis.value(row).stream())
                .distinct()
                .toList();
        if (values.isEmpty()) {
            return List.of();
        }
        return Stream.concat(
                        Stream.of(comparison.subject()),
                        new WorkloadTable(comparison, new Doubts(Optional.empty())).highlights().stream())
                .distinct()
                .map(measure -> lines(measure, values, screen))
                .toList();
    }

    private List<String> lines(String measure, List<String> values, Screen screen) {
        List<Column> columns = new ArrayList<>(List.of(new Column(axis.key(), Alignment.LEFT, Column.STAYS)));
        IntStream.range(0, values.size())
                .mapToObj(i -> new Column(screen.text(values.get(i)), Alignment.RIGHT, i))
                .forEach(columns::add);
        TextTable table = new TextTable(columns);
        Map<String, List<Row>> contenders =
                rows.stream().collect(Collectors.groupingBy(axis::contender, LinkedHashMap::new, Collectors.toList()));
        contenders.forEach((contender, own) ->
                table.add(Stream.concat(Stream.of(contender), values.stream().map(value -> cell(own, value, measure)))
                        .map(screen::text)
                        .toList()));
        TextTable.Layout layout = table.layout(screen.width());
        Palette palette = screen.palette();
        String workload = comparison.rows().getFirst().workload();
        List<String> lines = new ArrayList<>(screen.wrap(
                workload, palette::heading, "  " + WorkloadTable.heading(measure) + " by " + axis.key(), 2));
        layout.headings().stream().map(palette::remark).forEach(lines::add);
        layout.rows().forEach(lines::addAll);
        if (!layout.leftOut().isEmpty()) {
            screen.wrap("  left out for want of width: " + String.join(", ", layout.leftOut()), 4).stream()
                    .map(palette::remark)
                    .forEach(lines::add);
        }
        return lines;
    }

    /** What has no value is the same at all of them. */
    private String cell(List<Row> own, String value, String measure) {
        return own.stream()
                .filter(row -> axis.value(row).map(value::equals).orElse(true))
                .findFirst()
                .map(row -> row.valid() ? mean(row, measure) : "invalid")
                .orElse(TextTable.ABSENT);
    }

    private String mean(Row row, String measure) {
        return row.measure(measure)
                .flatMap(series ->
                        comparison.mean(row, measure).map(mean -> HumanFormat.quantity(mean.value(), series.unit())))
                .orElse(TextTable.ABSENT);
    }
}
