package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Countdown;
import org.interleave.nativecode.NativeReleased;
import org.interleave.processes.Processes;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.Sequential;
import org.interleave.threads.Threads;

/**
 * A countdown split in two, under one giant lock and around it.
 *
 * <p>Under the timed lock two threads take as long as one; under the tick lock they take longer and burn more than one
 * processor in the fight for the lock. What leaves the lock behind uses both processors: how much that saves on this machine
 * is what threads without a lock save, and the others are held against it.
 */
public final class CpuThreadsExperiment implements Experiment {

    @Override
    public String name() {
        return "cpu-threads";
    }

    @Override
    public String question() {
        return "Does splitting a computation between two threads make it faster?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of(
                        Sequential.NAME,
                        GiantLocks.TICK.name(),
                        GiantLocks.TIMED.name(),
                        Threads.NAME,
                        Processes.NAME,
                        NativeReleased.NAME)
                .map(strategy -> Contender.of(Countdown.NAME, strategy))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.ratio(
                        "two threads under the timed lock are no faster than one",
                        Claim.WALL,
                        GiantLocks.TIMED.name(),
                        Sequential.NAME,
                        Bound.between(0.9, 1.3)),
                Claim.ratio(
                                "two threads under the tick lock are slower than one",
                                Claim.WALL,
                                GiantLocks.TICK.name(),
                                Sequential.NAME,
                                Bound.atLeast(1.05))
                        .needingCores(2),
                Claim.ratio(
                                "the fight for the tick lock burns processor time",
                                Claim.CPU,
                                GiantLocks.TICK.name(),
                                Sequential.NAME,
                                Bound.atLeast(1.4))
                        .needingCores(2),
                Claim.ratio(
                                "the tick lock switches far more often than the timed lock",
                                Claim.VOLUNTARY_SWITCHES,
                                GiantLocks.TICK.name(),
                                GiantLocks.TIMED.name(),
                                Bound.atLeast(20))
                        .needingCores(2),
                Claim.ratio(
                                "threads without the lock save at least a quarter of the time",
                                Claim.WALL,
                                Threads.NAME,
                                Sequential.NAME,
                                Bound.atMost(0.75))
                        .needingCores(2),
                saves("worker processes save", Processes.NAME),
                saves("C code that releases the lock saves", NativeReleased.NAME));
    }

    /** Of what threads without a lock save. */
    private static Claim saves(String who, String label) {
        return Claim.ratio(
                        who + " more than half of what bare threads save",
                        Claim.WALL,
                        label,
                        Threads.NAME,
                        Bound.atLeast(0.6))
                .above(Sequential.NAME)
                .needingCores(2);
    }
}
