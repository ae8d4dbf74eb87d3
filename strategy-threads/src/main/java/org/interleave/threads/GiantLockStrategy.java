package org.interleave.threads;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Demand;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Metric;
import org.interleave.core.Parameters;
import org.interleave.core.StrategyDescription;
import org.interleave.core.runtime.PlatformThreads;
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.ThreadPerTask;

/**
 * A platform thread for each task, under a giant lock. Cells are unprotected but for the lock.
 */
public final class GiantLockStrategy implements TraceableStrategy {

    /** The names of all metrics of tasks under a giant lock, each on a thread of its own. */
    public static final Set<String> METRICS = Stream.concat(LockEvents.METRICS.stream(), Stream.of(Metric.WORKER_START))
            .collect(Collectors.toUnmodifiableSet());

    private final String name;
    private final LockPolicy policy;
    private final boolean onRequest;

    /**
     * The strategy of a policy.
     *
     * @param name its name on the command line
     * @param policy makes the locks
     * @param onRequest whether a run in which nothing is named leaves it out
     */
    public GiantLockStrategy(String name, LockPolicy policy, boolean onRequest) {
        this.name = name;
        this.policy = policy;
        this.onRequest = onRequest;
    }

    @Override
    public StrategyDescription describe() {
        StrategyDescription description = StrategyDescription.of(
                        name, Family.THREADS, Approach.IDIOMATIC, policy.description())
                .withFeatures(Feature.IN_PROCESS)
                .withOptions(policy.options());
        return onRequest ? description.measuredOnRequest() : description;
    }

    @Override
    public Availability supports(Demand demand) {
        return PlatformThreads.enough(demand.tasks());
    }

    @Override
    public Execution open(Parameters options) {
        return open(options, LockEvents::counting);
    }

    @Override
    public Execution open(Parameters options, LockTrace trace) {
        return open(options, () -> LockEvents.traced(trace));
    }

    private Execution open(Parameters options, Supplier<LockEvents> events) {
        int budget = policy.budget(options);
        return new ThreadPerTask(() -> setup(policy.newLock(options, events.get()), budget));
    }

    private static RunSetup setup(GiantLock lock, int budget) {
        return RunSetup.guarded(lock, budget, lock::metrics);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(METRICS);
    }
}
