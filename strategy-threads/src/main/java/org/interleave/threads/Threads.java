package org.interleave.threads;

import java.util.Optional;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Demand;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Metric;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.runtime.PlatformThreads;
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.ThreadPerTask;

/**
 * A platform thread for each task and no giant lock: what threads are in a language without one. Cells are unprotected.
 */
public final class Threads implements Strategy {

    /** Its name. */
    public static final String NAME = "threads";

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME, Family.THREADS, Approach.IDIOMATIC, "a platform thread for each task, no giant lock")
                .withFeatures(Feature.IN_PROCESS);
    }

    @Override
    public Availability supports(Demand demand) {
        return PlatformThreads.enough(demand.tasks());
    }

    @Override
    public Execution open(Parameters options) {
        return new ThreadPerTask(RunSetup::unguarded);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(Metric.WORKER_START));
    }
}
