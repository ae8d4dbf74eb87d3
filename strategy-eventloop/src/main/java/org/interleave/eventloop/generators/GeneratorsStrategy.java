package org.interleave.eventloop.generators;

import java.util.Optional;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.eventloop.Rehearsal;
import org.interleave.eventloop.Slice;

/**
 * Generators on one thread: the smallest cooperative scheduler that is right. It has a queue of those that can run, a queue
 * of timers, a selector for sockets, and no lock. A task keeps the thread until it waits, or has computed for a {@link
 * Slice}.
 */
public final class GeneratorsStrategy implements Strategy {

    /** Its name. */
    public static final String NAME = "generators";

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME,
                        Family.EVENT_LOOP,
                        Approach.IDIOMATIC,
                        "generators on one thread: a run queue, a timer queue, a selector, and no lock")
                .withFeatures(Feature.IN_PROCESS)
                .withOptions(Slice.OPTION)
                .measuredOnRequest();
    }

    @Override
    public Execution open(Parameters options) {
        return Rehearsal.after(new GeneratorsExecution(options.get(Slice.OPTION)), 1);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }
}
