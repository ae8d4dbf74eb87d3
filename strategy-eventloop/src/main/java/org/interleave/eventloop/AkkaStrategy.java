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
 * Akka actors, typed: each task is an actor, and a turn of the task is the handling of one message. An actor that has
 * more to do tells itself so, and gives way between messages. Actors share nothing: a cell is an actor too, so no update
 * is lost, but what a task loads may be older than its own last store.
 *
 * <p>Timers tick every millisecond, so a sleep ends up to two milliseconds late. Akka neither sends nor receives empty
 * datagrams.
 */
public final class AkkaStrategy implements Strategy {

    /** Its name. */
    public static final String NAME = "akka";

    /** The number of threads that run the actors. */
    public static final Parameter<Long> DISPATCHER_THREADS = Parameter.count(
            "dispatcher-threads",
            "threads that run the actors",
            Math.min(256, Runtime.getRuntime().availableProcessors()),
            Math.min(256, Runtime.getRuntime().availableProcessors()),
            1,
            256);

    /** The most blocking calls at once. */
    public static final Parameter<Long> BLOCKING_THREADS = Parameter.count(
            "blocking-threads", "threads of the blocking dispatcher, for blocking calls", 16, 16, 1, 10_000);

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME,
                        Family.EVENT_LOOP,
                        Approach.IDIOMATIC,
                        "Akka actors: a task gives way after every message, shared numbers are actors")
                .withFeatures(Feature.IN_PROCESS)
                .withOptions(DISPATCHER_THREADS, BLOCKING_THREADS);
    }

    @Override
    public Execution open(Parameters options) {
        return new AkkaExecution(options.getInt(DISPATCHER_THREADS), options.getInt(BLOCKING_THREADS));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }
}
