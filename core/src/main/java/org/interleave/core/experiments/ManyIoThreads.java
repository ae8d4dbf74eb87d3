package org.interleave.core.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;

/**
 * 512 tasks that wait and wake, again and again, beside one task that computes.
 *
 * <p>Every wake-up has to get the lock. Under the tick lock the woken thread mostly finds it taken again and goes back to
 * sleep; under the timed lock those that woke take it one after another, once one of them has asked. An event loop wakes
 * none: one thread takes up the tasks that are due. It pays otherwise: while the computing task runs, all of them are
 * late. Waits and computing are the same fixed amounts for every strategy, so switches compare as they are.
 */
public final class ManyIoThreads implements Experiment {

    /** Found by {@link java.util.ServiceLoader}. */
    public ManyIoThreads() {}

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
        return Stream.of("giant-lock-tick", "giant-lock-timed", "threads", "netty")
                .map(strategy -> Contender.of("waits", strategy)
                        .withParameter("tasks", "512")
                        .withParameter("wait", "20ms")
                        .withParameter("repeats", preset == Preset.QUICK ? "10" : "50")
                        .withParameter("hogs", "1")
                        .withParameter("hog-ticks", preset == Preset.QUICK ? "10M" : "50M"))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.ratio(
                                "the tick lock costs more switches than the timed lock for the same wake-ups",
                                Claim.VOLUNTARY_SWITCHES,
                                "giant-lock-tick",
                                "giant-lock-timed",
                                Bound.atLeast(1.2))
                        .needingCores(2),
                Claim.ratio(
                                "more wake-ups fail under the tick lock than under the timed lock",
                                "failed_wakeups",
                                "giant-lock-tick",
                                "giant-lock-timed",
                                Bound.atLeast(2))
                        .needingCores(2),
                loop("the tick lock", "giant-lock-tick"),
                loop("the timed lock", "giant-lock-timed"),
                loop("threads without a lock", "threads"),
                perWakeUp(
                                "under the tick lock, a thread switches more than once for each wait that ends",
                                Claim.VOLUNTARY_SWITCHES,
                                "giant-lock-tick",
                                Bound.atLeast(1))
                        .needingCores(2),
                perWakeUp(
                        "on an event loop, there are fewer switches than waits",
                        Claim.VOLUNTARY_SWITCHES,
                        "netty",
                        Bound.atMost(0.5)));
    }

    private static Claim loop(String than, String label) {
        return Claim.ratio(
                "an event loop switches at most half as often as " + than,
                Claim.VOLUNTARY_SWITCHES,
                "netty",
                label,
                Bound.atMost(0.5));
    }

    private static Claim perWakeUp(String statement, String metric, String label, Bound bound) {
        return Claim.value(statement, metric, label, bound).dividedBy(new Claim.Measure("wakeups", label));
    }
}
