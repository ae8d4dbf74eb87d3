package org.interleave.workbench.experiments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Sleepers;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.interleave.threads.Threads;
import org.interleave.threads.VirtualThreads;

/**
 * Thousands of waits at once: what a run takes beyond the wait, and what a task that waits takes of the heap. The full preset has
 * ten thousand, a hundred thousand and a million of them, but of threads, of which no system has so many.
 *
 * <p>The heap is that which is alive after a collection while all wait, less what was alive before, in a run of its own after the first
 * round: the task with all that the strategy keeps for it. The stacks of virtual threads are on the heap and in it; those of
 * platform threads are not, and are seen in the memory of the process. A fork whose tasks need more heap than others gets
 * it, and the row says how much there was at most; what the machine cannot give is said before anything is measured.
 */
public final class ManyWaitsExperiment implements Experiment {

    /** The most bytes of heap for a wait. */
    private static final Map<String, Integer> MOST_HEAP = Map.of(
            NettyStrategy.NAME, 600,
            VertxStrategy.NAME, 2_000,
            AkkaStrategy.NAME, 3_000,
            VirtualThreads.NAME, 4_000);

    private static final List<String> MANY = List.of(
            VirtualThreads.NAME, NettyStrategy.NAME, VertxStrategy.NAME, AkkaStrategy.NAME, GeneratorsStrategy.NAME);

    private static final double STACK_BYTES = 20_000;

    @Override
    public String name() {
        return "many-waits";
    }

    @Override
    public String question() {
        return "What does it cost to wait for many things at once?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        boolean quick = preset == Preset.QUICK;
        Stream<Contender> most = MANY.stream().map(strategy -> waits(strategy, quick ? "10k" : "1M", preset));
        Stream<Contender> fewer = quick
                ? Stream.of()
                : Stream.of("10k", "100k")
                        .flatMap(tasks -> MANY.stream()
                                .map(strategy -> waits(strategy, tasks, preset).labelled(strategy + "-" + tasks)));
        return Stream.of(Stream.of(waits(Threads.NAME, "10k", preset)), most, fewer)
                .flatMap(contenders -> contenders)
                .toList();
    }

    private static Contender waits(String strategy, String tasks, Preset preset) {
        return Contender.of(Sleepers.NAME, strategy)
                .withParameter(Sleepers.TASKS.name(), tasks)
                .withParameter(Sleepers.WAIT.name(), preset == Preset.QUICK ? "50ms" : "1s")
                .withParameter(Sleepers.HEAP.name(), Sleepers.HEAP.format(true));
    }

    @Override
    public List<String> highlights() {
        return List.of(Sleepers.HEAP_PER_WAIT, Sleepers.BEYOND_WAIT);
    }

    @Override
    public List<Claim> claims() {
        Stream<Claim> heap = MOST_HEAP.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(most -> Claim.value(
                        "a wait takes at most " + most.getValue() + " bytes of heap on " + most.getKey(),
                        Sleepers.HEAP_PER_WAIT,
                        most.getKey(),
                        Bound.atMost(most.getValue())));
        Stream<Claim> time = MANY.stream()
                .map(strategy -> Claim.ratio(
                        "a wait costs at most half as much time on " + strategy + " as with a thread for each",
                        Sleepers.BEYOND_PER_WAIT,
                        strategy,
                        Threads.NAME,
                        Bound.atMost(0.5)));
        Stream<Claim> others = Stream.of(
                Claim.ratio(
                        "a generator that waits takes no more heap than a task on netty",
                        Sleepers.HEAP_PER_WAIT,
                        GeneratorsStrategy.NAME,
                        NettyStrategy.NAME,
                        Bound.atMost(1)),
                Claim.value(
                                "a thread that waits takes memory that is not on the heap, for its stack",
                                Claim.PEAK_RSS,
                                Threads.NAME,
                                Bound.atLeast(STACK_BYTES))
                        .dividedBy(new Claim.Measure(Sleepers.WAKEUPS, Threads.NAME)));
        return Stream.of(heap, time, others).flatMap(claims -> claims).toList();
    }
}
