package org.interleave.core.runtime;

import org.interleave.core.Arrival;
import org.jspecify.annotations.Nullable;

/**
 * The lock that a task holds while it runs on a thread, such as the giant lock of an interpreter. {@link GuardedTaskLoop}
 * acquires it before the first turn, releases it around every wait, as an interpreter releases its lock around I/O, and
 * passes a checkpoint after every budget of ticks.
 *
 * <p>What one holder wrote happens before the next one's {@link #acquire} returns.
 *
 * <p>The methods with a default are called instead of {@link #acquire} and {@link #release} where there is a reason to tell.
 */
public interface Guard {

    /** No lock at all. */
    Guard NONE = new Guard() {
        @Override
        public void acquire() {}

        @Override
        public void release() {}

        @Override
        public void checkpoint() {}
    };

    /** Acquires it, however long that takes. Not interruptible; a pending interrupt stays pending. */
    void acquire();

    /** Releases it. Called only by the holder. */
    void release();

    /** The holder's offer to yield to another. On return this thread holds it again, or still. */
    void checkpoint();

    /** Acquires it for a task that begins on this thread. */
    default void begin(int task) {
        acquire();
    }

    /** Releases it for a task that has ended on this thread. */
    default void end() {
        release();
    }

    /** Releases it around I/O or another wait. */
    default void releaseForWait() {
        release();
    }

    /** Acquires it after I/O or another wait. */
    default void acquireAfterWait() {
        acquire();
    }

    /**
     * Waits without it: releases it, waits, and acquires it again whatever came of the wait. To be overridden where a thread
     * that waits has to be known before and while it does.
     *
     * @return what the wait brought; null if it brings nothing
     * @throws Exception what the wait threw
     */
    default @Nullable Arrival unguarded(BlockingWait wait) throws Exception {
        releaseForWait();
        try {
            return wait.await();
        } finally {
            acquireAfterWait();
        }
    }
}
