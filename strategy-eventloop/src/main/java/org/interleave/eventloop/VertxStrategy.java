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
 * Vert.x: each task in a verticle of its own, messages over the event bus. A verticle keeps its event loop until its
 * task waits, so a task that only computes delays every timer, socket and message of its loop by its own length.
 *
 * <p>With one event loop cells are exact, as nothing comes between a task's load and store unless the task itself waits
 * there. With more, verticles on different loops run side by side and cells are unprotected.
 *
 * <p>Timers are set in nanoseconds, as {@link io.vertx.core.Vertx#timer(long, java.util.concurrent.TimeUnit)} allows;
 * the older {@code setTimer} knows nothing under a millisecond.
 */
public final class VertxStrategy implements Strategy {

    /** Its name. */
    public static final String NAME = "vertx";

    /** How many event loops; Vert.x deals the verticles to them in turn. */
    public static final Parameter<Long> EVENT_LOOPS =
            Parameter.count("event-loops", "event loops that the verticles are dealt to in turn", 1, 1, 1, 64);

    /** How many blocking calls are made at once. */
    public static final Parameter<Long> BLOCKING_THREADS =
            Parameter.count("blocking-threads", "threads of the worker pool, for blocking calls", 20, 20, 1, 10_000);

    /** Found by {@link java.util.ServiceLoader}. */
    public VertxStrategy() {}

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
        return "Vert.x verticles: a task keeps its event loop until it waits, messages go over the event bus";
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
        return new VertxExecution(
                Math.toIntExact(options.get(EVENT_LOOPS)), Math.toIntExact(options.get(BLOCKING_THREADS)));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }
}
