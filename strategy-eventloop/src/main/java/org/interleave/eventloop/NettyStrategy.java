package org.interleave.eventloop;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;

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

    /** How many event loops; tasks go to them in turn. */
    public static final Parameter<Long> EVENT_LOOPS =
            Parameter.count("event-loops", "event loops that the tasks are dealt to in turn", 1, 1, 1, 64);

    /** How many blocking calls are made at once. */
    public static final Parameter<Long> BLOCKING_THREADS =
            Parameter.count("blocking-threads", "threads off the loops for blocking calls", 16, 16, 1, 10_000);

    /** Found by {@link java.util.ServiceLoader}. */
    public NettyStrategy() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Family family() {
        return Family.EVENT_LOOP;
    }

    @Override
    public String description() {
        return "Netty event loops: a task keeps its loop until it waits";
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
    public List<Parameter<?>> options() {
        return List.of(EVENT_LOOPS, BLOCKING_THREADS);
    }

    @Override
    public Execution open(Parameters options) {
        return new NettyExecution(
                Math.toIntExact(options.get(EVENT_LOOPS)), Math.toIntExact(options.get(BLOCKING_THREADS)));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }
}
