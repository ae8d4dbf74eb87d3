package org.interleave.threads;

import java.util.Optional;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;

/**
 * One thread runs one task after another: the baseline. A task that waits keeps the thread, so waits add up; only a task
 * whose inbox is empty, or whose receiver's is full, gives way to the next. Cells need no protection, since a task is
 * never interrupted between load and store.
 */
public final class Sequential implements Strategy {

    /** Its name. */
    public static final String NAME = "sequential";

    /** Found by {@link java.util.ServiceLoader}. */
    public Sequential() {}

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
        return "one thread, one task after another";
    }

    @Override
    public Approach label() {
        return Approach.IDIOMATIC;
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.SHARED_CELLS, Feature.INBOXES, Feature.JAVA_ONLY);
    }

    @Override
    public Execution open(Parameters options) {
        return new SequentialExecution();
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }
}
