package org.interleave.workbench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.core.Preset;
import org.interleave.core.Printable;
import org.interleave.core.StrategyException;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;
import org.interleave.core.catalog.Catalog;
import org.interleave.threads.TraceableStrategy;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.machine.MachineFacts;
import org.interleave.workbench.measure.ForeignCode;
import org.interleave.workbench.measure.Progress;
import org.interleave.workbench.measure.Schedule;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Planner;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.report.Destination;
import org.interleave.workbench.report.Jvm;
import org.interleave.workbench.report.Screen;
import org.interleave.workbench.trace.Contention;
import org.interleave.workbench.trace.HtmlTrace;
import org.interleave.workbench.trace.PerfettoTrace;
import org.interleave.workbench.trace.ProcessorTimes;
import org.interleave.workbench.trace.TraceReport;
import org.interleave.workbench.trace.TraceSummary;
import org.interleave.workbench.trace.Tracer;
import org.interleave.workbench.trace.Wait;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that records every event at the giant lock during one run, and shows it. */
@Command(
        name = "trace",
        description = {
            "Records every event at a giant lock while a workload runs under it.",
            "Says who waited for whom, and writes a page that shows when and for how long; or a file for Perfetto or for"
                    + " viewers of flight recordings. Says what tracing costs, and how many events were dropped."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false)
final class TraceCommand implements Callable<Integer> {

    private static final int WARM_UPS = 2;
    private static final int PAIRS = 7;

    /** With fewer there is no telling how they differ. */
    private static final int LEAST_PAIRS = 3;

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
    private static final int WAITS = 100;

    private static final Parameter<Long> EVENTS =
            Parameter.count("--events", "how many events there is room for", 10_000_000, 10_000_000, 1, 200_000_000);

    /** What can be written. */
    enum Format {
        HTML("html"),
        PERFETTO("pftrace"),
        JFR("jfr");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }
    }

    @Parameters(
            paramLabel = "WORKLOAD",
            completionCandidates = CompletionCommand.Workloads.class,
            description = "What to run; \"interleave list workloads\" shows what there is.")
    private String workloadName = "";

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            completionCandidates = CompletionCommand.Strategies.class,
            description = "A strategy with a giant lock: giant-lock-tick, giant-lock-timed, giant-lock-priority,"
                    + " giant-lock-fair, native-held, native-released, foreign-held, foreign-released,"
                    + " foreign-critical, or one that plugs in.")
    private Optional<String> strategy = Optional.empty();

    /** What it is called where there may be several. */
    @Option(names = "--strategies", hidden = true)
    private Optional<String> strategies = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a parameter of the workload or an option of the strategy, such as count=5M or"
                    + " switch-interval=1ms; \"interleave list\" shows them all. May be given several times.")
    private List<String> settings = List.of();

    @Option(
            names = "--preset",
            paramLabel = "quick|full",
            description = "The workload's size: quick (default), or full, several times as large.")
    private Preset preset = Preset.QUICK;

    @Option(
            names = "--format",
            paramLabel = "html|perfetto|jfr",
            description = "A page for any browser (default), a trace for ui.perfetto.dev, or a flight recording.")
    private Format format = Format.HTML;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it (default: a new file in results/, named after workload and strategy); - is"
                    + " standard output, everything else then goes to standard error.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--force", description = "Replace the file of --out if it is there.")
    private boolean force;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "How many events there is room for, 8 bytes each (default: 10M).")
    private Optional<String> events = Optional.empty();

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Also use the strategies and workloads in the jars of this directory, and the kernels in its"
                    + " shared libraries; or those of one file.")
    private Optional<String> plugins = Optional.empty();

    @picocli.CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    private final Instant started = Instant.now();

    @Override
    public Integer call() throws InterruptedException {
        long capacity = events.map(text -> EVENTS.parse(text, "trace")).orElseGet(() -> EVENTS.defaultValue(preset));
        Catalog catalog = Plugins.catalog(plugins);
        Plugins.kernelProperty(plugins)
                .ifPresent(property -> System.setProperty(property.getKey(), property.getValue()));
        Main.warn(spec.commandLine(), catalog.refusals());
        Workload<?> workload = catalog.workload(workloadName);
        TraceableStrategy traced = traceable(catalog);
        Request request = Request.of(List.of(), preset, List.of()).withSettings(Arguments.settings(settings));
        Configuration chosen = Planner.configuration(catalog, workload.name(), strategyName(), request);
        Destination destination = out.map(file -> Destination.named("--out", file, force))
                .orElseGet(() -> Destination.free("--out", defaultFile()));
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        try {
            catalog.pluginLoader(workload.name()).ifPresent(Thread.currentThread()::setContextClassLoader);
            trace(workload, traced, chosen, capacity, destination);
        } finally {
            Thread.currentThread().setContextClassLoader(own);
        }
        return Main.DONE;
    }

    private TraceableStrategy traceable(Catalog catalog) {
        Map<String, TraceableStrategy> traceable = catalog.strategies(TraceableStrategy.class);
        String known = String.join(", ", traceable.keySet());
        if (strategyName().isEmpty()) {
            throw new InvalidInputException("--strategy NAME is missing; these have a giant lock to trace: " + known);
        }
        String name = catalog.strategy(strategyName()).name();
        return Optional.ofNullable(traceable.get(name))
                .orElseThrow(() -> new InvalidInputException(
                        "strategy " + name + " has no giant lock to trace (these have one: " + known + ")"));
    }

    private String strategyName() {
        return strategy.or(() -> strategies).orElse("");
    }

    /** Colons, which are in the names of plugged policies, are not welcome in file names everywhere. */
    private Path defaultFile() {
        String name = "trace-" + workloadName + "-" + strategyName() + "." + format.ending;
        return Path.of("results", name.replace(':', '-'));
    }

    private <R extends Serializable> void trace(
            Workload<R> workload,
            TraceableStrategy strategy,
            Configuration chosen,
            long capacity,
            Destination destination)
            throws InterruptedException {
        boolean aside = destination instanceof Destination.StandardOutput;
        PrintStream console = aside ? System.err : System.out;
        Screen screen = aside ? Terminal.errorScreen() : Terminal.screen();
        screen.wrap("tracing " + chosen.title() + ": " + PAIRS + " pairs of runs, with and without", 2)
                .forEach(console::println);
        try (Tracer<R> tracer = new Tracer<>(
                workload, chosen.parameters(), strategy, chosen.options(), capacity, format == Format.JFR)) {
            measure(tracer, chosen, console);
            TraceReport report = report(tracer, chosen);
            String file = write(report, tracer.last(), destination);
            TraceSummary.lines(report, screen).forEach(console::println);
            tellLoss(tracer.last(), console);
            console.println();
            if (!aside) {
                console.println(Printable.line(format.name() + ": " + file));
            }
        } catch (WrongResultException e) {
            throw new StrategyException("wrong result: " + e.getMessage(), e);
        }
    }

    /** Which of a pair goes first changes, so that a machine that drifts favours neither. */
    private static void measure(Tracer<?> tracer, Configuration chosen, PrintStream console)
            throws InterruptedException {
        long start = System.nanoTime();
        int warmUps = 0;
        for (; warmUps < WARM_UPS && System.nanoTime() - start < PATIENCE; warmUps++) {
            guarded(chosen, tracer::warmUp);
        }
        Duration expected = Duration.ofNanos((System.nanoTime() - start) / warmUps);
        Progress progress = Terminal.progress(console, "runs", Schedule.of(chosen, 2 * PAIRS, expected));
        progress.start();
        try {
            for (int pair = 0; pair < PAIRS; pair++) {
                if (pair >= LEAST_PAIRS && System.nanoTime() - start > PATIENCE) {
                    progress.skip(chosen);
                    progress.skip(chosen);
                    continue;
                }
                boolean tracedFirst = pair % 2 == 1;
                measure(tracer, tracedFirst, chosen, progress);
                measure(tracer, !tracedFirst, chosen, progress);
            }
        } finally {
            progress.stop();
        }
    }

    private static void measure(Tracer<?> tracer, boolean traced, Configuration chosen, Progress progress)
            throws InterruptedException {
        progress.begin(chosen);
        long start = System.nanoTime();
        guarded(chosen, () -> tracer.run(traced));
        progress.end(chosen, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /** Calls code that may be a plug-in's. */
    private static void guarded(Configuration chosen, ForeignCode.Action run) throws InterruptedException {
        ForeignCode.interruptibly("a run of " + chosen.title(), () -> {
            run.run();
            return true;
        });
    }

    private TraceReport report(Tracer<?> tracer, Configuration chosen) {
        Tracer.TracedRun run = tracer.last();
        return new TraceReport(
                "Interleave " + Build.version()
                        + Build.commit().map(commit -> " (" + commit + ")").orElse(""),
                spec.commandLine().getParseResult().originalArgs(),
                started,
                chosen.workload(),
                chosen.parameters(),
                chosen.strategy(),
                chosen.options(),
                MachineFacts.read(),
                new Jvm(
                        System.getProperty("java.vm.name") + " " + Runtime.version(),
                        ManagementFactory.getRuntimeMXBean().getInputArguments()),
                run.wallSeconds(),
                run.metrics(),
                tracer.overhead(),
                run.timeline(),
                Contention.of(run.timeline()),
                ProcessorTimes.of(run.timeline()),
                Wait.longest(run.timeline(), WAITS));
    }

    private String write(TraceReport report, Tracer.TracedRun run, Destination destination) {
        try {
            return destination.write(stream -> {
                switch (format) {
                    case HTML -> HtmlTrace.write(report, stream);
                    case PERFETTO -> PerfettoTrace.write(report, stream);
                    case JFR -> run.recording().orElseThrow().writeTo(stream);
                }
            });
        } catch (FileAlreadyExistsException e) {
            throw new LostOutputException(e.getFile() + " has come meanwhile, and was left as it is", e);
        } catch (IOException e) {
            throw new LostOutputException("cannot write --out: " + e, e);
        }
    }

    private void tellLoss(Tracer.TracedRun run, PrintStream console) {
        if (format != Format.JFR) {
            return;
        }
        try {
            long lost = run.recording().orElseThrow().lostBytes();
            if (lost > 0) {
                console.println("The flight recorder dropped " + lost + " bytes of events.");
            }
        } catch (IOException e) {
            console.println("How many events the flight recorder dropped is not known: " + e);
        }
    }
}
