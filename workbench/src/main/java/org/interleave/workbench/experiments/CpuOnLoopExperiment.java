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
import org.interleave.eventloop.Slice;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.interleave.threads.Sequential;
import org.interleave.threads.Threads;

/**
 * A countdown on event loops, and a timer beside a task that computes without ever waiting or giving way.
 *
 * <p>One loop is one thread, and so is an actor system with a dispatcher of one: computing gets no faster, and a timer fires
 * when the task that computes lets go. Where that task gives way after each slice of its work, the timer is on time.
 */
public final class CpuOnLoopExperiment implements Experiment {

    private static final List<String> COOPERATIVE =
            List.of(NettyStrategy.NAME, VertxStrategy.NAME, AkkaStrategy.NAME, GeneratorsStrategy.NAME);

    private static final String SLICED_TIMER = NettyStrategy.NAME + "-sliced-timer";

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
        Stream<Contender> countdown = Stream.concat(Stream.of(Sequential.NAME), COOPERATIVE.stream())
                .map(strategy -> Contender.of(Countdown.NAME, strategy));
        Stream<Contender> timer = Stream.concat(
                Stream.of(timer(Threads.NAME, preset)),
                COOPERATIVE.stream()
                        .map(strategy -> timer(strategy, preset).withOption(Slice.OPTION.name(), Slice.NEVER)));
        Contender sliced = timer(NettyStrategy.NAME, preset).labelled(SLICED_TIMER);
        return Stream.of(countdown, timer, Stream.of(sliced))
                .flatMap(contenders -> contenders)
                .toList();
    }

    private static Contender timer(String strategy, Preset preset) {
        return Contender.of(Sleepers.NAME, strategy)
                .withParameter(Sleepers.TASKS.name(), "1")
                .withParameter(Sleepers.WAIT.name(), "2ms")
                .withParameter(Sleepers.HOGS.name(), "1")
                .withParameter(Sleepers.HOG_TICKS.name(), preset == Preset.QUICK ? "4M" : "10M")
                .labelled(strategy + "-timer");
    }

    @Override
    public List<Claim> claims() {
        Stream<Claim> others = Stream.of(
                lateness(
                        "a timer on a netty loop is hardly late beside a task that gives way",
                        SLICED_TIMER,
                        Bound.atMost(0.2)),
                lateness("a timer beside a computing thread is hardly late", Threads.NAME + "-timer", Bound.atMost(0.2))
                        .needingCores(2));
        return Stream.of(
                        COOPERATIVE.stream().map(CpuOnLoopExperiment::noFaster),
                        COOPERATIVE.stream().map(CpuOnLoopExperiment::late),
                        others)
                .flatMap(claims -> claims)
                .toList();
    }

    private static Claim noFaster(String strategy) {
        return Claim.ratio(
                "computing on " + strategy + ", with one thread, is no faster than sequential",
                Claim.WALL,
                strategy,
                Sequential.NAME,
                Bound.atLeast(0.9));
    }

    private static Claim late(String strategy) {
        return lateness(
                "a timer on " + strategy + " is late by as long as another task computes and does not give way",
                strategy + "-timer",
                Bound.between(0.75, 1.1));
    }

    private static Claim lateness(String statement, String label, Bound bound) {
        return Claim.value(statement, Sleepers.LATENESS_P50, label, bound)
                .dividedBy(new Claim.Measure(Sleepers.HOG, label));
    }
}
