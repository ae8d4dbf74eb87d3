package org.interleave.workbench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.interleave.core.Printable;
import org.interleave.core.runtime.ScratchDirectory;
import org.interleave.workbench.measure.ForkRunner;
import org.interleave.workbench.measure.Interruption;
import org.interleave.workbench.measure.Journal;
import org.interleave.workbench.measure.JournalLine;
import org.interleave.workbench.measure.Measurement;
import org.interleave.workbench.measure.Progress;
import org.interleave.workbench.measure.Reporter;
import org.interleave.workbench.measure.RunOrder;
import org.interleave.workbench.measure.TemporaryFiles;
import org.interleave.workbench.measure.UndecidedClaims;
import org.interleave.workbench.plan.Plan;
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
    private final Destination destination;
    private final Optional<Journal> journal;
    private final Progress progress;
    private final PrintStream console;
    private final Screen screen;

    /**
     * Prepares it.
     *
     * @param console where everything but the report goes
     * @param screen what that is laid out for
     */
    BenchmarkRun(
            RunOrder order,
            Destination destination,
            Optional<Journal> journal,
            Progress progress,
            PrintStream console,
            Screen screen) {
        this.order = order;
        this.destination = destination;
        this.journal = journal;
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
        JournalLine.Header header = order.header();
        Plan plan = order.plan();
        TemporaryFiles.sweep();
        ScratchDirectory scratch = TemporaryFiles.ofForks();
        ForkRunner runner = new ForkRunner(
                order.catalog(), plan.repetitions(), header.plugins(), scratch.path(), besideTheJournal());
        Measurement measurement = new Measurement(
                plan,
                runner::run,
                header.seed(),
                progress,
                order.known(),
                fork -> journal.ifPresent(open -> open.append(fork)),
                new UndecidedClaims(order));
        Reporter reporter = new Reporter(order);
        Interruption interruption = Interruption.of(measurement);
        try (scratch) {
            measurement.run();
            Report report = reporter.report(measurement);
            write(report);
            return measurement.interrupted() ? Main.INTERRUPTED : status(report);
        } finally {
            interruption.close();
        }
    }

    /** Where the file of a crash is found: beside the report, unless there is no file of it. */
    private Optional<Path> besideTheJournal() {
        return journal.flatMap(
                open -> Optional.ofNullable(open.file().toAbsolutePath().getParent()));
    }

    /** The file comes first: on an interrupt there may be no time for more. */
    private void write(Report report) {
        Optional<LostOutputException> failure = Optional.empty();
        String where = "";
        boolean goesOn = report.interleave().interrupted() && !report.rows().isEmpty();
        try {
            where = destination.write(out -> JsonReport.write(report, out));
            if (!goesOn) {
                drop();
            }
        } catch (IOException e) {
            failure = Optional.of(lost(e));
        }
        order.header()
                .request()
                .twins()
                .ifPresentOrElse(
                        twins -> NoiseReport.of(report, twins.forks(), twins.handicapPercent())
                                .lines(screen)
                                .forEach(console::println),
                        () -> console.println(text(report)));
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (!(destination instanceof Destination.StandardOutput)) {
            console.println(Printable.line("JSON: " + where));
        }
        if (goesOn) {
            journal.ifPresent(open -> console.println("To go on: interleave run --resume " + open.file()));
        }
        console.flush();
    }

    private String text(Report report) {
        return report.axis().filter(Axis::ofProcessors).isPresent()
                ? new ScaleReport(screen).render(report)
                : new TableReport(screen).render(report);
    }

    /** The report says all that it says. A journal that cannot be removed does no harm. */
    private void drop() {
        journal.ifPresent(open -> {
            try {
                open.delete();
            } catch (IOException e) {
                console.println("cannot remove " + open.file() + ": " + e.getMessage());
            }
        });
    }

    private LostOutputException lost(IOException e) {
        String what = e instanceof FileAlreadyExistsException there
                ? there.getFile() + " has come meanwhile, and was left as it is"
                : "cannot write --json: " + e;
        String kept = journal.map(open -> "; what was measured is in " + open.file() + ": interleave run --resume "
                        + open.file() + " --json FILE writes the report")
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
