package org.interleave.threads;

import java.time.Duration;
import java.util.Map;
import org.interleave.core.Metric;
import org.interleave.core.runtime.Guard;

/**
 * The global interpreter lock: the one lock that a thread has to hold to run a task. Each policy decides when the holder
 * gives way, and to whom.
 *
 * <p>A policy of one's own extends this class, says in {@link #events} what happens at the lock, and is offered as a
 * {@link LockPolicy}. Thread-safe; not reentrant. What one holder wrote happens before the next one takes it.
 */
public abstract class GiantLock implements Guard {

    private final LockEvents events;

    /** A lock that tells these events what happens at it. */
    protected GiantLock(LockEvents events) {
        this.events = events;
    }

    /** The events of this lock, to be told what happens at it. */
    protected final LockEvents events() {
        return events;
    }

    /** {@link #acquire} for a thread that comes back from I/O or another wait. */
    protected void acquireReturning() {
        acquire();
    }

    @Override
    public final void begin(int task) {
        events.begin(task);
        acquire();
    }

    @Override
    public final void end() {
        events.end();
        release();
    }

    @Override
    public final void releaseForWait() {
        events.releaseForWait();
        release();
    }

    @Override
    public final void acquireAfterWait() {
        events.acquireAfterWait();
        acquireReturning();
    }

    /** What the lock counted so far, see {@link LockEvents#metrics}. */
    public final Map<String, Metric> metrics() {
        return events.metrics();
    }

    /**
     * The giant lock of CPython since 3.2, by itself.
     *
     * @param switchInterval how long a waiter waits before it asks for the lock, positive
     */
    public static GiantLock timed(Duration switchInterval) {
        return new TimedLock(switchInterval, LockEvents.counting());
    }
}
