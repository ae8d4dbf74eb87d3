package org.interleave.eventloop;

import java.util.Optional;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;

/**
 * Netty's event loops. A task belongs to one loop and keeps it until it waits, so a task that only computes delays
 * every timer and socket of its loop by its own length.
 *
 * <p>One loop is cooperative multitasking on one thread: nothing comes between a task's load and store unless the task
 * itself waits there, and cells are exact. With more loops, tasks on different loops run side by side and cells are
 * unprotected.
 */
public final class NettyStrategy implements Strategy {

    /** Its name. */
    public static final String NAME = "netty";

    /** The number of event loops; tasks go to them in turn. */
    public static final Parameter<Long> EVENT_LOOPS =
            Parameter.count("event-loops", "event loops that the tasks are dealt to in turn", 1, 1, 1, 64);

    /** The most blocking calls at once. */
    public static final Parameter<Long> BLOCKING_THREADS =
            Parameter.count("blocking-threads", "threads off the loops for blocking calls", 16, 16, 1, 10_000);

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME,
                        Family.EVENT_LOOP,
                        Approach.IDIOMATIC,
                        "Netty event loops: a task keeps its loop until it waits")
                .withFeatures(Feature.IN_PROCESS)
                .withOptions(EVENT_LOOPS, BLOCKING_THREADS);
    }

    @Override
    public Execution open(Parameters options) {
        return new NettyExecution(options.getInt(EVENT_LOOPS), options.getInt(BLOCKING_THREADS));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }
}
