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
import org.interleave.processes.Processes;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.Threads;
import org.interleave.threads.VirtualThreads;

/**
 * A timer that expires at once, then after every period, and is stopped after ten of them: eleven firings, as in libev, however the
 * strategy waits. It is reckoned from its beginning, so lateness does not add up. The drift of each firing is in the JSON.
 *
 * <p>Interrupted after two, as by Ctrl-C: SIGINT is an event that stops the run. The task's wait is cut short, it finishes, and what
 * had fired is kept. The run would otherwise go on for a thousand periods. A third firing is one that a busy machine let
 * come first.
 */
public final class TimersExperiment implements Experiment {

    private static final int PERIODS = 10;
    private static final int INTERRUPTED_AFTER = 2;

    private static final List<String> STRATEGIES = List.of(
            GiantLocks.TIMED.name(),
            Threads.NAME,
            VirtualThreads.NAME,
            Processes.NAME,
            NettyStrategy.NAME,
            VertxStrategy.NAME,
            AkkaStrategy.NAME,
            GeneratorsStrategy.NAME);

    private static final List<String> INTERRUPTED =
            List.of(Threads.NAME, NettyStrategy.NAME, VertxStrategy.NAME, AkkaStrategy.NAME, GeneratorsStrategy.NAME);

    @Override
    public String name() {
        return "timers";
    }

    @Override
    public String question() {
        return "How often does a repeating timer fire, and how late?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        String every = preset == Preset.QUICK ? "10ms" : "1s";
        Stream<Contender> whole = STRATEGIES.stream()
                .map(strategy -> Contender.of(Timers.NAME, strategy)
                        .withParameter(Timers.EVERY.name(), every)
                        .withParameter(Timers.PERIODS.name(), Integer.toString(PERIODS)));
        Stream<Contender> interrupted = INTERRUPTED.stream()
                .map(strategy -> Contender.of(Timers.NAME, strategy)
                        .withParameter(Timers.EVERY.name(), preset == Preset.QUICK ? "50ms" : every)
                        .withParameter(Timers.PERIODS.name(), "1k")
                        .withParameter(Timers.INTERRUPT_AFTER.name(), Integer.toString(INTERRUPTED_AFTER))
                        .labelled(interrupted(strategy)));
        return Stream.concat(whole, interrupted).toList();
    }

    private static String interrupted(String strategy) {
        return strategy + "-interrupted";
    }

    @Override
    public List<String> highlights() {
        return List.of(Timers.DRIFT_MAX, Timers.FIRINGS);
    }

    @Override
    public List<Claim> claims() {
        Stream<Claim> firings = STRATEGIES.stream()
                .map(strategy -> Claim.value(
                        "under " + strategy + " the timer fires exactly eleven times in ten periods",
                        Timers.FIRINGS,
                        strategy,
                        Bound.between(PERIODS + 1, PERIODS + 1)));
        Stream<Claim> drift = STRATEGIES.stream()
                .map(strategy -> Claim.value(
                        "under " + strategy
                                + " lateness does not add up: the last firing is late by less than two periods",
                        Timers.LAST_DRIFT_PERIODS,
                        strategy,
                        Bound.atMost(2)));
        Stream<Claim> interrupted = INTERRUPTED.stream()
                .map(strategy -> Claim.value(
                        "SIGINT after two firings stops " + strategy + " before a fourth",
                        Timers.FIRINGS,
                        interrupted(strategy),
                        Bound.between(INTERRUPTED_AFTER, INTERRUPTED_AFTER + 1)));
        return Stream.of(firings, drift, interrupted).flatMap(claims -> claims).toList();
    }
}
