package org.interleave.threads;

import java.util.Optional;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Metric;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.ThreadPerTask;

/**
 * A virtual thread for each task and no giant lock. Waits unmount the task from its carrier thread; there are as many
 * carriers as processors, and a task that computes keeps one until it waits. Cells are unprotected.
 */
public final class VirtualThreads implements Strategy {

    /** Its name. */
    public static final String NAME = "virtual-threads";

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME, Family.THREADS, Approach.IDIOMATIC, "a virtual thread for each task, no giant lock")
                .withFeatures(Feature.IN_PROCESS);
    }

    @Override
    public Execution open(Parameters options) {
        return new ThreadPerTask(Thread.ofVirtual().factory(), RunSetup::unguarded, Cells.UNPROTECTED);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(Metric.WORKER_START));
    }
}
