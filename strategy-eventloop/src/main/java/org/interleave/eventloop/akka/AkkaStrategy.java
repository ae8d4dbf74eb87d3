package org.interleave.eventloop.akka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.interleave.core.Approach;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Metric;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Quantity;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.StrategyVariant;
import org.interleave.eventloop.Rehearsal;
import org.interleave.eventloop.Slice;

/**
 * Akka actors, typed: each task is an actor, and a turn of the task is the handling of one message. An actor that has
 * more to do tells itself so, and gives way after so many messages that it has computed for a {@link Slice}. Without slices it
 * keeps its thread until its task waits.
 *
 * <p>Actors share nothing, so there are no cells. A number that many use would be an actor, which answers by messages: a task
 * could neither load it at once, nor learn at once whether what it stored came of the present value.
 *
 * <p>The dispatcher's threads run the tasks. Akka's own actors, those of its sockets among them, have a dispatcher of their own,
 * for tasks that compute not to keep them from working; timers and the selector have a thread each.
 *
 * <p>The actor system is up when it is opened. Actors are spawned and stopped within each run, which the metric {@code setup} is
 * about.
 *
 * <p>Akka's scheduler looks for timers that are due once in a tick, and wakes its thread for that even if there are none. A sleep
 * is rounded up to whole ticks, begins with the next, and ends up to two ticks late, three if it is no whole number of them. A
 * sleep for no time does not go by way of the scheduler. Akka neither sends nor receives empty datagrams.
 */
public final class AkkaStrategy implements Strategy {

    /** Its name. */
    public static final String NAME = "akka";

    private static final int MOST_THREADS = 256;

    /** The number of threads that run the actors: one, as an event loop has, unless told otherwise. */
    public static final Parameter<Long> DISPATCHER_THREADS =
            Parameter.count("dispatcher-threads", "threads that run the actors", 1, 1, 1, MOST_THREADS);

    /** The most blocking calls at once. */
    public static final Parameter<Long> BLOCKING_THREADS = Parameter.count(
            "blocking-threads", "threads of the blocking dispatcher, for blocking calls", 16, 16, 1, 10_000);

    private static final List<Duration> TICKS =
            Stream.of(1, 2, 5, 10, 20, 50, 100).map(Duration::ofMillis).toList();

    /**
     * The time from one tick of the scheduler to the next: Akka's own unless told otherwise. Its scheduler rounds a delay up to
     * whole ticks, takes it up at the next tick, and rounds up again.
     */
    public static final Parameter<Duration> TIMER_TICK = Parameter.choice(
            "timer-tick",
            "time from one tick of the scheduler to the next; timers end two to three ticks late",
            Duration.ofMillis(10),
            TICKS,
            Quantity::format);

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME,
                        Family.EVENT_LOOP,
                        Approach.IDIOMATIC,
                        "Akka actors: a task gives way after every message, or when its slice is over")
                .withFeatures(Feature.CONCURRENCY, Feature.INBOXES, Feature.DATAGRAMS, Feature.CONNECTIONS)
                .withOptions(DISPATCHER_THREADS, BLOCKING_THREADS, TIMER_TICK, Slice.OPTION);
    }

    @Override
    public Execution open(Parameters options) {
        int threads = options.getInt(DISPATCHER_THREADS);
        return Rehearsal.after(
                new AkkaExecution(
                        threads, options.getInt(BLOCKING_THREADS), options.get(TIMER_TICK), options.get(Slice.OPTION)),
                threads);
    }

    @Override
    public List<StrategyVariant> variants(int processors) {
        return List.of(StrategyVariant.perCpu(DISPATCHER_THREADS, processors, MOST_THREADS));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(Metric.SETUP));
    }
}
