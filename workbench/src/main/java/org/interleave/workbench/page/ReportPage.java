package org.interleave.workbench.page;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.report.InlineSource;
import org.interleave.workbench.report.Provenance;
import org.interleave.workbench.report.Report;

/**
 * The HTML form of reports: one page that needs nothing else, and whose content security policy lets it ask for nothing
 * else. It answers, in this order: which strategy, by how much, how sure, and why.
 */
public final class ReportPage {

    private static final InlineSource STYLE = InlineSource.of(ReportPage.class, "report-page.css");
    private static final InlineSource SCRIPT = InlineSource.of(ReportPage.class, "report-page.js");

    private static final String POLICY = "default-src 'none'; img-src data:; style-src '" + STYLE.hash()
            + "'; script-src '" + SCRIPT.hash() + "'; base-uri 'none'; form-action 'none'";

    private final Page page = new Page();
    private final Markup html = page.html();
    private final List<Report> reports;
    private final Catalog catalog;

    private ReportPage(List<Report> reports, Catalog catalog) {
        this.reports = reports;
        this.catalog = catalog;
    }

    /**
     * Writes reports, one after the other.
     *
     * @param reports at least one
     * @param catalog of the experiments and workloads that say themselves what they are
     * @throws IOException if it cannot be written
     * @throws org.interleave.core.InvalidInputException if a report has a histogram that is none
     */
    public static void write(List<Report> reports, Catalog catalog, OutputStream out) throws IOException {
        out.write(new ReportPage(reports, catalog).text().getBytes(StandardCharsets.UTF_8));
    }

    /** What stands in the head of a page about a run, and of no other page. */
    public static String mark(long seed, Instant started) {
        return "run of seed " + seed + " begun at " + started;
    }

    private String text() {
        List<ReportPart> parts = new ArrayList<>();
        for (int i = 0; i < reports.size(); i++) {
            parts.add(new ReportPart(page, reports.get(i), catalog, reports.size() == 1 ? "" : "r" + (i + 1) + "-"));
        }
        html.open("html", "lang", "en").line();
        head(parts);
        html.open("body");
        if (parts.size() > 1) {
            html.open("nav", "aria-label", "Reports").open("ol");
            parts.forEach(part -> html.open("li")
                    .element("a", part.title(), "href", "#" + part.id("top"))
                    .text(", " + part.when())
                    .close());
            html.close().close().line();
        }
        html.open("main");
        parts.forEach(ReportPart::write);
        html.close().line();
        html.embed("script", page.figures(), "type", "application/json", "id", "figures")
                .line();
        html.embed("script", SCRIPT.text()).line();
        html.close().close().line();
        return html.finish();
    }

    private void head(List<ReportPart> parts) {
        html.open("head").empty("meta", "charset", "utf-8");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
                .line();
        for (Report report : reports) {
            Provenance run = report.interleave();
            html.empty("meta", "name", "interleave", "content", mark(run.seed(), run.started()));
        }
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .empty("meta", "name", "color-scheme", "content", "light dark")
                .element("title", parts.getFirst().title() + " · Interleave")
                .empty("link", "rel", "icon", "href", "data:,")
                .line();
        html.embed("style", STYLE.text()).close().line();
    }
}
