package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Metric;
import org.interleave.core.Preset;
import org.interleave.core.workloads.TimeSpent;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.interleave.processes.Processes;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.Sequential;
import org.interleave.threads.Threads;
import org.interleave.threads.VirtualThreads;

/**
 * The time that users spent, added up in eight chunks. Every strategy has to find the same totals. Eight threads under
 * the giant lock are no faster than one. Worker processes use every processor, but the data has to be shipped to them
 * first, which is measured apart.
 */
public final class TimeSpentExperiment implements Experiment {

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
        return List.of(Processes.SERIALISATION, Processes.TRANSFER, Processes.COMPUTE);
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of(
                        Sequential.NAME,
                        GiantLocks.TICK.name(),
                        GiantLocks.TIMED.name(),
                        Threads.NAME,
                        VirtualThreads.NAME,
                        Processes.NAME,
                        NettyStrategy.NAME,
                        VertxStrategy.NAME,
                        AkkaStrategy.NAME)
                .map(strategy -> Contender.of(TimeSpent.NAME, strategy))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.ratio(
                        "eight threads under the timed lock are no faster than one",
                        Claim.WALL,
                        GiantLocks.TIMED.name(),
                        Sequential.NAME,
                        Bound.atLeast(0.9)),
                Claim.ratio(
                        "eight threads under the tick lock are no faster than one",
                        Claim.WALL,
                        GiantLocks.TICK.name(),
                        Sequential.NAME,
                        Bound.atLeast(0.9)),
                Claim.ratio(
                                "threads without the lock save at least a quarter of the time",
                                Claim.WALL,
                                Threads.NAME,
                                Sequential.NAME,
                                Bound.atMost(0.75))
                        .needingCores(2),
                shippingCosts());
    }

    private static Claim shippingCosts() {
        return Claim.value(
                        "shipping the data to worker processes costs at least a fifth of the work itself",
                        Metric.SHIP,
                        Processes.NAME,
                        Bound.atLeast(0.2))
                .dividedBy(new Claim.Measure(Claim.WALL, Sequential.NAME));
    }
}
