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
import org.interleave.core.Printable;
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
        description = {
            "Measures experiments and workloads, and judges the experiments' claims.",
            "Each strategy is measured in fresh JVMs of its own, forks, in random order. Without a name it is the quick"
                    + " suite: the main workloads under every strategy that can run them, in about a minute and a half."
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

    private static final DateTimeFormatter FILE_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

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
            names = "--json",
            paramLabel = "FILE",
            description = "Where to write the results as JSON (default: a new file in results/).")
    private Optional<Path> json = Optional.empty();

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
        Catalog catalog = Plugins.catalog(plugins);
        Main.warn(spec.commandLine(), catalog.refusals());
        Request request = new Request(names, preset, strategies, Arguments.settings(settings), processors());
        Plan plan = Planner.plan(catalog, request);
        Path file = Arguments.writable("--json", json.orElseGet(RunCommand::defaultFile));
        Preflight.check();
        long chosenSeed = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1, 1_000_000));
        PrintStream out = System.out;
        Terminal.screen().wrap(heading(plan, chosenSeed), 2).forEach(out::println);

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
        out.println(new TableReport(Terminal.screen()).render(report));
        if (failure.isPresent()) {
            throw new InvalidInputException("cannot write --json " + file + ": " + failure.get(), failure.get());
        }
        out.println(Printable.line("JSON: " + file));
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
        if (!cpus.isEmpty() && !LibC.AVAILABLE) {
            throw new InvalidInputException("--cpus works on Linux only");
        }
        return Arguments.processors(cpus, allowed);
    }

    private static Path defaultFile() {
        return Path.of(
                "results",
                "interleave-" + LocalDateTime.now(ZoneId.systemDefault()).format(FILE_TIME) + ".json");
    }
}
