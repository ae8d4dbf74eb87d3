package org.interleave.nativecode;

import org.interleave.threads.GiantLock;

/**
 * The giant lock as a kernel sees it that releases it by itself, with {@code INTERLEAVE_BEGIN_ALLOW_THREADS} and {@code
 * INTERLEAVE_END_ALLOW_THREADS}: both come here, from C. One for each task, used by its thread only.
 *
 * <p>A kernel may get them wrong; the lock is then still taken and released in turn.
 */
final class AllowThreads {

    private final GiantLock lock;
    private boolean released;

    /** For a thread that holds the lock. */
    AllowThreads(GiantLock lock) {
        this.lock = lock;
    }

    /** Called from C: releases the lock. */
    void release() {
        if (!released) {
            released = true;
            lock.releaseForWait();
        }
    }

    /** Called from C: takes the lock again. */
    void acquire() {
        if (released) {
            lock.acquireAfterWait();
            released = false;
        }
    }

    /**
     * Takes the lock if the kernel has not, once it has returned.
     *
     * @return whether the kernel had
     */
    boolean ended() {
        boolean held = !released;
        acquire();
        return held;
    }
}
