package org.interleave.testkit;

import org.interleave.core.Approach;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;

/** A strategy that keeps every rule: a thread for each task. Faulty ones are made of it. */
class ReferenceStrategy implements Strategy {

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of("reference", Family.THREADS, Approach.IDIOMATIC, "a thread for each task")
                .withFeatures(Feature.IN_PROCESS);
    }

    @Override
    public Execution open(Parameters options) {
        return new ReferenceExecution();
    }
}
