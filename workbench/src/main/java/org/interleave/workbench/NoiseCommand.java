package org.interleave.workbench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.plan.Twins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that measures contenders against themselves, to tell what differences this machine can show. */
@Command(
        name = "noise",
        description = {
            "Measures every contender twice, as A and as B, and counts how often it is told apart from itself.",
            "That is how often a difference on this machine is a false alarm. With a handicap B has more to do, and the"
                    + " count tells how often such a difference is found. Says too how small a difference can be shown here, and"
                    + " how many forks one of 5 % takes."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  interleave noise countdown messages --pairs 25",
            "  interleave noise echo waits --strategies threads,netty --handicap 5"
        })
final class NoiseCommand implements Callable<Integer> {

    private static final int PAIRS = 25;
    private static final Parameter<Long> PAIRS_ALLOWED =
            Parameter.count("--pairs", "pairs to measure", PAIRS, PAIRS, 1, 100_000);

    private static final double MOST_HANDICAP = 100;

    /** From here on forks speak for themselves, and each pair can be judged without the others. */
    private static final int FORKS = 6;

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            completionCandidates = CompletionCommand.Runnables.class,
            description = "Experiments or workloads whose contenders are measured twice, by name or by a pattern.")
    private List<String> names = List.of();

    @Option(
            names = "--pairs",
            paramLabel = "N",
            description = "How many pairs are measured, all contenders together (default: " + PAIRS
                    + "); each contender gets as many as every other, so it may be a few more.")
    private Optional<String> pairs = Optional.empty();

    @Option(
            names = "--handicap",
            paramLabel = "PERCENT",
            description =
                    "How much more B has to do, by the workload's size, such as 5 (default: nothing); of requests and"
                            + " the like both get so many that it is a whole number.")
    private double handicap;

    @Mixin
    private MeasuringOptions options = new MeasuringOptions();

    @Override
    public Integer call() {
        if (!(handicap >= 0 && handicap <= MOST_HANDICAP)) {
            throw new InvalidInputException("--handicap " + handicap + " is not between 0 and 100 (percent)");
        }
        long wanted = pairs.map(text -> PAIRS_ALLOWED.parse(text, "noise")).orElse((long) PAIRS);
        Request request = options.request(names);
        request.forks().filter(count -> count < 2).ifPresent(count -> {
            throw new InvalidInputException(
                    "--forks " + count + " does not tell how forks differ; noise needs 2 at least");
        });
        Twins twins =
                new Twins(Math.toIntExact(wanted), handicap, request.forks().orElse(FORKS));
        return new RunLauncher(options, Optional.empty()).begin(request.withTwins(twins));
    }
}
