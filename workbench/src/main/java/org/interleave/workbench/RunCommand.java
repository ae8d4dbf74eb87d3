package org.interleave.workbench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.machine.LibC;
import org.interleave.workbench.measure.Environment;
import org.interleave.workbench.measure.Journal;
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
import org.interleave.workbench.plan.Repetitions;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.report.Destination;
import org.interleave.workbench.report.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that measures, judges and reports. */
@Command(
        name = "run",
        description = {
            "Measures experiments and workloads, and judges the experiments' claims.",
            "Each strategy is measured in fresh JVMs of its own, forks, in random order. Without a name it is the quick"
                    + " suite: the main workloads under every strategy that can run them, in a few minutes."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  interleave run countdown --strategies sequential,'giant-lock-*'",
            "  interleave run 'io-*' --preset full --json io.json",
            "  interleave run countdown --set count=50M --set workers=4 --cpus 0-3"
        })
final class RunCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            completionCandidates = CompletionCommand.Runnables.class,
            description = "Experiments, or workloads (each runs under every strategy that can run it), by name or by a"
                    + " pattern such as 'io-*'. \"interleave list\" shows what there is.")
    private List<String> names = List.of();

    @Option(
            names = "--preset",
            paramLabel = "quick|full",
            description =
                    "quick (default): small workloads in few forks, for a first look. full: workloads several times as"
                            + " large in more forks, for numbers to rely on.")
    private Preset preset = Preset.QUICK;

    @Option(
            names = {"--strategies", "--strategy"},
            split = ",",
            paramLabel = "NAME,...",
            hideParamSyntax = true,
            completionCandidates = CompletionCommand.Strategies.class,
            description = "Only these strategies, by name or by a pattern such as 'giant-lock-*' (default: all).")
    private List<String> strategies = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Sets a parameter of workloads or an option of strategies, such as count=5M; of one alone with its"
                            + " name: giant-lock-timed.switch-interval=1ms. \"interleave list\" shows them all. May be given"
                            + " several times.")
    private List<String> settings = List.of();

    @Option(
            names = "--cpus",
            split = ",",
            paramLabel = "N,...",
            hideParamSyntax = true,
            description = "Use only these processors, such as 0 or 0-1,3 (default: all that this process may use).")
    private List<String> cpus = List.of();

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "How many JVMs measure each contender (default: what the preset says). More forks make the"
                    + " intervals narrower; how forks differ is seen from two on.")
    private Optional<Integer> forks = Optional.empty();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Where to write the results as JSON (default: a new file in results/); - is standard output, everything"
                            + " else then goes to standard error.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--force", description = "Replace the file of --json if it is there, and a journal beside it.")
    private boolean force;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "Go on with a run that was ended: its journal, or the JSON that the journal lies beside.")
    private Optional<Path> resume = Optional.empty();

    @Option(
            names = "--dry-run",
            description = "Only print what would be measured, what not and why, and about how long it would take.")
    private boolean dryRun;

    @Option(
            names = "--no-wait",
            description =
                    "End with status 2 if you have another run on this machine that measures, instead of waiting for"
                            + " its end.")
    private boolean noWait;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides the random order of the forks, and the resampling that intervals come from: with the"
                    + " seed of an earlier run they are the same (default: a new one).")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Also use the strategies, workloads and experiments in the jars of this directory.")
    private Optional<String> plugins = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return resume.isPresent() ? goOn(ResumedRun.of(resume.get())) : begin();
    }

    private int begin() {
        checkForks();
        Catalog catalog = Plugins.catalog(plugins);
        Main.warn(spec.commandLine(), catalog.refusals());
        Request request = new Request(names, preset, strategies, Arguments.settings(settings), processors(), forks);
        Plan plan = Planner.plan(catalog, request);
        return alone(() -> begin(catalog, request, plan));
    }

    /** Before anything is asked of the machine, let alone measured. */
    private int alone(IntSupplier work) {
        if (dryRun) {
            return work.getAsInt();
        }
        RunLock lock = RunLock.acquire(
                spec.commandLine().getParseResult().originalArgs(),
                noWait,
                line -> Main.complain(spec.commandLine(), line));
        try {
            Preflight.check();
            return work.getAsInt();
        } finally {
            lock.close();
        }
    }

    private int begin(Catalog catalog, Request request, Plan plan) {
        long chosenSeed = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1, 1_000_000));
        Environment environment = Environment.present(plugins);
        Instant started = Instant.now();
        JournalLine.Header header = new JournalLine.Header(
                JournalLine.Header.FORMAT,
                spec.commandLine().getParseResult().originalArgs(),
                started,
                chosenSeed,
                request,
                plugins.map(directory -> Path.of(directory).toAbsolutePath().toString()),
                "",
                environment,
                plan.repetitions(),
                plan.entries());
        RunOrder order = new RunOrder(catalog, plan, header, List.of(), List.of());
        if (dryRun) {
            return dryRun(order);
        }
        Console console = console(order, json);
        RunOutput output = RunOutput.open(json, force, header::reportingTo, console.progress()::remark);
        return run(order, output.destination(), output.journal(), console);
    }

    private int goOn(ResumedRun run) {
        checkFits(run);
        return alone(() -> measureRest(run));
    }

    private int measureRest(ResumedRun run) {
        RunOrder order = run.order(plugins, allowed());
        if (dryRun) {
            return dryRun(order);
        }
        Console console =
                console(order, Optional.of(json.orElse(Path.of(run.header().json()))));
        Destination destination = run.destination(json, force);
        Journal journal = run.goOn(console.progress()::remark);
        journal.append(new JournalLine.Resumed(order.resumed().getLast()));
        return run(order, destination, Optional.of(journal), console);
    }

    private void checkFits(ResumedRun run) {
        Request request = run.header().request();
        if (!names.isEmpty()) {
            run.checkFits("NAME", names, request.names());
        }
        if (given("--preset")) {
            run.checkFits("--preset", preset, request.preset());
        }
        if (given("--strategies")) {
            run.checkFits("--strategies", strategies, request.strategies());
        }
        if (given("--set")) {
            run.checkFits("--set", Arguments.settings(settings), request.settings());
        }
        if (given("--cpus")) {
            run.checkFits("--cpus", processors(), request.cpus());
        }
        forks.ifPresent(count ->
                run.checkFits("--forks", count, run.header().repetitions().forks()));
        seed.ifPresent(number -> run.checkFits("--seed", number, run.header().seed()));
    }

    private void checkForks() {
        forks.filter(count -> count < 1 || count > Repetitions.MOST_FORKS).ifPresent(count -> {
            throw new InvalidInputException("--forks " + count + " is not between 1 and " + Repetitions.MOST_FORKS);
        });
    }

    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** What people read, how it is laid out, and what keeps them informed. */
    private record Console(PrintStream out, Screen screen, Progress progress) {}

    /** A report on standard output is alone there. */
    private static Console console(RunOrder order, Optional<Path> report) {
        boolean aside = report.filter(Destination::isStandardOutput).isPresent();
        PrintStream out = aside ? System.err : System.out;
        Schedule schedule = order.schedule();
        return aside
                ? new Console(out, Terminal.errorScreen(), new LineProgress(out, "forks", schedule))
                : new Console(out, Terminal.screen(), Terminal.progress(out, "forks", schedule));
    }

    private static int run(RunOrder order, Destination destination, Optional<Journal> journal, Console console) {
        console.screen().wrap(DryRun.heading(order), 2).forEach(console.out()::println);
        if (!order.known().isEmpty()) {
            console.out().println(order.known().size() + " forks were measured before");
        }
        return new BenchmarkRun(order, destination, journal, console.progress(), console.out(), console.screen()).run();
    }

    private static int dryRun(RunOrder order) {
        DryRun.print(order, System.out, Terminal.screen());
        return Main.DONE;
    }

    private static List<Integer> allowed() {
        return LibC.AVAILABLE
                ? LibC.affinity()
                : IntStream.range(0, Runtime.getRuntime().availableProcessors())
                        .boxed()
                        .toList();
    }

    private List<Integer> processors() {
        if (!cpus.isEmpty() && !LibC.AVAILABLE) {
            throw new InvalidInputException("--cpus works on Linux only");
        }
        return Arguments.processors(cpus, allowed());
    }
}
