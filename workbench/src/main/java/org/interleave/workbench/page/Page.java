package org.interleave.workbench.page;

import java.util.List;
import java.util.Optional;
import org.interleave.workbench.report.Row;

/** A page while it is being written: its markup, and its figures, which are counted over all reports on it. */
final class Page {

    private final Markup html = Markup.page();
    private final FigureScript script = new FigureScript();
    private int figures;

    Markup html() {
        return html;
    }

    /** What a script needs to know of the figures so far. */
    String figures() {
        return script.json();
    }

    /** Writes a figure, if there is something to show, with a choice of the baseline where there is one. */
    void write(Figure figure) {
        if (figure.views().isEmpty()) {
            return;
        }
        figures++;
        script.add(figure, figures);
        figure.rows().baseline().ifPresent(baseline -> choice(figure.rows().all(), baseline));
        figure.write(html, figures);
    }

    private void choice(List<Row> rows, Row baseline) {
        html.open("label", "class", "scripted")
                .text("Relative to ")
                .open("select", "data-figure", Integer.toString(figures));
        for (int i = 0; i < rows.size(); i++) {
            String value = Integer.toString(i);
            if (rows.get(i) == baseline) {
                html.element("option", Rows.name(rows.get(i)), "value", value, "selected", "");
            } else if (rows.get(i).valid()) {
                html.element("option", Rows.name(rows.get(i)), "value", value);
            }
        }
        html.close().text(" in every chart that has it").close().line();
    }

    /** A link to a place on this page, or the text alone where there is none. */
    void link(String text, Optional<String> place) {
        place.ifPresentOrElse(id -> html.element("a", text, "href", "#" + id), () -> html.text(text));
    }
}
