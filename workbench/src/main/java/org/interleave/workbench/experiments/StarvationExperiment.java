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
 * One holder of the giant lock and two, four or eight waiters, all of which compute.
 *
 * <p>Under the timed lock a waiter that has waited an interval asks, and whoever wakes first takes what the holder drops:
 * the more waiters, the less often it is the one that asked. A fair lock goes to whoever has waited longest. Nobody asks
 * for the tick lock: each check wakes whoever has slept longest, who goes to the end of the queue if it loses, so that the
 * lock changes hands the more often the more wait. The rows show how often it did, how long a hold and the longest wait
 * were, and Jain's fairness index of the time that each task held the lock, 1 for equal shares.
 */
public final class StarvationExperiment implements Experiment {

    @Override
    public String name() {
        return "starvation";
    }

    @Override
    public String question() {
        return "Does the thread that asked for the giant lock get it?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of("timed", "fair", "tick")
                .flatMap(policy -> Stream.of(2, 4, 8).map(waiters -> waiting(policy, waiters, preset)))
                .toList();
    }

    private static Contender waiting(String policy, int waiters, Preset preset) {
        return Contender.of(Countdown.NAME, GiantLocks.PREFIX + policy)
                .withParameter(Countdown.TASKS.name(), Integer.toString(1 + waiters))
                .withParameter(Countdown.COUNT.name(), preset == Preset.QUICK ? "6M" : "100M")
                .labelled(policy + "-" + waiters);
    }

    @Override
    public List<String> highlights() {
        return List.of(
                LockEvents.ASKER_SERVED,
                LockEvents.SWITCHES_PER_SECOND,
                LockEvents.MEAN_HOLD,
                LockEvents.LONGEST_WAIT,
                LockEvents.FAIRNESS);
    }

    @Override
    public List<Claim> claims() {
        return Stream.of(
                        Stream.of(4, 8).map(StarvationExperiment::oftenAnother),
                        Stream.of(2, 4, 8).map(StarvationExperiment::alwaysTheAsker),
                        Stream.of(2, 4, 8).map(StarvationExperiment::manyTurns))
                .flatMap(claims -> claims)
                .toList();
    }

    private static Claim oftenAnother(int waiters) {
        return Claim.value(
                "under the timed lock with " + waiters + " waiters, another than the one that asked often gets it",
                LockEvents.ASKER_SERVED,
                "timed-" + waiters,
                Bound.atMost(0.9));
    }

    private static Claim alwaysTheAsker(int waiters) {
        return Claim.value(
                "under the fair lock with " + waiters + " waiters, the one that asked always gets it",
                LockEvents.ASKER_SERVED,
                "fair-" + waiters,
                Bound.between(1, 1));
    }

    private static Claim manyTurns(int waiters) {
        return Claim.ratio(
                        "the tick lock with " + waiters + " waiters changes hands ten times as often as the timed lock",
                        LockEvents.SWITCHES_PER_SECOND,
                        "tick-" + waiters,
                        "timed-" + waiters,
                        Bound.atLeast(10))
                .needingCores(2);
    }
}
