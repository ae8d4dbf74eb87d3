package org.example;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.runtime.Guard;

/**
 * A bounded number of permits to run, handed to whoever has used least: each budget of ticks that a task has done counts against
 * it. Thread-safe.
 */
final class LeastFirst implements Guard {

    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::used).thenComparingLong(Waiting::arrival));
    private int permits;
    private long arrivals;

    /** What the calling thread's task has used. */
    private final ThreadLocal<long[]> used = ThreadLocal.withInitial(() -> new long[1]);

    LeastFirst(int permits) {
        this.permits = permits;
    }

    /** A thread that waits for a permit. */
    private static final class Waiting {

        private final long used;
        private final long arrival;
        private final Condition turn;
        private boolean granted;

        Waiting(long used, long arrival, Condition turn) {
            this.used = used;
            this.arrival = arrival;
            this.turn = turn;
        }

        long used() {
            return used;
        }

        long arrival() {
            return arrival;
        }
    }

    @Override
    public void acquire() {
        lock.lock();
        try {
            if (permits > 0) {
                permits--;
                return;
            }
            Waiting own = new Waiting(used.get()[0], arrivals++, lock.newCondition());
            waiting.add(own);
            while (!own.granted) {
                own.turn.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void release() {
        lock.lock();
        try {
            Waiting next = waiting.poll();
            if (next == null) {
                permits++;
            } else {
                next.granted = true;
                next.turn.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives way to whoever has used less. */
    @Override
    public void checkpoint() {
        long own = ++used.get()[0];
        lock.lock();
        boolean givesWay;
        try {
            Waiting next = waiting.peek();
            givesWay = next != null && next.used < own;
        } finally {
            lock.unlock();
        }
        if (givesWay) {
            release();
            acquire();
        }
    }
}
