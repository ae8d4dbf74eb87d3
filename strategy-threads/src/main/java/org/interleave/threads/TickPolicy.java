package org.interleave.threads;

import java.util.List;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;

/** {@link TickLock}: the lock is released and taken again after every check interval. */
public final class TickPolicy implements LockPolicy {

    /** Ticks between two checks, at each of which the lock is released and retaken. */
    public static final Parameter<Long> CHECK_INTERVAL = Parameter.count(
            "check-interval",
            "ticks between two checks, at each of which the lock is released",
            100,
            100,
            1,
            1_000_000);

    @Override
    public String name() {
        return "tick";
    }

    @Override
    public String description() {
        return "threads under the giant lock of CPython up to 3.1: released and retaken every 100 ticks"
                + (FutexSemaphore.AVAILABLE ? "" : " (with a model of its semaphore, as this system has no futex)");
    }

    @Override
    public List<Parameter<?>> options() {
        return List.of(CHECK_INTERVAL);
    }

    @Override
    public int budget(Parameters options) {
        return options.getInt(CHECK_INTERVAL);
    }

    @Override
    public GiantLock newLock(Parameters options, LockEvents events) {
        return new TickLock(events);
    }
}
