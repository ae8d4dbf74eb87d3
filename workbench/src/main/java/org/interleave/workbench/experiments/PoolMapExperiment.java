package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.ParallelMap;
import org.interleave.processes.Processes;
import org.interleave.threads.Threads;

/**
 * Ten items mapped by a pool of four worker processes, and by threads. Who takes which item when is nobody's business: the
 * results come in the order of the items.
 */
public final class PoolMapExperiment implements Experiment {

    private static final String PROCESSES = Processes.NAME;
    private static final int ITEMS = 10;

    @Override
    public String name() {
        return "pool-map";
    }

    @Override
    public String question() {
        return "In which order do a pool's results come, and who made them?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of(
                        Contender.of(ParallelMap.NAME, PROCESSES).withOption(Processes.WORKERS.name(), "4"),
                        Contender.of(ParallelMap.NAME, Threads.NAME))
                .map(contender -> contender.withParameter(ParallelMap.ITEMS.name(), Integer.toString(ITEMS)))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.value("every result stands where its item stood", ParallelMap.MISPLACED, PROCESSES, exactly(0)),
                Claim.value(
                        "workers finish items in another order than that of the list",
                        ParallelMap.OVERTAKINGS,
                        PROCESSES,
                        Bound.atLeast(1)),
                Claim.value(
                        "every result was made by a child process that is there",
                        ParallelMap.CHILD_RESULTS,
                        PROCESSES,
                        exactly(ITEMS)),
                Claim.value("more than one worker took part", ParallelMap.PROCESSES, PROCESSES, Bound.atLeast(2)),
                Claim.value(
                        "threads make all results in one process", ParallelMap.PROCESSES, Threads.NAME, exactly(1)));
    }

    private static Bound exactly(double number) {
        return Bound.between(number, number);
    }
}
