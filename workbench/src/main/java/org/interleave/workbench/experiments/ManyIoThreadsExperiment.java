package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Sleepers;
import org.interleave.eventloop.Slice;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.LockEvents;
import org.interleave.threads.Threads;

/**
 * 512 tasks that wait and wake, again and again, beside one task that computes.
 *
 * <p>Every wake-up has to get the lock. Under the tick lock the woken thread often finds it taken again and goes back to
 * sleep. Under the timed lock every one of the hundreds that wait wakes once in an interval, to see whether it has to
 * ask: so it is that lock which switches most, as CPython 3.13 does more than 2.7, though fewer of its wake-ups find the
 * lock taken. An event loop wakes nobody: one thread takes up the tasks that are due. It pays otherwise: while the
 * computing task, which does not give way, runs, all of them are late. Waits and computing are the same fixed amounts for every strategy, so
 * switches compare as they are.
 */
public final class ManyIoThreadsExperiment implements Experiment {

    @Override
    public String name() {
        return "many-io-threads";
    }

    @Override
    public String question() {
        return "What does it cost to wake hundreds of threads under the giant lock?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of(GiantLocks.TICK.name(), GiantLocks.TIMED.name(), Threads.NAME, NettyStrategy.NAME)
                .map(strategy -> contender(strategy)
                        .withParameter(Sleepers.TASKS.name(), "512")
                        .withParameter(Sleepers.WAIT.name(), "20ms")
                        .withParameter(Sleepers.REPEATS.name(), preset == Preset.QUICK ? "10" : "50")
                        .withParameter(Sleepers.HOGS.name(), "1")
                        .withParameter(Sleepers.HOG_TICKS.name(), preset == Preset.QUICK ? "10M" : "50M"))
                .toList();
    }

    private static Contender contender(String strategy) {
        Contender contender = Contender.of(Sleepers.NAME, strategy);
        return strategy.equals(NettyStrategy.NAME) ? contender.withOption(Slice.OPTION.name(), Slice.NEVER) : contender;
    }

    @Override
    public List<String> highlights() {
        return List.of(LockEvents.FAILED_WAKEUPS, Sleepers.LATENESS_MAX);
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                overhead("the tick lock", GiantLocks.TICK.name()),
                overhead("the timed lock", GiantLocks.TIMED.name()),
                Claim.ratio(
                                "more wake-ups fail under the tick lock than under the timed lock",
                                LockEvents.FAILED_WAKEUPS,
                                GiantLocks.TICK.name(),
                                GiantLocks.TIMED.name(),
                                Bound.atLeast(2))
                        .needingCores(2),
                loop("the tick lock", GiantLocks.TICK.name()),
                loop("the timed lock", GiantLocks.TIMED.name()),
                loop("threads without a lock", Threads.NAME),
                Claim.value(
                                "an event loop switches less than once for each wait that ends",
                                Claim.VOLUNTARY_SWITCHES,
                                NettyStrategy.NAME,
                                Bound.atMost(0.5))
                        .dividedBy(new Claim.Measure(Sleepers.WAKEUPS, NettyStrategy.NAME)));
    }

    private static Claim overhead(String lock, String label) {
        return Claim.ratio(
                lock + " costs more switches than threads without a lock",
                Claim.VOLUNTARY_SWITCHES,
                label,
                Threads.NAME,
                Bound.atLeast(1.2));
    }

    private static Claim loop(String than, String label) {
        return Claim.ratio(
                "an event loop switches at most half as often as " + than,
                Claim.VOLUNTARY_SWITCHES,
                NettyStrategy.NAME,
                label,
                Bound.atMost(0.5));
    }
}
