package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Timers;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.interleave.threads.Threads;
import org.interleave.threads.VirtualThreads;

/**
 * A repeating timer that nobody but the strategy holds, with the garbage collector run while the task waits for it. In libev the
 * program's handle <em>is</em> the timer: a binding that lets it go, and the collector take it, leaves the loop with a dangling
 * pointer, and the process dies.
 *
 * <p>Here a handle is the port, which the task makes anew for each receive and drops. What the strategy needs it keeps itself: an
 * alarm in its timer queue, or a thread that sleeps. Whether the dropped port was gone when the task went on is counted, by a weak
 * reference to it; where the strategy itself keeps the port, it is not. The collector is run in a blocking call of a second
 * task, on the same heap, so there are no rows in other processes.
 */
public final class TimerLifetimeExperiment implements Experiment {

    private static final int PERIODS = 10;

    private static final List<String> STRATEGIES = List.of(
            Threads.NAME,
            VirtualThreads.NAME,
            NettyStrategy.NAME,
            VertxStrategy.NAME,
            AkkaStrategy.NAME,
            GeneratorsStrategy.NAME);

    @Override
    public String name() {
        return "timer-lifetime";
    }

    @Override
    public String question() {
        return "Does a timer fire whose handle the program has dropped?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return STRATEGIES.stream()
                .map(strategy -> Contender.of(Timers.NAME, strategy)
                        .withParameter(Timers.EVERY.name(), preset == Preset.QUICK ? "10ms" : "1s")
                        .withParameter(Timers.PERIODS.name(), Integer.toString(PERIODS))
                        .withParameter(Timers.COLLECTIONS.name(), "3"))
                .toList();
    }

    @Override
    public List<String> highlights() {
        return List.of(Timers.FIRINGS, Timers.COLLECTIONS_MEANWHILE, Timers.HANDLES_COLLECTED);
    }

    @Override
    public List<Claim> claims() {
        Stream<Claim> firings = STRATEGIES.stream()
                .map(strategy -> Claim.value(
                        "under " + strategy + " a timer whose handle was dropped fires exactly eleven times",
                        Timers.FIRINGS,
                        strategy,
                        Bound.between(PERIODS + 1, PERIODS + 1)));
        Stream<Claim> collections = STRATEGIES.stream()
                .map(strategy -> Claim.value(
                        "under " + strategy + " the collector ran while the timer was waited for",
                        Timers.COLLECTIONS_MEANWHILE,
                        strategy,
                        Bound.atLeast(1)));
        return Stream.concat(firings, collections).toList();
    }
}
