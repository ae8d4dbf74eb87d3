package org.interleave.workbench.page;

import java.util.function.Predicate;
import org.interleave.workbench.report.Row;

/** The frame of a chart that has a line for each row: the row's name, its plot, and its numbers, with the scale below. */
final class ChartLines {

    private final Markup html;
    private final Rows rows;
    private final Predicate<Row> tied;

    /**
     * A frame.
     *
     * @param tied which rows cannot be told apart from the best, and are bracketed
     */
    ChartLines(Markup html, Rows rows, Predicate<Row> tied) {
        this.html = html;
        this.rows = rows;
        this.tied = tied;
    }

    ChartLines begin() {
        html.open("ol", "class", "lines");
        return this;
    }

    /** A line: name, plot and value of a row, whose number is its place in the figure. */
    void line(Row row, Runnable plot, Runnable value) {
        line(row, "", plot, value);
    }

    /** A line of a row that has several, with what this one is about. */
    void line(Row row, String about, Runnable plot, Runnable value) {
        String kind = "line" + (tied.test(row) ? " tied" : "") + (row.valid() ? "" : " invalid");
        html.open("li", "class", kind, "data-row", Integer.toString(rows.all().indexOf(row)));
        rows.writeName(html, row, about);
        html.element("span", "", "class", "bracket");
        plot.run();
        html.open("span", "class", "value");
        value.run();
        html.close().close().line();
    }

    /** A line with nothing to draw. */
    void blank(Row row, String why) {
        line(
                row,
                () -> html.empty("svg", "class", "plot", "height", "26", "aria-hidden", "true"),
                () -> html.text(why));
    }

    void end(Runnable axis) {
        html.open("li", "class", "scale", "aria-hidden", "true");
        html.element("span", "", "class", "name").element("span", "", "class", "bracket");
        axis.run();
        html.element("span", "", "class", "value").close().close().line();
    }
}
