package org.example;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.interleave.core.Approach;
import org.interleave.core.Cell;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.StrategyVariant;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.ThreadPerTask;

/** A thread for each task, of which so many run at a time: those that have computed least so far. */
public final class PriorityPool implements Strategy {

    private static final Parameter<Long> RUNNING =
            Parameter.count("running", "tasks that run at a time", 2, 2, 1, 1024);

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        "priority-pool",
                        Family.THREADS,
                        Approach.TUNED,
                        "a bounded number of tasks run, those first that have computed least")
                .withFeatures(Feature.IN_PROCESS)
                .withOptions(RUNNING);
    }

    @Override
    public List<StrategyVariant> variants(int processors) {
        return List.of(StrategyVariant.perCpu(RUNNING, processors, 1024));
    }

    @Override
    public Execution open(Parameters options) {
        int running = options.getInt(RUNNING);
        return new ThreadPerTask(
                () -> RunSetup.guarded(new LeastFirst(running), RunSetup.GUARDED_BUDGET, Map::of),
                new Cells(AtomicCell::new, true));
    }

    /** Several tasks run at a time, so the guard protects no cell. */
    private static final class AtomicCell implements Cell {

        private final AtomicLong value = new AtomicLong();

        @Override
        public long load() {
            return value.get();
        }

        @Override
        public boolean store(long loaded, long next) {
            return value.compareAndSet(loaded, next);
        }
    }
}
