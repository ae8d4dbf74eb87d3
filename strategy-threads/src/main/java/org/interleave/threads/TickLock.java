package org.interleave.threads;

import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.Metric;

/**
 * The giant lock of CPython up to 3.1: a binary semaphore made of a mutex, a condition and a flag.
 *
 * <p>At every checkpoint, that is after every check interval of ticks, the holder releases it and at once acquires it
 * again, competing with whoever the release woke. On two processors the holder, which is running, mostly wins, and the
 * woken thread finds the lock taken and goes back to sleep: the battle for the lock.
 *
 * <p>Source: {@code Python/ceval.c} and {@code Python/thread_pthread.h} of CPython 2.7. There the flag may also be a
 * POSIX semaphore, which behaves alike; here a thread that was signalled takes its turn for the mutex before it looks
 * at the flag, as with a pthread condition.
 *
 * <p>Protocol: {@code locked} and the counters are guarded by {@code mutex}. Whoever sets {@code locked} holds the
 * giant lock; clearing it under the same mutex makes what the holder wrote visible to the next.
 */
final class TickLock implements GiantLock {

    /** No thread has this id. */
    private static final long NOBODY = 0;

    private final ReentrantLock mutex = new ReentrantLock();
    private final Condition released = mutex.newCondition();
    private boolean locked;
    private long lastHolder = NOBODY;
    private long switches;
    private long failedWakeups;

    @Override
    public void acquire() {
        mutex.lock();
        try {
            while (locked) {
                released.awaitUninterruptibly();
                if (locked) {
                    failedWakeups++;
                }
            }
            take();
        } finally {
            mutex.unlock();
        }
    }

    private void take() {
        locked = true;
        long holder = Thread.currentThread().threadId();
        if (lastHolder != holder) {
            lastHolder = holder;
            switches++;
        }
    }

    @Override
    public void release() {
        mutex.lock();
        try {
            locked = false;
            released.signal();
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public void checkpoint() {
        release();
        acquire();
    }

    @Override
    public Map<String, Metric> metrics() {
        mutex.lock();
        try {
            return Map.of("switches", Metric.count(switches), "failed_wakeups", Metric.count(failedWakeups));
        } finally {
            mutex.unlock();
        }
    }
}
