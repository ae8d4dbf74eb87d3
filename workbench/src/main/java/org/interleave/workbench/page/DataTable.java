package org.interleave.workbench.page;

import java.util.List;

/** A table of numbers, which a script can sort: beside what a cell shows stands the number that it is sorted by. */
final class DataTable {

    private final Markup html;

    private DataTable(Markup html) {
        this.html = html;
    }

    /**
     * A heading.
     *
     * @param text what stands there
     * @param kind of the column, as style sheet and script know it: {@link #TEXT}, {@link #NUMBER}, or one of a view's own
     */
    record Heading(String text, String kind) {}

    /** A column of texts. */
    static final String TEXT = "text";

    /** A column of numbers. */
    static final String NUMBER = "number";

    /** Begins a table, with its headings. */
    static DataTable begin(Markup html, String caption, List<Heading> headings) {
        html.open("div", "class", "table", "tabindex", "0", "role", "region", "aria-label", caption)
                .open("table")
                .element("caption", caption)
                .open("thead")
                .open("tr");
        headings.forEach(heading -> html.element("th", heading.text(), "scope", "col", "class", heading.kind()));
        html.close().close().open("tbody");
        return new DataTable(html);
    }

    /** Begins a row, with its heading. */
    DataTable row(String heading) {
        html.open("tr").element("th", heading, "scope", "row");
        return this;
    }

    DataTable text(String text) {
        html.element("td", text);
        return this;
    }

    /** A number, with the text that it is shown as. */
    DataTable number(double number, String text) {
        html.element("td", text, "class", NUMBER, "data-number", Double.toString(number));
        return this;
    }

    /** A number of a kind that a script writes anew. */
    DataTable number(double number, String text, String kind) {
        html.element("td", text, "class", NUMBER + " " + kind, "data-number", Double.toString(number));
        return this;
    }

    /** What is beside a number, or in place of one. */
    DataTable beside(String text, String kind) {
        html.element("td", text, "class", kind);
        return this;
    }

    DataTable endRow() {
        html.close();
        return this;
    }

    void end() {
        html.close().close().close();
    }
}
