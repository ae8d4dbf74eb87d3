package org.interleave.threads;

/**
 * A semaphore with one permit, as a POSIX {@code sem_t} is one on Linux: a word that is free or taken, and threads that
 * sleep until it may be free.
 *
 * <p>Nothing is handed over. A release frees the word and wakes the thread that has slept longest, which leaves the queue
 * of sleepers by that. Whoever finds the word free first takes it, also a thread that never slept. One that wakes and
 * finds it taken sleeps again, at the end of the queue; so while it is under way, the next release wakes another.
 *
 * <p>Source: {@code nptl/sem_waitcommon.c} and {@code sem_post.c} of glibc. Thread-safe, not reentrant. What a thread did
 * before a release happens before what the next to acquire does.
 */
abstract sealed class BinarySemaphore permits FutexSemaphore, ParkingSemaphore {

    /** By the kernel's futex where that can be called, otherwise by a model of one. */
    static BinarySemaphore create() {
        return FutexSemaphore.AVAILABLE ? new FutexSemaphore() : new ParkingSemaphore();
    }

    /** Takes it if it is free. */
    abstract boolean tryAcquire();

    /**
     * Sleeps until it has taken it. Interrupts do not end the wait and stay pending.
     *
     * @param failedWakeup run on this thread each time that it was woken and found the word taken
     */
    abstract void acquire(Runnable failedWakeup);

    /** Frees it, and wakes the thread that has slept longest. */
    abstract void release();

    /** Whether threads wait to acquire it, asleep or just woken. */
    abstract boolean hasWaiters();
}
