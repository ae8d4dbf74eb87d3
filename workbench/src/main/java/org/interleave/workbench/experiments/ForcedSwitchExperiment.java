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
import org.interleave.threads.LockEvents;

/**
 * Two tasks that only compute, and what becomes of the giant lock each time one of them is to give way.
 *
 * <p>Who drops the timed lock on request waits until another has taken it, so the switch happens, and the waiter asks
 * once for each. Who drops the tick lock takes it again at once, and the thread it woke finds it taken: the battle.
 */
public final class ForcedSwitchExperiment implements Experiment {

    @Override
    public String name() {
        return "forced-switch";
    }

    @Override
    public String question() {
        return "Does a thread that gives up the giant lock win it back?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of(GiantLocks.TICK.name(), GiantLocks.TIMED.name())
                .map(strategy -> Contender.of(Countdown.NAME, strategy))
                .toList();
    }

    @Override
    public List<String> highlights() {
        return List.of(LockEvents.REACQUIRED_FIRST, LockEvents.FAILED_WAKEUPS);
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.value(
                        "who drops the timed lock on request is never the next to hold it",
                        LockEvents.REACQUIRED_FIRST,
                        GiantLocks.TIMED.name(),
                        Bound.between(0, 0)),
                Claim.value(
                                "a waiter for the timed lock asks about once for each switch",
                                LockEvents.DROP_REQUESTS,
                                GiantLocks.TIMED.name(),
                                Bound.atMost(1.5))
                        .dividedBy(new Claim.Measure(LockEvents.SWITCHES, GiantLocks.TIMED.name())),
                Claim.value(
                                "threads that the tick lock wakes find it taken again, time after time",
                                LockEvents.FAILED_WAKEUPS,
                                GiantLocks.TICK.name(),
                                Bound.atLeast(100))
                        .needingCores(2));
    }
}
