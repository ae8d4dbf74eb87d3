package org.interleave.workbench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.interleave.core.Catalog;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.workbench.report.JsonReport;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.TableReport;
import org.interleave.workbench.report.Verdict;
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

    private static final DateTimeFormatter FILE_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

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

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the JSON (default: results/).")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the order and of the resampling.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--plugins", paramLabel = "DIR", description = "Also use what the jars in this directory bring.")
    private Optional<String> plugins = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Catalog catalog = Plugins.catalog(plugins);
        Main.warn(spec.commandLine(), catalog.refusals());
        Request request = new Request(names, preset, strategies, Arguments.settings(settings), processors());
        Plan plan = Planner.plan(catalog, request);
        Path file = Arguments.writable("--json", json.orElseGet(RunCommand::defaultFile));
        Preflight.check();
        long chosenSeed = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1, 1_000_000));
        PrintStream out = System.out;
        out.println(heading(plan, chosenSeed));

        Progress progress = Progress.to(out, "forks");
        ForkRunner runner = new ForkRunner(plan.shape(), plugins, catalog.unusable());
        Measurement measurement = new Measurement(plan, runner::run, chosenSeed, progress);
        List<String> arguments = spec.commandLine().getParseResult().originalArgs();
        Reporter reporter = new Reporter(catalog, plan, preset, chosenSeed, arguments, Instant.now());
        Interruption interruption = Interruption.of(measurement);
        try {
            measurement.run();
            Report report = reporter.report(measurement);
            print(report, file, out);
            return measurement.interrupted() ? Main.INTERRUPTED : status(report);
        } finally {
            interruption.close();
        }
    }

    /** The file comes first: on an interrupt there may be no time for more. */
    private static void print(Report report, Path file, PrintStream out) {
        Optional<IOException> failure = Optional.empty();
        try {
            JsonReport.write(report, file);
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        out.println(new TableReport(Terminal.colour(), Terminal.width()).render(report));
        if (failure.isPresent()) {
            throw new InvalidInputException("cannot write --json " + file + ": " + failure.get(), failure.get());
        }
        out.println("JSON: " + file);
        out.flush();
    }

    private static String heading(Plan plan, long seed) {
        int specs = plan.specs().size();
        return specs + (specs == 1 ? " contender, " : " contenders, ")
                + plan.shape().forks() + " forks each in random order, seed " + seed;
    }

    private static int status(Report report) {
        if (!report.rows().stream().allMatch(Row::valid)) {
            return Main.STRATEGY_FAILED;
        }
        boolean refuted = report.claims().stream().anyMatch(claim -> claim.verdict() == Verdict.REFUTED);
        return refuted ? Main.CLAIM_REFUTED : Main.DONE;
    }

    private List<Integer> processors() {
        List<Integer> allowed = LibC.AVAILABLE
                ? LibC.affinity()
                : IntStream.range(0, Runtime.getRuntime().availableProcessors())
                        .boxed()
                        .toList();
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

    private static Path defaultFile() {
        return Path.of(
                "results",
                "interleave-" + LocalDateTime.now(ZoneId.systemDefault()).format(FILE_TIME) + ".json");
    }
}
