package org.interleave.workbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.interleave.core.Printable;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.compare.RunComparison;
import org.interleave.workbench.compare.Terms;
import org.interleave.workbench.measure.BuildReports;
import org.interleave.workbench.measure.Measurement;
import org.interleave.workbench.measure.OtherBuild;
import org.interleave.workbench.measure.Progress;
import org.interleave.workbench.measure.RunOrder;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Planner;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.report.Destination;
import org.interleave.workbench.report.JsonReport;
import org.interleave.workbench.report.Report;

/** A comparison of this build with another: both measure everything in one session, taking turns in random order. */
final class BuildComparison {

    private static final String OLD_ENDING = "-old.json";

    private final ContenderOptions options;
    private final Path directory;
    private final Terms terms;
    private final ComparisonOutput comparisonOutput;

    /**
     * Prepares it.
     *
     * @param directory of the other build, which is the older
     * @param comparisonOutput where the comparison goes
     */
    BuildComparison(ContenderOptions options, Path directory, Terms terms, ComparisonOutput comparisonOutput) {
        this.options = options;
        this.directory = directory;
        this.terms = terms;
        this.comparisonOutput = comparisonOutput;
    }

    /**
     * Measures and compares what is asked for, or says what would be measured.
     *
     * @return the program's exit status
     */
    int run(Request asked) {
        Request request =
                asked.withAgainst(directory.toAbsolutePath().normalize().toString());
        Catalog catalog = Plugins.catalog(options.plugins());
        Main.warn(options.command().commandLine(), catalog.refusals());
        Plan plan = Planner.plan(catalog, request);
        terms.measure().ifPresent(measure -> plan.checkMeasure(catalog, measure));
        return RunLauncher.alone(options, () -> run(catalog, request, plan));
    }

    private int run(Catalog catalog, Request request, Plan plan) {
        RunOrder order = RunLauncher.order(options, catalog, request, plan);
        if (options.dryRun()) {
            return RunLauncher.dryRun(order);
        }
        OtherBuild other = OtherBuild.at(directory);
        Progress progress = comparisonOutput.isAside()
                ? new LineProgress(System.err, "forks", order.schedule())
                : Terminal.progress(System.out, "forks", order.schedule());
        RunOutput results = RunOutput.open(Optional.empty(), false, order.header()::reportingTo, progress::remark);
        comparisonOutput.screen().wrap(DryRun.heading(order), 2).forEach(console()::println);
        return new MeasuringSession(order, Optional.of(other), results.journal(), progress)
                .measure(measurement -> finish(order, other, measurement, results));
    }

    private PrintWriter console() {
        return comparisonOutput.console(options.command().commandLine());
    }

    /** The results come first: what was measured is kept whatever comes of the comparison. */
    private int finish(RunOrder order, OtherBuild other, Measurement measurement, RunOutput results) {
        BuildReports reports = BuildReports.of(order, other, measurement);
        Optional<LostOutputException> failure = keep(reports, results);
        boolean nothing =
                reports.older().rows().isEmpty() && reports.newer().rows().isEmpty();
        int status = nothing
                ? Main.INTERRUPTED
                : comparisonOutput.write(RunComparison.of(reports.older(), reports.newer(), terms), console());
        if (failure.isPresent()) {
            throw failure.get();
        }
        return measurement.interrupted() ? Main.INTERRUPTED : status;
    }

    private Optional<LostOutputException> keep(BuildReports reports, RunOutput results) {
        try {
            String newer = write(results.destination(), reports.newer());
            Path beside = Path.of(newer.replaceFirst("[.]json$", OLD_ENDING));
            String older = write(new Destination.FreeName(beside), reports.older());
            if (results.journal().isPresent()) {
                results.journal().get().delete();
            }
            console().println(Printable.line("measured: " + older + " and " + newer));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new LostOutputException("cannot keep what was measured: " + e, e));
        }
    }

    private static String write(Destination destination, Report report) throws IOException {
        return destination.write(out -> JsonReport.write(report, out));
    }
}
