package org.interleave.threads;

import java.util.Optional;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;

/**
 * One thread runs one task after another: the baseline. A task that waits keeps the thread, so waits add up; only a task
 * whose inbox is empty, or whose receiver's is full, gives way to the next. Cells need no protection, since a task is
 * never interrupted between load and store.
 */
public final class Sequential implements Strategy {

    /** Its name. */
    public static final String NAME = "sequential";

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(NAME, Family.THREADS, Approach.IDIOMATIC, "one thread, one task after another")
                .withFeatures(Feature.SHARED_CELLS, Feature.INBOXES);
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
