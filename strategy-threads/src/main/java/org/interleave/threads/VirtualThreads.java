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
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.ThreadPerTask;

/**
 * A virtual thread for each task and no giant lock. Waits unmount the task from its carrier thread; there are as many
 * carriers as processors, and a task that computes keeps one until it waits. Cells are unprotected.
 */
public final class VirtualThreads implements Strategy {

    /** Its name. */
    public static final String NAME = "virtual-threads";

    /** How often, in ticks, a task looks whether to stop. */
    private static final int BUDGET = 10_000;

    /** Found by {@link java.util.ServiceLoader}. */
    public VirtualThreads() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Family family() {
        return Family.THREADS;
    }

    @Override
    public String description() {
        return "a virtual thread for each task, no giant lock";
    }

    @Override
    public Approach label() {
        return Approach.IDIOMATIC;
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.SHARED_CELLS, Feature.INBOXES, Feature.DATAGRAMS, Feature.CONCURRENCY, Feature.JAVA_ONLY);
    }

    @Override
    public Execution open(Parameters options) {
        return new ThreadPerTask(Thread.ofVirtual().factory(), () -> RunSetup.unguarded(BUDGET));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(Metric.WORKER_START));
    }
}
