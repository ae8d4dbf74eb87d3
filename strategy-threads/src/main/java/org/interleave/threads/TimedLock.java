package org.interleave.threads;

import java.time.Duration;
import java.util.concurrent.locks.Condition;

/**
 * The giant lock of CPython since 3.2, by Antoine Pitrou: it changes hands on request, after a switch interval.
 *
 * <p>A waiter waits one interval. If the lock was not switched meanwhile it asks for it; the holder sees the request at
 * its next checkpoint, drops the lock, <em>and waits until another thread has taken it</em>, so that it cannot win it
 * back at once. A waiter that timed out although the lock was switched does not ask, but waits another interval.
 *
 * <p>Source: {@code Python/ceval_gil.h} of CPython 3.8, {@code take_gil} and {@code drop_gil}. Two conditions there,
 * two here: one says that the lock is free, one that it was switched. There a mutex is around every step; here a word
 * is taken and freed without it where nobody waits, which changes none of the steps and saves their price. The one
 * difference: a request may be made just after the lock has passed from one to another unseen, and ask the wrong one.
 */
final class TimedLock extends DropOnRequestLock {

    private final Condition free = mutex.newCondition();

    TimedLock(Duration switchInterval, LockEvents events) {
        super(switchInterval.toNanos(), events);
    }

    /**
     * In CPython a thread that has given way is back when the other drops the lock for the first time. Asleep by then it
     * would be back much later.
     */
    @Override
    void keepAway() {
        watchFor(this::isFree);
    }

    @Override
    boolean awaitFree() {
        return awaitOrAsk(free);
    }

    @Override
    void signalFree() {
        free.signal();
    }
}
