package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Countdown;
import org.interleave.threads.GiantLocks;

/**
 * A countdown split in two under the giant lock, on one processor and on two.
 *
 * <p>On one processor a thread that is woken cannot run before the one that woke it has had its time, so there is nobody
 * to fight with. A second processor lets the woken thread find the tick lock taken, again and again; to the timed lock it
 * makes no difference.
 */
public final class OneCoreExperiment implements Experiment {

    @Override
    public String name() {
        return "one-core";
    }

    @Override
    public String question() {
        return "Are threads under the giant lock faster with one processor than with two?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of("tick", "timed")
                .flatMap(policy -> Stream.of(1, 2)
                        .map(number -> Contender.of(Countdown.NAME, GiantLocks.PREFIX + policy)
                                .withParameter(Countdown.COUNT.name(), preset == Preset.QUICK ? "5M" : "100M")
                                .onProcessors(number)
                                .labelled(policy + "-" + number)))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                ratio("the tick lock takes longer on two processors", "tick", Claim.WALL, Bound.atLeast(1.05)),
                ratio(
                        "the tick lock switches far more often on two processors",
                        "tick",
                        Claim.VOLUNTARY_SWITCHES,
                        Bound.atLeast(20)),
                ratio(
                        "the timed lock takes about as long on two processors",
                        "timed",
                        Claim.WALL,
                        Bound.between(0.85, 1.15)));
    }

    private static Claim ratio(String statement, String policy, String metric, Bound bound) {
        return Claim.ratio(statement, metric, policy + "-2", policy + "-1", bound)
                .needingCores(2);
    }
}
