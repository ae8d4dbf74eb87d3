package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Pipeline;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.threads.Threads;
import org.interleave.threads.VirtualThreads;

/**
 * A pipeline of generators on one thread, beside the same pipeline of threads. One number is on its way at a time, so every hand-over
 * is a switch to another task.
 *
 * <p>Generators need no lock and wake nobody: the one that has the number is put into the run queue of the thread that all are on.
 * Threads hand it over through a queue with a lock, and one that sleeps has to be woken by the system.
 *
 * <p>A hand-over between generators is so short that it takes many more of them for a round that can be measured.
 */
public final class GeneratorsExperiment implements Experiment {

    private static final double WAKES = 0.01;

    @Override
    public String name() {
        return "generators";
    }

    @Override
    public String question() {
        return "What does it cost to hand over to another generator, and to another thread?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        Contender generators = Contender.of(Pipeline.NAME, GeneratorsStrategy.NAME)
                .withParameter(Pipeline.ITEMS.name(), preset == Preset.QUICK ? "50k" : "500k");
        Stream<Contender> others = Stream.of(NettyStrategy.NAME, VirtualThreads.NAME, Threads.NAME)
                .map(strategy -> Contender.of(Pipeline.NAME, strategy));
        return Stream.concat(Stream.of(generators), others).toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.ratio(
                        "a hand-over to another generator takes at most a tenth of one to another thread",
                        Pipeline.HANDOVER,
                        GeneratorsStrategy.NAME,
                        Threads.NAME,
                        Bound.atMost(0.1)),
                switches(
                        "no generator is waited for: hardly a hand-over in a hundred is a context switch",
                        GeneratorsStrategy.NAME,
                        Bound.atMost(WAKES)),
                switches("threads are: at least every second hand-over is one", Threads.NAME, Bound.atLeast(0.5)),
                Claim.value(
                                "generators keep one processor busy at most",
                                Claim.CPU,
                                GeneratorsStrategy.NAME,
                                Bound.atMost(1.3))
                        .dividedBy(new Claim.Measure(Claim.WALL, GeneratorsStrategy.NAME)));
    }

    private static Claim switches(String statement, String label, Bound bound) {
        return Claim.value(statement, Claim.VOLUNTARY_SWITCHES, label, bound)
                .dividedBy(new Claim.Measure(Pipeline.HANDOVERS, label));
    }
}
