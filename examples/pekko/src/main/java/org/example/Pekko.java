package org.example;

import org.interleave.core.Approach;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;

/** Apache Pekko's typed actors: each task is an actor, and a turn is the handling of one message. */
public final class Pekko implements Strategy {

    private static final Parameter<Long> THREADS =
            Parameter.count("dispatcher-threads", "threads that run the actors", 1, 1, 1, 256);

    /** Actors share nothing; its tasks talk to nobody, which would take a page more. */
    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        "pekko", Family.EVENT_LOOP, Approach.IDIOMATIC, "Pekko actors: a task gives way after every message")
                .withFeatures(Feature.CONCURRENCY)
                .withOptions(THREADS);
    }

    @Override
    public Execution open(Parameters options) {
        return new PekkoExecution(options.getInt(THREADS));
    }
}
