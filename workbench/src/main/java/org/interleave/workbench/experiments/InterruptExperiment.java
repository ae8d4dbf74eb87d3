package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Interrupt;
import org.interleave.eventloop.Slice;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.interleave.nativecode.NativeHeld;
import org.interleave.nativecode.NativeReleased;
import org.interleave.processes.Processes;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.Threads;
import org.interleave.threads.VirtualThreads;

/**
 * Ctrl-C while a task computes: how long until the program's handler runs in its main task, and until all has ended.
 *
 * <p>Under the timed lock the main task waits one switch interval for the lock; on an event loop whose task does not give
 * way, and beside C code that keeps the lock, until the other task lets go. So the end of all on a loop tells how long that
 * task computes on this machine, and nobody should take much longer. What happens to the whole program on Ctrl-C, its exit
 * status and the results it keeps, is the workbench's and tested there.
 */
public final class InterruptExperiment implements Experiment {

    @Override
    public String name() {
        return "interrupt";
    }

    @Override
    public String question() {
        return "How long does Ctrl-C take to reach a program that computes?";
    }

    private static final String LOOP = NettyStrategy.NAME;
    private static final double SWITCH_INTERVAL_SECONDS = 0.005;

    private static final List<String> STRATEGIES = List.of(
            GiantLocks.TICK.name(),
            GiantLocks.TIMED.name(),
            GiantLocks.PRIORITY.name(),
            GiantLocks.FAIR.name(),
            Threads.NAME,
            VirtualThreads.NAME,
            Processes.NAME,
            NettyStrategy.NAME,
            VertxStrategy.NAME,
            AkkaStrategy.NAME,
            NativeHeld.NAME,
            NativeReleased.NAME);

    private static final List<String> COOPERATIVE = List.of(NettyStrategy.NAME, VertxStrategy.NAME, AkkaStrategy.NAME);

    @Override
    public List<Contender> contenders(Preset preset) {
        return STRATEGIES.stream()
                .map(strategy -> COOPERATIVE.contains(strategy)
                        ? Contender.of(Interrupt.NAME, strategy).withOption(Slice.OPTION.name(), Slice.NEVER)
                        : Contender.of(Interrupt.NAME, strategy))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        Claim interval = Claim.value(
                        "the timed lock makes the handler wait about one switch interval more",
                        Interrupt.HANDLER_DELAY,
                        GiantLocks.TIMED.name(),
                        Bound.between(0.8, 1.7))
                .above(Threads.NAME)
                .scaledBy(1 / SWITCH_INTERVAL_SECONDS)
                .needingCores(2);
        Claim loop = Claim.ratio(
                "on an event loop, the handler waits much longer than under the timed lock",
                Interrupt.HANDLER_DELAY,
                LOOP,
                GiantLocks.TIMED.name(),
                Bound.atLeast(5));
        Stream<Claim> ends =
                STRATEGIES.stream().filter(strategy -> !strategy.equals(LOOP)).map(InterruptExperiment::endsSoon);
        return Stream.concat(Stream.of(interval, loop), ends).toList();
    }

    private static Claim endsSoon(String strategy) {
        return Claim.ratio(
                "on " + strategy + ", all ends after at most twice the time that it takes a loop to be let go",
                Interrupt.END_DELAY,
                strategy,
                LOOP,
                Bound.atMost(2));
    }
}
