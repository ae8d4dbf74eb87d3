package org.interleave.workbench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.measure.Environment;
import org.interleave.workbench.measure.JournalLine;
import org.interleave.workbench.measure.Preflight;
import org.interleave.workbench.measure.Progress;
import org.interleave.workbench.measure.ResumedRun;
import org.interleave.workbench.measure.RunLock;
import org.interleave.workbench.measure.RunOrder;
import org.interleave.workbench.measure.Schedule;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Planner;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.report.Destination;
import org.interleave.workbench.report.Screen;

/** The start of a run, or of what is left of one: from what was asked for to the {@link BenchmarkRun}, which it ends with. */
final class RunLauncher {

    private final MeasuringOptions options;
    private final Optional<ReportOptions> forms;

    /**
     * A launcher.
     *
     * @param forms of the report beside its JSON; empty if it has no other
     */
    RunLauncher(MeasuringOptions options, Optional<ReportOptions> forms) {
        this.options = options;
        this.forms = forms;
    }

    /** What people read, how it is laid out, and what keeps them informed. */
    private record Console(PrintStream out, Screen screen, Progress progress) {}

    /**
     * Runs what is asked for, or says what would be run.
     *
     * @return the program's exit status
     */
    int begin(Request request) {
        Catalog catalog = Plugins.catalog(options.plugins());
        Main.warn(options.command().commandLine(), catalog.refusals());
        Plan plan = Planner.plan(catalog, request);
        return alone(options, () -> begin(catalog, request, plan));
    }

    private int begin(Catalog catalog, Request request, Plan plan) {
        RunOrder order = order(options, catalog, request, plan);
        if (options.dryRun()) {
            return dryRun(order);
        }
        List<ReportOutput> named = named(options.json());
        Console console = console(order, options.json(), named);
        RunOutput output = RunOutput.open(
                options.json(), options.force(), order.header()::reportingTo, console.progress()::remark);
        Optional<ReportOutput> page = options.json().isEmpty() && output.destination() instanceof Destination.File file
                ? Optional.of(ReportOutput.pageBeside(file.file()))
                : Optional.empty();
        return run(order, output, withPage(named, page), console);
    }

    /** A run that begins now. */
    static RunOrder order(SessionOptions options, Catalog catalog, Request request, Plan plan) {
        return order(options, options.chosenSeed(), catalog, request, plan);
    }

    /** The same with a seed that was chosen before. */
    static RunOrder order(SessionOptions options, long seed, Catalog catalog, Request request, Plan plan) {
        JournalLine.Header header = new JournalLine.Header(
                JournalLine.Header.FORMAT,
                options.arguments(),
                Instant.now(),
                seed,
                request,
                options.plugins()
                        .map(directory -> Path.of(directory).toAbsolutePath().toString()),
                "",
                Environment.present(options.plugins()),
                plan.repetitions(),
                plan.entries());
        return new RunOrder(catalog, plan, header, List.of(), List.of());
    }

    /** The forms that were asked for, before anything is measured for them. */
    private List<ReportOutput> named(Optional<Path> json) {
        Map<String, Path> others = json.map(file -> Map.of("--json", file)).orElse(Map.of());
        return forms.map(given -> given.outputs(options.force(), others)).orElse(List.of());
    }

    /** Runs what is left of a run that was ended, or says what that is. */
    int goOn(ResumedRun run) {
        return alone(options, () -> measureRest(run));
    }

    private int measureRest(ResumedRun run) {
        RunOrder order = run.order(options.plugins(), MeasuringOptions.allowedProcessors());
        if (options.dryRun()) {
            return dryRun(order);
        }
        Path report = options.json().orElse(Path.of(run.header().json()));
        List<ReportOutput> named = named(Optional.of(report));
        Console console = console(order, Optional.of(report), named);
        RunOutput output = RunOutput.goOn(run, order, options.json(), options.force(), console.progress()::remark);
        Optional<ReportOutput> page =
                hasPage(run.header()) ? Optional.of(ReportOutput.pageBeside(report, run.header())) : Optional.empty();
        return run(order, output, withPage(named, page), console);
    }

    /** Where the JSON was not named, there is a page beside it. */
    private boolean hasPage(JournalLine.Header run) {
        return options.json().isEmpty()
                && run.request().twins().isEmpty()
                && run.commandLine().stream().noneMatch(word -> word.equals("--json") || word.startsWith("--json="));
    }

    /** A page too where there are forms, and it was not named. */
    private List<ReportOutput> withPage(List<ReportOutput> named, Optional<ReportOutput> page) {
        boolean has = named.stream().anyMatch(output -> output.form() == ReportForm.HTML);
        return forms.isEmpty() || has
                ? named
                : Stream.concat(named.stream(), page.stream()).toList();
    }

    /** Before anything is asked of the machine, let alone measured. */
    static int alone(SessionOptions options, IntSupplier work) {
        if (options.dryRun()) {
            return work.getAsInt();
        }
        RunLock lock = RunLock.acquire(
                options.arguments(),
                options.noWait(),
                line -> Main.complain(options.command().commandLine(), line));
        try {
            Preflight.check();
            return work.getAsInt();
        } finally {
            lock.close();
        }
    }

    /** A report on standard output is alone there. */
    private static Console console(RunOrder order, Optional<Path> report, List<ReportOutput> forms) {
        boolean aside = report.filter(Destination::isStandardOutput).isPresent()
                || forms.stream().anyMatch(ReportOutput::isStandardOutput);
        PrintStream out = aside ? System.err : System.out;
        Schedule schedule = order.schedule();
        return aside
                ? new Console(out, Terminal.errorScreen(), new LineProgress(out, "forks", schedule))
                : new Console(out, Terminal.screen(), Terminal.progress(out, "forks", schedule));
    }

    private static int run(RunOrder order, RunOutput output, List<ReportOutput> forms, Console console) {
        console.screen().wrap(DryRun.heading(order), 2).forEach(console.out()::println);
        if (!order.known().isEmpty()) {
            console.out().println(order.known().size() + " forks were measured before");
        }
        return new BenchmarkRun(order, output, forms, console.progress(), console.out(), console.screen()).run();
    }

    static int dryRun(RunOrder order) {
        DryRun.print(order, System.out, Terminal.screen());
        return Main.DONE;
    }
}
