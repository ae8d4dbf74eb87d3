package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.SharedCounter;
import org.interleave.eventloop.NettyStrategy;
import org.interleave.eventloop.Slice;
import org.interleave.eventloop.VertxStrategy;
import org.interleave.threads.FineGrained;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.LockFree;
import org.interleave.threads.Sequential;
import org.interleave.threads.Threads;

/**
 * Two tasks add 1 and 1 000 000 to one number, in load, add and store.
 *
 * <p>The giant lock keeps the interpreter whole, not the program: a switch between load and store loses what the other
 * task stored meanwhile. Where a task keeps its thread until it gives way itself, which it does not between load and store,
 * nothing is lost; nor where the number has a lock of its own, or is stored only over the value that was loaded. Actors have
 * no number to share.
 */
public final class LostUpdatesExperiment implements Experiment {

    private static final List<String> LOSING = List.of(GiantLocks.TICK.name(), GiantLocks.TIMED.name(), Threads.NAME);
    private static final List<String> PROTECTED = List.of(FineGrained.NAME, LockFree.NAME);
    private static final List<String> COOPERATIVE = List.of(NettyStrategy.NAME, VertxStrategy.NAME);

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
        Stream<Contender> plain = Stream.of(Stream.of(Sequential.NAME), LOSING.stream(), PROTECTED.stream())
                .flatMap(strategies -> strategies)
                .map(strategy -> Contender.of(SharedCounter.NAME, strategy));
        Stream<Contender> cooperative = COOPERATIVE.stream()
                .map(strategy ->
                        Contender.of(SharedCounter.NAME, strategy).withOption(Slice.OPTION.name(), Slice.NEVER));
        return Stream.concat(plain, cooperative).toList();
    }

    @Override
    public List<Claim> claims() {
        return Stream.concat(
                        LOSING.stream().map(LostUpdatesExperiment::loses),
                        Stream.concat(PROTECTED.stream(), COOPERATIVE.stream()).map(LostUpdatesExperiment::losesNone))
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
