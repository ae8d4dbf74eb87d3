package org.interleave.workbench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.interleave.core.Experiment;
import org.interleave.workbench.page.ReportPage;
import org.interleave.workbench.report.Report;

/** The form of a report, beside the JSON that it is kept in. */
enum ReportForm {
    /** A page for people. */
    HTML("--html");

    private final String option;

    ReportForm(String option) {
        this.option = option;
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
     * @param experiments the experiment of a name, if it is known
     * @throws IOException if they cannot be written
     */
    void write(List<Report> reports, Function<String, Optional<Experiment>> experiments, OutputStream out)
            throws IOException {
        switch (this) {
            case HTML -> ReportPage.write(reports, experiments, out);
        }
    }
}
