package org.interleave.workbench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interleave.core.Printable;
import org.interleave.workbench.measure.Progress;
import org.interleave.workbench.measure.Reporter;
import org.interleave.workbench.measure.RunOrder;
import org.interleave.workbench.report.Axis;
import org.interleave.workbench.report.Destination;
import org.interleave.workbench.report.JsonReport;
import org.interleave.workbench.report.NoiseReport;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.ScaleReport;
import org.interleave.workbench.report.Screen;
import org.interleave.workbench.report.TableReport;
import org.interleave.workbench.report.Verdict;

/** A run of the program: it measures, keeping a journal, then writes the report and prints it. */
final class BenchmarkRun {

    private final RunOrder order;
    private final RunOutput output;
    private final List<ReportOutput> forms;
    private final Progress progress;
    private final PrintStream console;
    private final Screen screen;

    /**
     * Prepares it.
     *
     * @param output where its report goes, and its journal
     * @param forms of the report beside that
     * @param console where everything but the report goes
     * @param screen what that is laid out for
     */
    BenchmarkRun(
            RunOrder order,
            RunOutput output,
            List<ReportOutput> forms,
            Progress progress,
            PrintStream console,
            Screen screen) {
        this.order = order;
        this.output = output;
        this.forms = List.copyOf(forms);
        this.progress = progress;
        this.console = console;
        this.screen = screen;
    }

    /**
     * Does it.
     *
     * @return the program's exit status
     * @throws LostOutputException if the report could not be written
     */
    int run() {
        Reporter reporter = new Reporter(order);
        return new MeasuringSession(order, Optional.empty(), output.journal(), progress).measure(measurement -> {
            Report report = reporter.report(measurement);
            write(report);
            return measurement.interrupted() ? Main.INTERRUPTED : status(report);
        });
    }

    /** Files come first: on an interrupt there may be no time for more. */
    private void write(Report report) {
        boolean goesOn = report.interleave().interrupted() && !report.rows().isEmpty();
        List<String> written = new ArrayList<>();
        Optional<LostOutputException> lost = writeJson(report, goesOn, written);
        Optional<LostOutputException> alsoLost = writeForms(report, written);
        Optional<LostOutputException> failure = lost.or(() -> alsoLost);
        order.header()
                .request()
                .twins()
                .ifPresentOrElse(
                        twins -> NoiseReport.of(report, twins.forks(), twins.handicapPercent())
                                .lines(screen)
                                .forEach(console::println),
                        () -> console.println(text(report)));
        written.forEach(line -> console.println(Printable.line(line)));
        if (failure.isPresent()) {
            console.flush();
            throw failure.get();
        }
        if (goesOn) {
            output.journal().ifPresent(open -> console.println("To go on: interleave run --resume " + open.file()));
        }
        console.flush();
    }

    private String text(Report report) {
        return report.axis().filter(Axis::ofProcessors).isPresent()
                ? new ScaleReport(screen).render(report)
                : new TableReport(screen).render(report);
    }

    private Optional<LostOutputException> writeJson(Report report, boolean goesOn, List<String> written) {
        try {
            String where = output.destination().write(out -> JsonReport.write(report, out));
            if (!(output.destination() instanceof Destination.StandardOutput)) {
                written.add("JSON: " + where);
            }
            if (!goesOn) {
                output.dropJournal().ifPresent(console::println);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(lost(e));
        }
    }

    /** One that cannot be written does not keep the next from it. */
    private Optional<LostOutputException> writeForms(Report report, List<String> written) {
        Optional<LostOutputException> failure = Optional.empty();
        for (ReportOutput form : forms) {
            try {
                String line = form.write(List.of(report), order.catalog());
                if (!form.isStandardOutput()) {
                    written.add(line);
                }
            } catch (LostOutputException e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }
        return failure;
    }

    private LostOutputException lost(IOException e) {
        String what = e instanceof FileAlreadyExistsException there
                ? there.getFile() + " has come meanwhile, and was left as it is"
                : "cannot write --json: " + e;
        String kept = output.journal()
                .map(open -> "; what was measured is in " + open.file() + ": interleave run --resume " + open.file()
                        + " --json FILE writes the report")
                .orElse("");
        return new LostOutputException(what + kept, e);
    }

    private static int status(Report report) {
        List<Row> rows = report.rows();
        if (!rows.stream().allMatch(Row::valid)) {
            return Main.STRATEGY_FAILED;
        }
        boolean refuted = report.claims().stream().anyMatch(claim -> claim.verdict() == Verdict.REFUTED);
        return refuted ? Main.CLAIM_REFUTED : Main.DONE;
    }
}
