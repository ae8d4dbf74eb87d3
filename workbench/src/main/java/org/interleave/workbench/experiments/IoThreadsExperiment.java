package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;

/**
 * Two waits of the same length. One after another they take the sum; wherever the wait happens without the lock, they
 * take as long as one.
 */
public final class IoThreadsExperiment implements Experiment {

    /** Found by {@link java.util.ServiceLoader}. */
    public IoThreadsExperiment() {}

    @Override
    public String name() {
        return "io-threads";
    }

    @Override
    public String question() {
        return "Do threads under the giant lock help tasks that wait?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.concat(Stream.of("sequential"), CONCURRENT.stream())
                .map(strategy -> Contender.of("waits", strategy))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        Claim sum = Claim.ratio(
                "one after another, two waits take the sum",
                Claim.WALL,
                "sequential",
                "threads",
                Bound.between(1.8, 2.1));
        return Stream.concat(Stream.of(sum), CONCURRENT.stream().map(IoThreadsExperiment::takesTheLongest))
                .toList();
    }

    private static final List<String> CONCURRENT = List.of(
            "threads", "virtual-threads", "giant-lock-tick", "giant-lock-timed", "processes", "netty", "vertx", "akka");

    /** No more than 1.1 times the longest of two equal waits is 0.55 times their sum. */
    private static Claim takesTheLongest(String strategy) {
        return Claim.ratio(
                "on " + strategy + ", two waits take as long as one",
                Claim.WALL,
                strategy,
                "sequential",
                Bound.atMost(0.55));
    }
}
