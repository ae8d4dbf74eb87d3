package org.interleave.threads;

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
 * A platform thread for each task, under {@link TickLock}. Cells are unprotected but for the lock.
 */
public final class GiantLockTick implements Strategy {

    /** How often the lock is released and retaken, in ticks. */
    public static final Parameter<Long> CHECK_INTERVAL = Parameter.count(
            "check-interval",
            "ticks between two checks, at each of which the lock is released",
            100,
            100,
            1,
            1_000_000);

    /** Found by {@link java.util.ServiceLoader}. */
    public GiantLockTick() {}

    @Override
    public String name() {
        return "giant-lock-tick";
    }

    @Override
    public Family family() {
        return Family.THREADS;
    }

    @Override
    public String description() {
        return "threads under the giant lock of CPython up to 3.1: released and retaken every 100 ticks";
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
        return List.of(CHECK_INTERVAL);
    }

    @Override
    public Execution open(Parameters options) {
        int interval = Math.toIntExact(options.get(CHECK_INTERVAL));
        return new ThreadPerTask(Thread.ofPlatform().factory(), () -> Regime.under(new TickLock(), interval));
    }
}
