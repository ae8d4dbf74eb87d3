package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Countdown;
import org.interleave.core.workloads.Sleepers;
import org.interleave.eventloop.AkkaStrategy;
import org.interleave.eventloop.NettyStrategy;
import org.interleave.eventloop.VertxStrategy;
import org.interleave.threads.Sequential;
import org.interleave.threads.Threads;

/**
 * A countdown on event loops, and a timer beside a task that computes without ever waiting.
 *
 * <p>One loop is one thread: computing gets no faster, and a timer fires when the task that computes lets go. An actor
 * system's dispatcher has several threads; it is shown beside them.
 */
public final class CpuOnLoopExperiment implements Experiment {

    @Override
    public String name() {
        return "cpu-on-loop";
    }

    @Override
    public String question() {
        return "What becomes of an event loop when a task computes on it?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        Stream<Contender> countdown = Stream.of(
                        Sequential.NAME, NettyStrategy.NAME, VertxStrategy.NAME, AkkaStrategy.NAME)
                .map(strategy -> Contender.of(Countdown.NAME, strategy));
        Stream<Contender> timer = Stream.of(Threads.NAME, NettyStrategy.NAME, VertxStrategy.NAME, AkkaStrategy.NAME)
                .map(strategy -> Contender.of(Sleepers.NAME, strategy)
                        .withParameter(Sleepers.TASKS.name(), "1")
                        .withParameter(Sleepers.WAIT.name(), "2ms")
                        .withParameter(Sleepers.HOGS.name(), "1")
                        .withParameter(Sleepers.HOG_TICKS.name(), preset == Preset.QUICK ? "4M" : "10M")
                        .labelled(strategy + "-timer"));
        return Stream.concat(countdown, timer).toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                noFaster(NettyStrategy.NAME),
                noFaster(VertxStrategy.NAME),
                late(NettyStrategy.NAME),
                late(VertxStrategy.NAME),
                lateness("a timer beside a computing thread is hardly late", Threads.NAME, Bound.atMost(0.2))
                        .needingCores(2));
    }

    private static Claim noFaster(String strategy) {
        return Claim.ratio(
                "computing on a " + strategy + " loop is no faster than sequential",
                Claim.WALL,
                strategy,
                Sequential.NAME,
                Bound.atLeast(0.9));
    }

    private static Claim late(String strategy) {
        return lateness(
                "a timer on a " + strategy + " loop is late by as long as another task computes",
                strategy,
                Bound.between(0.75, 1.1));
    }

    private static Claim lateness(String statement, String strategy, Bound bound) {
        return Claim.value(statement, Sleepers.LATENESS_P50, strategy + "-timer", bound)
                .dividedBy(new Claim.Measure(Sleepers.HOG, strategy + "-timer"));
    }
}
