package org.interleave.threads;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.Metric;

/**
 * The giant lock of CPython since 3.2, by Antoine Pitrou: it changes hands on request, after a switch interval.
 *
 * <p>A waiter waits one interval. If the lock was not switched meanwhile it asks for it; the holder sees the request at
 * its next checkpoint, drops the lock, <em>and waits until another thread has taken it</em>, so that it cannot win it
 * back at once. A waiter that timed out although the lock was switched does not ask, but waits another interval.
 *
 * <p>Source: {@code Python/ceval_gil.h} of CPython 3.8, {@code take_gil} and {@code drop_gil}. Two conditions there,
 * two here: one says that the lock is free, one that it was switched.
 *
 * <p>Protocol: {@code locked}, {@code lastHolder} and the counters are guarded by {@code mutex}. {@code dropRequest} is
 * set under it but read without, at checkpoints: a request that is seen late costs a budget of ticks, no more. It is
 * cleared by whoever takes the lock. The wait of the releaser ends because a waiter that asked is waiting for {@code
 * free} and is signalled, takes the lock, and signals {@code switched}.
 */
final class TimedLock implements GiantLock {

    /** No thread has this id. */
    private static final long NOBODY = 0;

    private final ReentrantLock mutex = new ReentrantLock();
    private final Condition free = mutex.newCondition();
    private final Condition switched = mutex.newCondition();
    private final long interval;
    private boolean locked;
    private long lastHolder = NOBODY;
    private volatile boolean dropRequest;
    private long switches;
    private long dropRequests;
    private long forcedSwitches;
    private long failedWakeups;

    TimedLock(Duration switchInterval) {
        interval = switchInterval.toNanos();
    }

    @Override
    public void acquire() {
        boolean interrupted = false;
        mutex.lock();
        try {
            while (locked) {
                interrupted |= awaitFreeOrAsk();
            }
            take();
        } finally {
            mutex.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits one interval, and asks if it passed without a switch. Says whether it was interrupted. */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private boolean awaitFreeOrAsk() {
        long switchesBefore = switches;
        boolean timedOut;
        try {
            timedOut = free.awaitNanos(interval) <= 0;
        } catch (InterruptedException e) {
            return true;
        }
        if (!locked) {
            return false;
        }
        if (!timedOut) {
            failedWakeups++;
        } else if (switches == switchesBefore && !dropRequest) {
            dropRequest = true;
            dropRequests++;
        }
        return false;
    }

    private void take() {
        locked = true;
        long holder = Thread.currentThread().threadId();
        if (lastHolder != holder) {
            lastHolder = holder;
            switches++;
        }
        dropRequest = false;
        switched.signalAll();
    }

    @Override
    public void release() {
        mutex.lock();
        try {
            locked = false;
            free.signal();
            awaitSwitchIfAsked();
        } finally {
            mutex.unlock();
        }
    }

    private void awaitSwitchIfAsked() {
        if (dropRequest) {
            forcedSwitches++;
            while (dropRequest && lastHolder == Thread.currentThread().threadId()) {
                switched.awaitUninterruptibly();
            }
        }
    }

    @Override
    public void checkpoint() {
        if (dropRequest) {
            release();
            acquire();
        }
    }

    @Override
    public Map<String, Metric> metrics() {
        mutex.lock();
        try {
            return Map.of(
                    "switches", Metric.count(switches),
                    "drop_requests", Metric.count(dropRequests),
                    "forced_switches", Metric.count(forcedSwitches),
                    "failed_wakeups", Metric.count(failedWakeups));
        } finally {
            mutex.unlock();
        }
    }
}
