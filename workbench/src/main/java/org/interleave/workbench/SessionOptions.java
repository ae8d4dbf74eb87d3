package org.interleave.workbench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.machine.LibC;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that measures: under which strategies, where, and in which order. */
class SessionOptions {

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
            names = "--cpus",
            split = ",",
            paramLabel = "N,...",
            hideParamSyntax = true,
            description = "Use only these processors, such as 0 or 0-1,3 (default: all that this process may use).")
    private List<String> cpus = List.of();

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

    /** Whether an option was given. */
    boolean given(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** The strategies and variants that are wanted, by name or pattern; none for all. */
    List<String> strategies() {
        return strategies;
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

    /** The processors to use. @throws InvalidInputException if one cannot be had */
    List<Integer> processors() {
        if (!cpus.isEmpty() && !LibC.AVAILABLE) {
            throw new InvalidInputException("--cpus works on Linux only");
        }
        return Arguments.processors(cpus, allowedProcessors());
    }
}
