package org.interleave.threads;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Label;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.threads.ThreadPerTask.Regime;

/**
 * A platform thread for each task, under {@link TimedLock}. Cells are unprotected but for the lock.
 */
public final class GiantLockTimed implements Strategy {

    /** How long a waiter waits before it asks for the lock. */
    public static final Parameter<Duration> SWITCH_INTERVAL = Parameter.duration(
            "switch-interval",
            "how long a waiter waits before it asks for the lock",
            Duration.ofMillis(5),
            Duration.ofMillis(5),
            Duration.ofNanos(1_000),
            Duration.ofSeconds(10));

    /** Ticks between two looks at the drop request: often enough to be nothing beside the shortest interval. */
    public static final int BUDGET = 100;

    /** Found by {@link java.util.ServiceLoader}. */
    public GiantLockTimed() {}

    @Override
    public String name() {
        return "giant-lock-timed";
    }

    @Override
    public Family family() {
        return Family.THREADS;
    }

    @Override
    public String description() {
        return "threads under the giant lock of CPython since 3.2: dropped on request, after 5 ms";
    }

    @Override
    public Label label() {
        return Label.IDIOMATIC;
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.SHARED_CELLS, Feature.INBOXES, Feature.DATAGRAMS, Feature.CONCURRENCY, Feature.JAVA_ONLY);
    }

    @Override
    public List<Parameter<?>> options() {
        return List.of(SWITCH_INTERVAL);
    }

    @Override
    public Execution open(Parameters options) {
        Duration interval = options.get(SWITCH_INTERVAL);
        return new ThreadPerTask(Thread.ofPlatform().factory(), () -> Regime.under(GiantLock.timed(interval), BUDGET));
    }
}
