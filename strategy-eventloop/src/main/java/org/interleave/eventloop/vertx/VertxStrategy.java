package org.interleave.eventloop.vertx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Metric;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.StrategyVariant;
import org.interleave.eventloop.Rehearsal;
import org.interleave.eventloop.Slice;

/**
 * Vert.x: each task in a verticle of its own, messages over the event bus. A verticle keeps its event loop until its task
 * waits, or has computed for a {@link Slice}. Without slices a task that only computes delays every timer, socket and message
 * of its loop by its own length.
 *
 * <p>With one event loop cells are exact, as nothing comes between a task's load and store unless the task itself waits or
 * gives way there, and then it looks again. With more, verticles on different loops run side by side and cells are unprotected.
 *
 * <p>With {@code mode=virtual-thread} a verticle has a virtual thread instead, on which its task waits by awaiting futures. The
 * event loops then have the timers and sockets, and tasks run side by side on the carrier threads of the JVM, so cells are
 * unprotected. At the end of its slice a task suspends: its own verticle's events are handled, and its carrier runs others.
 *
 * <p>The loops are up when it is opened. Verticles are deployed and undeployed within each run, which the metric {@code setup}
 * is about.
 *
 * <p>Timers are set in nanoseconds, as {@link io.vertx.core.Vertx#timer(long, java.util.concurrent.TimeUnit)} allows;
 * the older {@code setTimer} knows nothing under a millisecond.
 */
public final class VertxStrategy implements Strategy {

    /** Its name. */
    public static final String NAME = "vertx";

    private static final int MOST_LOOPS = 256;

    /** The number of event loops; Vert.x deals the verticles to them in turn. */
    public static final Parameter<Long> EVENT_LOOPS =
            Parameter.count("event-loops", "event loops that the verticles are dealt to in turn", 1, 1, 1, MOST_LOOPS);

    /** The most blocking calls at once. */
    public static final Parameter<Long> BLOCKING_THREADS =
            Parameter.count("blocking-threads", "threads of the worker pool, for blocking calls", 20, 20, 1, 10_000);

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME,
                        Family.EVENT_LOOP,
                        Approach.IDIOMATIC,
                        "Vert.x verticles: a task keeps its loop until it waits or its slice is over, messages go over the event bus")
                .withFeatures(Feature.IN_PROCESS)
                .withOptions(VertxMode.OPTION, EVENT_LOOPS, BLOCKING_THREADS, Slice.OPTION);
    }

    @Override
    public Availability availability(Parameters options) {
        boolean set = !options.get(BLOCKING_THREADS).equals(BLOCKING_THREADS.defaultValue(Preset.QUICK));
        return options.get(VertxMode.OPTION) == VertxMode.VIRTUAL_THREAD && set
                ? new Availability.Unavailable("with " + VertxMode.OPTION.name() + "="
                        + VertxMode.VIRTUAL_THREAD.title() + " every call has a virtual thread, and there is no pool of "
                        + BLOCKING_THREADS.name())
                : Availability.available();
    }

    @Override
    public Execution open(Parameters options) {
        int loops = options.getInt(EVENT_LOOPS);
        return Rehearsal.after(
                new VertxExecution(
                        options.get(VertxMode.OPTION),
                        loops,
                        options.getInt(BLOCKING_THREADS),
                        options.get(Slice.OPTION)),
                loops);
    }

    @Override
    public List<StrategyVariant> variants(int processors) {
        String virtualThread = VertxMode.VIRTUAL_THREAD.title();
        return List.of(
                StrategyVariant.perCpu(EVENT_LOOPS, processors, MOST_LOOPS),
                new StrategyVariant(virtualThread, Map.of(VertxMode.OPTION.name(), virtualThread)));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(Metric.SETUP));
    }
}
