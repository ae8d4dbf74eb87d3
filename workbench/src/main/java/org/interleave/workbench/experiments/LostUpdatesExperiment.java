package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.SharedCounter;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.interleave.threads.FineGrained;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.LockFree;
import org.interleave.threads.Sequential;
import org.interleave.threads.Threads;

/**
 * Two tasks add 1 and 1 000 000 to one number, in load, add and store.
 *
 * <p>The giant lock keeps the interpreter whole, not the program: a switch between load and store loses what the other
 * task stored meanwhile. Where nothing interrupts a task, which gives way itself and looks again afterwards, nothing is lost;
 * nor where the number has a lock of its own, or is stored only over the value that was loaded. Actors have no number to share.
 */
public final class LostUpdatesExperiment implements Experiment {

    private static final List<String> LOSING = List.of(GiantLocks.TICK.name(), GiantLocks.TIMED.name(), Threads.NAME);
    private static final List<String> EXACT =
            List.of(FineGrained.NAME, LockFree.NAME, NettyStrategy.NAME, VertxStrategy.NAME);

    @Override
    public String name() {
        return "lost-updates";
    }

    @Override
    public String question() {
        return "Does the giant lock make x += 1 safe?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of(Stream.of(Sequential.NAME), LOSING.stream(), EXACT.stream())
                .flatMap(strategies -> strategies)
                .map(strategy -> Contender.of(SharedCounter.NAME, strategy))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return Stream.concat(
                        LOSING.stream().map(LostUpdatesExperiment::loses),
                        EXACT.stream().map(LostUpdatesExperiment::losesNone))
                .toList();
    }

    private static Claim loses(String strategy) {
        return Claim.value("updates are lost on " + strategy, SharedCounter.LOST_UPDATES, strategy, Bound.atLeast(1));
    }

    private static Claim losesNone(String strategy) {
        return Claim.value(
                "no update is lost on " + strategy, SharedCounter.LOST_UPDATES, strategy, Bound.between(0, 0));
    }
}
