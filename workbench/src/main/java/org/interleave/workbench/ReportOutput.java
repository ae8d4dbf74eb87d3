package org.interleave.workbench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.measure.JournalLine;
import org.interleave.workbench.page.ReportPage;
import org.interleave.workbench.report.Destination;
import org.interleave.workbench.report.Report;

/**
 * A form of a report, and where it goes.
 *
 * @param form what is written
 * @param destination where to
 */
record ReportOutput(ReportForm form, Destination destination) {

    /** The mark of the run that a page is about stands in the beginning of it. */
    private static final int BEGINNING = 1 << 14;

    /** A page beside a report: of its name, or where that is taken, of one that is free. */
    static ReportOutput pageBeside(Path json) {
        return new ReportOutput(ReportForm.HTML, new Destination.FreeName(page(json)));
    }

    /** The same for a run that goes on: in place of the page that it wrote when it was interrupted. */
    static ReportOutput pageBeside(Path json, JournalLine.Header run) {
        Path page = page(json);
        return isAbout(page, ReportPage.mark(run.seed(), run.started()))
                ? new ReportOutput(ReportForm.HTML, new Destination.File(page, true))
                : pageBeside(json);
    }

    private static Path page(Path json) {
        String name = String.valueOf(json.getFileName());
        return json.resolveSibling(name.replaceFirst("[.]json$", "") + ".html");
    }

    private static boolean isAbout(Path page, String mark) {
        try (InputStream in = Files.newInputStream(page)) {
            return new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8).contains(mark);
        } catch (IOException noPage) {
            return false;
        }
    }

    boolean isStandardOutput() {
        return destination instanceof Destination.StandardOutput;
    }

    /**
     * Writes it.
     *
     * @param catalog of the experiments and workloads that say themselves what they are
     * @return what was written where, for people
     * @throws LostOutputException if it could not be
     */
    String write(List<Report> reports, Catalog catalog) {
        try {
            return form.title() + ": " + destination.write(out -> form.write(reports, catalog, out));
        } catch (FileAlreadyExistsException e) {
            throw new LostOutputException(e.getFile() + " has come meanwhile, and was left as it is", e);
        } catch (IOException e) {
            throw new LostOutputException("cannot write " + form.option() + ": " + e, e);
        }
    }
}
