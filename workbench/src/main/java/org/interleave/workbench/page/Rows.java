package org.interleave.workbench.page;

import java.util.List;
import java.util.Optional;
import org.interleave.core.Printable;
import org.interleave.workbench.report.Axis;
import org.interleave.workbench.report.Comparison;
import org.interleave.workbench.report.Doubts;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Settings;

/**
 * The rows that the charts of a figure have in common, and what they are called there.
 *
 * @param comparison that they are of
 * @param all the rows, the fastest first, invalid ones last
 * @param settings what tells them apart
 * @param doubts about the rows of the report
 * @param axis of the report, if it has one
 */
record Rows(Comparison comparison, List<Row> all, Settings settings, Doubts doubts, Optional<Axis> axis) {

    /** The most characters of a name beside a chart; tables have all of it. */
    private static final int MOST_OF_NAME = 60;

    private static final int MOST_OF_SETTINGS = 120;

    Rows {
        all = List.copyOf(all);
    }

    static Rows of(Comparison comparison, List<Row> rows, Doubts doubts, Optional<Axis> axis) {
        return new Rows(comparison, rows, new Settings(rows), doubts, axis);
    }

    /** Whether all of them did the same work, so that one can be divided by another. */
    boolean sameWork() {
        return all.stream().map(Row::parameters).distinct().count() == 1;
    }

    /** What its ratios are to, unless another is chosen. */
    Optional<Row> baseline() {
        return sameWork()
                ? all.stream()
                        .filter(Row::valid)
                        .findFirst()
                        .flatMap(comparison::baseline)
                        .filter(all::contains)
                : Optional.empty();
    }

    static String name(Row row) {
        return Printable.line(row.label(), MOST_OF_NAME);
    }

    /** What it has of its own: the strategy if its label is another, and settings that others do not share. */
    String details(Row row) {
        String own = String.join(" ", settings.own(row));
        String strategy = row.label().equals(row.strategy()) || row.label().startsWith(row.strategy() + " ")
                ? ""
                : row.strategy() + " ";
        return (strategy + own).strip();
    }

    /** Name, a mark if its numbers are doubtful or void, and details. */
    void writeName(Markup html, Row row, String about) {
        html.open("span", "class", "name").text(name(row));
        if (!row.valid()) {
            html.text(" ").element("b", "✗", "class", "bad", "title", "invalid: " + reason(row));
        } else if (!doubts.of(row).isEmpty()) {
            html.text(" ").element("b", "!", "class", "doubtful", "title", String.join("; ", doubts.of(row)));
        }
        String details = details(row);
        if (!details.isEmpty()) {
            html.text(" ").element("small", Printable.line(details, MOST_OF_SETTINGS));
        }
        if (!about.isEmpty()) {
            html.text(" ").element("i", about);
        }
        html.close();
    }

    /** Why a row is invalid, or to be doubted; empty if neither. */
    String remarks(Row row) {
        return row.valid() ? String.join("; ", doubts.of(row)) : "invalid: " + reason(row);
    }

    private static String reason(Row row) {
        return row.reason().orElse("");
    }
}
