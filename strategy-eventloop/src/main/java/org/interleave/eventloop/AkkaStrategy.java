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

    /** How many threads run the actors. */
    public static final Parameter<Long> DISPATCHER_THREADS = Parameter.count(
            "dispatcher-threads",
            "threads that run the actors",
            Math.min(256, Runtime.getRuntime().availableProcessors()),
            Math.min(256, Runtime.getRuntime().availableProcessors()),
            1,
            256);

    /** How many blocking calls are made at once. */
    public static final Parameter<Long> BLOCKING_THREADS = Parameter.count(
            "blocking-threads", "threads of the blocking dispatcher, for blocking calls", 16, 16, 1, 10_000);

    /** Found by {@link java.util.ServiceLoader}. */
    public AkkaStrategy() {}

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
        return "Akka actors: a task gives way after every message, shared numbers are actors";
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
        return List.of(DISPATCHER_THREADS, BLOCKING_THREADS);
    }

    @Override
    public Execution open(Parameters options) {
        return new AkkaExecution(
                Math.toIntExact(options.get(DISPATCHER_THREADS)), Math.toIntExact(options.get(BLOCKING_THREADS)));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }
}
