package org.interleave.workbench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.export.CsvReport;
import org.interleave.workbench.export.JmhReport;
import org.interleave.workbench.export.MarkdownReport;
import org.interleave.workbench.page.ReportPage;
import org.interleave.workbench.report.Report;

/** The form of a report, beside the JSON that it is kept in. */
enum ReportForm {
    /** A page for people. */
    HTML("HTML", "--html"),
    /** Tables for a pull request. */
    MARKDOWN("Markdown", "--markdown"),
    /** Every sample, for spreadsheets. */
    CSV("CSV", "--csv"),
    /** The JSON of JMH, for its viewers. */
    JMH("JSON of JMH", "--jmh");

    private final String title;
    private final String option;

    ReportForm(String title, String option) {
        this.title = title;
        this.option = option;
    }

    /** What people call it. */
    String title() {
        return title;
    }

    /** The option that names its file. */
    String option() {
        return option;
    }

    /** Whether several reports fit into one file of it. */
    boolean takesSeveral() {
        return this == HTML;
    }

    /**
     * Writes reports.
     *
     * @param reports one, or more where it takes several
     * @param catalog of the experiments and workloads that say themselves what they are
     * @throws IOException if they cannot be written
     */
    void write(List<Report> reports, Catalog catalog, OutputStream out) throws IOException {
        Report report = reports.getFirst();
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        switch (this) {
            case HTML -> ReportPage.write(reports, catalog, out);
            case MARKDOWN -> MarkdownReport.write(report, text);
            case CSV -> CsvReport.write(report, text);
            case JMH -> JmhReport.write(report, out);
        }
        text.flush(); // not closed: the stream is not ours
    }
}
