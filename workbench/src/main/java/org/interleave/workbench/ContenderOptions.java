package org.interleave.workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.workbench.machine.LibC;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Repetitions;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.suite.SuiteFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that measures: what is measured, where, and how often. */
class ContenderOptions {

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
            description = "Only these strategies and variants, by name or by a pattern such as 'giant-lock-*' or"
                    + " 'netty*' (default: all).")
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
            description = "Decides the random order of the forks: with the seed of an earlier run it is the same"
                    + " (default: a new one).")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Also use the strategies, workloads and experiments in the jars of this directory, and the"
                    + " kernels in its shared libraries; or those of one file.")
    private Optional<String> plugins = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** The command that they were given to. */
    CommandSpec command() {
        return command;
    }

    /**
     * What they ask for.
     *
     * @param names experiments and workloads, none for the suite
     * @throws InvalidInputException if a value is not allowed
     */
    Request request(List<String> names) {
        forks.filter(count -> count < 1 || count > Repetitions.MOST_FORKS).ifPresent(count -> {
            throw new InvalidInputException("--forks " + count + " is not between 1 and " + Repetitions.MOST_FORKS);
        });
        return Request.of(names, preset, processors())
                .withStrategies(strategies)
                .withSettings(Arguments.settings(settings))
                .withForks(forks);
    }

    /**
     * The same of a team's suite. What the command line says goes before what the file says.
     *
     * @param others what was asked for that a suite says itself, if anything was
     * @throws InvalidInputException if something was, or the file cannot be read
     */
    Request ofSuite(Path file, Request given, Optional<String> others) {
        others.ifPresent(other -> {
            throw new InvalidInputException("--suite " + file + " says itself what is run; leave out " + other);
        });
        SuiteFile read = SuiteFile.read(file, Plugins.catalog(plugins));
        Preset its = given("--preset") ? preset : read.preset().orElse(preset);
        return given.withSuite(read.suite(), its).withForks(given.forks().or(read::forks));
    }

    /** Whether an option was given. */
    boolean given(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** The arguments that the program was called with. */
    List<String> arguments() {
        return command.commandLine().getParseResult().originalArgs();
    }

    boolean dryRun() {
        return dryRun;
    }

    boolean noWait() {
        return noWait;
    }

    Optional<Long> seed() {
        return seed;
    }

    /** The seed, a new one if none was given. */
    long chosenSeed() {
        return seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1, 1_000_000));
    }

    Optional<String> plugins() {
        return plugins;
    }

    /** The processors that this process may use. */
    static List<Integer> allowedProcessors() {
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
        return Arguments.processors(cpus, allowedProcessors());
    }
}
