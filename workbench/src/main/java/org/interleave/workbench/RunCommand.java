package org.interleave.workbench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.interleave.core.Catalog;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.workbench.report.Destination;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures, judges and reports. */
@Command(
        name = "run",
        description = "Runs experiments, or a workload under every strategy; without a name the quick suite: the main"
                + " workloads under every strategy that can run them.",
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Experiments and workloads; see interleave list.")
    private List<String> names = List.of();

    @Option(
            names = "--preset",
            paramLabel = "quick|full",
            description = "Sizes and repetitions: quick (default), or full as in the source documents.")
    private Preset preset = Preset.QUICK;

    @Option(names = "--strategies", split = ",", paramLabel = "NAME", description = "Only these strategies.")
    private List<String> strategies = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a parameter or option, such as count=5M or giant-lock-timed.switch-interval=1ms.")
    private List<String> settings = List.of();

    @Option(names = "--cpus", split = ",", paramLabel = "N", description = "Use only these processors.")
    private List<Integer> cpus = List.of();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Where to write the JSON (default: results/); - is standard output, everything else then goes"
                    + " to standard error.")
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

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the order and of the resampling.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--plugins", paramLabel = "DIR", description = "Also use what the jars in this directory bring.")
    private Optional<String> plugins = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return resume.isPresent() ? goOn(ResumedRun.of(resume.get())) : begin();
    }

    private int begin() {
        List<Integer> processors = processors();
        Catalog catalog = Plugins.catalog(plugins);
        Request request = new Request(names, preset, strategies, Arguments.settings(settings), processors);
        Plan plan = Planner.plan(catalog, request);
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
                plan.shape(),
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
        seed.ifPresent(number -> run.checkFits("--seed", number, run.header().seed()));
    }

    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** What people read, and what keeps them informed. */
    private record Console(PrintStream out, Progress progress) {}

    /** A report on standard output is alone there. */
    private static Console console(RunOrder order, Optional<Path> report) {
        boolean aside = report.filter(Destination::isStandardOutput).isPresent();
        PrintStream out = aside ? System.err : System.out;
        Schedule schedule = order.schedule();
        return new Console(out, aside ? new LineProgress(out, "forks", schedule) : Progress.to(out, "forks", schedule));
    }

    private static int run(RunOrder order, Destination destination, Optional<Journal> journal, Console console) {
        console.out().println(DryRun.heading(order));
        if (!order.known().isEmpty()) {
            console.out().println(order.known().size() + " forks were measured before");
        }
        return new BenchmarkRun(order, destination, journal, console.progress(), console.out()).run();
    }

    private static int dryRun(RunOrder order) {
        DryRun.print(order, System.out, Terminal.width());
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
        List<Integer> allowed = allowed();
        if (cpus.isEmpty()) {
            return allowed;
        }
        if (!LibC.AVAILABLE) {
            throw new InvalidInputException("--cpus works on Linux only");
        }
        for (int cpu : cpus) {
            if (!allowed.contains(cpu)) {
                throw new InvalidInputException("--cpus " + cpu + " is not a processor of this machine (there are: "
                        + String.join(
                                ", ", allowed.stream().map(String::valueOf).toList()) + ")");
            }
        }
        return cpus.stream().distinct().sorted().toList();
    }
}
