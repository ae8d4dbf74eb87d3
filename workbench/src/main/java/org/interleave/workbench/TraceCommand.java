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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Catalog;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyException;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;
import org.interleave.threads.TraceableStrategy;
import org.interleave.workbench.report.Destination;
import org.interleave.workbench.report.Jvm;
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

/** Records every event at the giant lock during one run, and shows it. */
@Command(
        name = "trace",
        description =
                "Runs a workload under a giant lock, records every event at the lock, and writes a page that shows"
                        + " who held it and who waited, when and for how long; or a file for Perfetto or for viewers of"
                        + " flight recordings. Says what tracing costs, and how many events were dropped.",
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

    @Parameters(paramLabel = "WORKLOAD", description = "What to run; see interleave list workloads.")
    private String workloadName = "";

    @Option(names = "--strategy", required = true, paramLabel = "NAME", description = "One with a giant lock.")
    private String strategyName = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a parameter or option, such as count=5M or switch-interval=1ms.")
    private List<String> settings = List.of();

    @Option(
            names = "--preset",
            paramLabel = "quick|full",
            description = "Sizes: quick (default), or full as in the source documents.")
    private Preset preset = Preset.QUICK;

    @Option(
            names = "--format",
            paramLabel = "html|perfetto|jfr",
            description = "A page for any browser (default), a trace for ui.perfetto.dev, or a flight recording.")
    private Format format = Format.HTML;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it (default: results/); - is standard output, everything else then goes to"
                    + " standard error.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--force", description = "Replace the file of --out if it is there.")
    private boolean force;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "How many events there is room for, 8 bytes each (default: 10M).")
    private Optional<String> events = Optional.empty();

    @Option(names = "--plugins", paramLabel = "DIR", description = "Also use what the jars in this directory bring.")
    private Optional<String> plugins = Optional.empty();

    @picocli.CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    private final Instant started = Instant.now();

    @Override
    public Integer call() throws InterruptedException {
        long capacity = events.map(text -> EVENTS.parse(text, "trace")).orElseGet(() -> EVENTS.defaultValue(preset));
        Catalog catalog = Plugins.catalog(plugins);
        Workload<?> workload = catalog.workload(workloadName);
        TraceableStrategy strategy = traceable(catalog);
        Request request = new Request(List.of(), preset, List.of(), Arguments.settings(settings), List.of());
        Spec chosen = Planner.spec(catalog, workload.name(), strategy.name(), request);
        Destination destination = out.map(file -> Destination.named("--out", file, force))
                .orElseGet(() -> Destination.free("--out", defaultFile()));
        trace(workload, strategy, chosen, capacity, destination);
        return Main.DONE;
    }

    private TraceableStrategy traceable(Catalog catalog) {
        Strategy strategy = catalog.strategy(strategyName);
        if (strategy instanceof TraceableStrategy traceable) {
            return traceable;
        }
        List<String> others = catalog.strategies().stream()
                .filter(TraceableStrategy.class::isInstance)
                .map(Strategy::name)
                .toList();
        throw new InvalidInputException("strategy " + strategy.name() + " has no giant lock to trace (these have one: "
                + String.join(", ", others) + ")");
    }

    /** Colons, which are in the names of plugged policies, are not welcome in file names everywhere. */
    private Path defaultFile() {
        String name = "trace-" + workloadName + "-" + strategyName + "." + format.ending;
        return Path.of("results", name.replace(':', '-'));
    }

    private <R extends Serializable> void trace(
            Workload<R> workload, TraceableStrategy strategy, Spec chosen, long capacity, Destination destination)
            throws InterruptedException {
        PrintStream console = destination instanceof Destination.StandardOutput ? System.err : System.out;
        console.println("tracing " + chosen.title() + ": " + PAIRS + " pairs of runs, with and without");
        try (Tracer<R> tracer = new Tracer<>(
                workload, chosen.parameters(), strategy, chosen.options(), capacity, format == Format.JFR)) {
            measure(tracer, chosen, console);
            TraceReport report = report(tracer, chosen);
            String file = write(report, tracer.last(), destination);
            TraceSummary.lines(report, Terminal.width()).forEach(console::println);
            tellLoss(tracer.last(), console);
            console.println();
            if (!(destination instanceof Destination.StandardOutput)) {
                console.println(format.name() + ": " + file);
            }
        } catch (WrongResultException e) {
            throw new StrategyException("wrong result: " + e.getMessage(), e);
        }
    }

    /** Which of a pair goes first changes, so that a machine that drifts favours neither. */
    private static void measure(Tracer<?> tracer, Spec chosen, PrintStream console) throws InterruptedException {
        long start = System.nanoTime();
        int warmUps = 0;
        for (; warmUps < WARM_UPS && System.nanoTime() - start < PATIENCE; warmUps++) {
            tracer.warmUp();
        }
        Duration expected = Duration.ofNanos((System.nanoTime() - start) / warmUps);
        Progress progress = Progress.to(console, "runs", Schedule.of(chosen, 2 * PAIRS, expected));
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

    private static void measure(Tracer<?> tracer, boolean traced, Spec chosen, Progress progress)
            throws InterruptedException {
        progress.begin(chosen);
        long start = System.nanoTime();
        tracer.run(traced);
        progress.end(chosen, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private TraceReport report(Tracer<?> tracer, Spec chosen) {
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
