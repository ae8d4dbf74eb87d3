package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;

/**
 * The time that users spent, added up in eight chunks. Every strategy has to find the same totals. Eight threads under
 * the giant lock are no faster than one. Worker processes use every processor, but the data has to be shipped to them
 * first, which is measured apart.
 */
public final class TimeSpentExperiment implements Experiment {

    /** Found by {@link java.util.ServiceLoader}. */
    public TimeSpentExperiment() {}

    @Override
    public String name() {
        return "time-spent";
    }

    @Override
    public String question() {
        return "Do eight threads add up the time users spent eight times as fast?";
    }

    @Override
    public List<String> highlights() {
        return List.of("serialisation", "transfer", "compute");
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of(
                        "sequential",
                        "giant-lock-tick",
                        "giant-lock-timed",
                        "threads",
                        "virtual-threads",
                        "processes",
                        "netty",
                        "vertx",
                        "akka")
                .map(strategy -> Contender.of("session-totals", strategy))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.ratio(
                        "eight threads under the timed lock are no faster than one",
                        Claim.WALL,
                        "giant-lock-timed",
                        "sequential",
                        Bound.atLeast(0.9)),
                Claim.ratio(
                        "eight threads under the tick lock are no faster than one",
                        Claim.WALL,
                        "giant-lock-tick",
                        "sequential",
                        Bound.atLeast(0.9)),
                Claim.ratio(
                                "threads without the lock use both processors",
                                Claim.WALL,
                                "threads",
                                "sequential",
                                Bound.atMost(0.65))
                        .needingCores(2),
                shippingCosts());
    }

    private static Claim shippingCosts() {
        return Claim.value(
                        "shipping the data to worker processes costs at least a fifth of the work itself",
                        "ship",
                        "processes",
                        Bound.atLeast(0.2))
                .dividedBy(new Claim.Measure(Claim.WALL, "sequential"));
    }
}
