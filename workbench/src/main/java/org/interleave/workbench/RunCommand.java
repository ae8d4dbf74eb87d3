package org.interleave.workbench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.interleave.core.Parameter;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.measure.ResumedRun;
import org.interleave.workbench.plan.Budget;
import org.interleave.workbench.plan.Handicap;
import org.interleave.workbench.plan.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that measures, judges and reports. */
@Command(
        name = "run",
        description = {
            "Measures experiments and workloads, and judges the experiments' claims.",
            "Each contender is measured in fresh JVMs of its own, forks, in random order. Without a name it is the quick"
                    + " suite: the main workloads under the strategies that one would choose between, in two minutes."
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

    private static final Parameter<Duration> TIME = Parameter.duration(
            "--time",
            "how long forks may run all together",
            Budget.SUITE_TIME,
            Budget.SUITE_TIME,
            Duration.ofSeconds(1),
            Duration.ofDays(30));

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            completionCandidates = CompletionCommand.Runnables.class,
            description = "Experiments, or workloads (each runs under every strategy that can run it), by name or by a"
                    + " pattern such as 'io-*'. \"interleave list\" shows what there is.")
    private List<String> names = List.of();

    @Option(
            names = "--all",
            description =
                    "Of the suite also the strategies and variants that one would hardly choose, such as the older"
                            + " locks.")
    private boolean all;

    @Mixin
    private MeasuringOptions options = new MeasuringOptions();

    @Mixin
    private ReportOptions forms = new ReportOptions();

    @Option(
            names = "--time",
            paramLabel = "TIME",
            description =
                    "How long forks may run all together, such as 5min. What is left of it when every contender has its"
                            + " forks goes to claims that are undecided, a fork at a time (default: 90s for the quick"
                            + " suite; as many forks again for what is run by name; nothing with --forks).")
    private Optional<String> time = Optional.empty();

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            completionCandidates = CompletionCommand.Strategies.class,
            description =
                    "What the ratios in tables are to: a strategy, or the label of a contender (default: sequential"
                            + " where a table has it, otherwise its fastest).")
    private Optional<String> baseline = Optional.empty();

    @Option(names = "--handicap", hidden = true, paramLabel = "STRATEGY=PERCENT")
    private Optional<String> handicap = Optional.empty();

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "Go on with a run that was ended: its journal, or the JSON that the journal lies beside. Forms"
                            + " beside the JSON are to be named again.")
    private Optional<Path> resume = Optional.empty();

    @Override
    public Integer call() {
        RunLauncher launcher = new RunLauncher(options, Optional.of(forms));
        Request request = options.request(names)
                .withAll(all)
                .withBaseline(baseline)
                .withTime(mostTime())
                .withHandicap(handicap.map(Handicap::parse));
        if (resume.isEmpty()) {
            return launcher.begin(request);
        }
        ResumedRun run = ResumedRun.of(resume.get());
        checkFits(run, request);
        return launcher.goOn(run);
    }

    private void checkFits(ResumedRun run, Request given) {
        Request was = run.header().request();
        if (!names.isEmpty()) {
            run.checkFits("NAME", names, was.names());
        }
        if (options.given("--all")) {
            run.checkFits("--all", all, was.all());
        }
        if (options.given("--preset")) {
            run.checkFits("--preset", given.preset(), was.preset());
        }
        if (options.given("--strategies")) {
            run.checkFits("--strategies", given.strategies(), was.strategies());
        }
        if (options.given("--set")) {
            run.checkFits("--set", given.settings(), was.settings());
        }
        if (options.given("--cpus")) {
            run.checkFits("--cpus", given.cpus(), was.cpus());
        }
        given.forks()
                .ifPresent(count -> run.checkFits(
                        "--forks", count, run.header().repetitions().forks()));
        baseline.ifPresent(
                name -> run.checkFits("--baseline", name, was.baseline().orElse("the default")));
        given.time().ifPresent(most -> run.checkFits("--time", most, was.time().orElse(Duration.ZERO)));
        options.seed()
                .ifPresent(
                        number -> run.checkFits("--seed", number, run.header().seed()));
    }

    private Optional<Duration> mostTime() {
        return time.map(text -> TIME.parse(text, "run"));
    }
}
