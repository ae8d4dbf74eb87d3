package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.BusyPair;
import org.interleave.nativecode.ForeignReleased;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.Threads;

/**
 * Two busy tasks, both in Java under the giant lock, then one of them as a foreign function that is called with the lock released,
 * as {@code ctypes.CDLL} calls one. Under the lock they share one processor. The foreign function computes on a processor of its
 * own, and takes nothing from the task that stays in Java.
 */
public final class ForeignCallExperiment implements Experiment {

    @Override
    public String name() {
        return "foreign-call";
    }

    @Override
    public String question() {
        return "Does a foreign function that is called without the giant lock use a processor of its own?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of(Threads.NAME, GiantLocks.TIMED.name(), ForeignReleased.NAME)
                .map(strategy -> Contender.of(BusyPair.NAME, strategy))
                .toList();
    }

    @Override
    public List<String> highlights() {
        return List.of(BusyPair.COUNTER_TICKS, BusyPair.BUSY_TICKS, Claim.CORE_USE);
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                processors(
                                "two busy tasks under the giant lock use one processor",
                                GiantLocks.TIMED.name(),
                                Bound.atMost(1.2))
                        .needingCores(2),
                processors(
                                "with one of them in a foreign function they use two",
                                ForeignReleased.NAME,
                                Bound.atLeast(1.7))
                        .needingCores(2),
                Claim.ratio(
                                "beside the foreign function the task in Java counts as fast as beside a thread without a lock",
                                BusyPair.COUNTER_RATE,
                                ForeignReleased.NAME,
                                Threads.NAME,
                                Bound.atLeast(0.8))
                        .needingCores(2));
    }

    /** How many processors a row uses. */
    static Claim processors(String statement, String label, Bound bound) {
        return Claim.value(statement, Claim.CPU, label, bound).dividedBy(new Claim.Measure(Claim.WALL, label));
    }
}
