package org.interleave.threads;

/**
 * The giant lock of CPython up to 3.1: a binary semaphore that is released and acquired again at every check.
 *
 * <p>At every checkpoint, that is after every check interval of ticks, the holder releases it, which wakes a waiter, and
 * at once acquires it again, competing with whom it woke. On two processors the holder, which is running, mostly wins,
 * and the woken thread finds the lock taken and goes back to sleep, behind all others that wait: the battle for the lock.
 *
 * <p>Source: {@code Python/ceval.c} and {@code Python/thread_pthread.h} of CPython 2.7. On Linux the lock there is a POSIX
 * semaphore, and so is this one; elsewhere it is a mutex, a condition and a flag, which is not modelled.
 *
 * <p>Whoever acquires the semaphore holds the giant lock, so mutual exclusion, and that no waiter is forgotten, are the
 * semaphore's.
 */
final class TickLock extends GiantLock {

    private final BinarySemaphore semaphore;

    TickLock(LockEvents events) {
        this(events, BinarySemaphore.create());
    }

    TickLock(LockEvents events, BinarySemaphore semaphore) {
        super(events);
        this.semaphore = semaphore;
    }

    @Override
    public void acquire() {
        boolean free = semaphore.tryAcquire();
        if (!free) {
            events().waiting();
            semaphore.acquire(events()::failedWakeup);
        }
        events().acquired(!free);
    }

    @Override
    public void release() {
        semaphore.release();
    }

    @Override
    public void checkpoint() {
        events().dropping(false);
        if (semaphore.hasWaiters()) {
            compete();
        } else {
            release();
            acquire();
        }
    }

    /** Waiting begins with the wake-up, in which the system may let the other run. */
    private void compete() {
        events().waiting();
        release();
        if (!semaphore.tryAcquire()) {
            semaphore.acquire(events()::failedWakeup);
        }
        events().acquired(true);
    }
}
