package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Sleepers;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.interleave.processes.Processes;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.Sequential;
import org.interleave.threads.Threads;
import org.interleave.threads.VirtualThreads;

/**
 * Two waits of the same length. One after another they take the sum; wherever the wait happens without the lock, they
 * take as long as one.
 */
public final class IoThreadsExperiment implements Experiment {

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
        return Stream.concat(Stream.of(Sequential.NAME), CONCURRENT.stream())
                .map(IoThreadsExperiment::contender)
                .toList();
    }

    /** Unless told otherwise, Akka's timers are no more exact than a fifth of such a wait. */
    private static Contender contender(String strategy) {
        Contender contender = Contender.of(Sleepers.NAME, strategy);
        return strategy.equals(AkkaStrategy.NAME)
                ? contender.withOption(AkkaStrategy.TIMER_TICK.name(), "1ms")
                : contender;
    }

    @Override
    public List<Claim> claims() {
        Claim sum = Claim.ratio(
                "one after another, two waits take the sum",
                Claim.WALL,
                Sequential.NAME,
                Threads.NAME,
                Bound.between(1.6, 2.1));
        return Stream.concat(Stream.of(sum), CONCURRENT.stream().map(IoThreadsExperiment::takesTheLongest))
                .toList();
    }

    private static final List<String> CONCURRENT = List.of(
            Threads.NAME,
            VirtualThreads.NAME,
            GiantLocks.TICK.name(),
            GiantLocks.TIMED.name(),
            Processes.NAME,
            NettyStrategy.NAME,
            VertxStrategy.NAME,
            AkkaStrategy.NAME);

    /** No more than 1.25 times the longest of two equal waits is 0.625 times their sum. */
    private static Claim takesTheLongest(String strategy) {
        return Claim.ratio(
                "on " + strategy + ", two waits take as long as one",
                Claim.WALL,
                strategy,
                Sequential.NAME,
                Bound.atMost(0.625));
    }
}
