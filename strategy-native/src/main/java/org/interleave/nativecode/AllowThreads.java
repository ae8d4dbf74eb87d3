package org.interleave.nativecode;

import org.interleave.core.runtime.Guard;

/**
 * The giant lock as a kernel sees it that releases it by itself, with {@code INTERLEAVE_BEGIN_ALLOW_THREADS} and {@code
 * INTERLEAVE_END_ALLOW_THREADS}: both come here, from C. One for each task, used by its thread only.
 *
 * <p>A kernel may get them wrong; the lock is then still released and taken in turn.
 */
final class AllowThreads {

    private final Guard lock;
    private boolean released;

    /** For a thread that holds the lock. */
    AllowThreads(Guard lock) {
        this.lock = lock;
    }

    /** Called from C: releases the lock, if the kernel has not. */
    void release() {
        if (!released) {
            lock.releaseForWait();
            released = true;
        }
    }

    /** Called from C: takes the lock again, if the kernel has released it. */
    void acquire() {
        if (released) {
            lock.acquireAfterWait();
            released = false;
        }
    }

    /**
     * Takes the lock if the kernel has not taken it before it returned.
     *
     * @return whether the kernel has
     */
    boolean takenAgain() {
        boolean taken = !released;
        acquire();
        return taken;
    }
}
