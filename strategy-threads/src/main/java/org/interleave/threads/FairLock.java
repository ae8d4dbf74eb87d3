package org.interleave.threads;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A giant lock that is handed over, first come, first served. No interpreter has it: it shows what the others give up.
 *
 * <p>Whoever finds the lock taken joins a queue. A release does not free the lock but hands it to the first in the queue,
 * so nobody can come in between. The first in the queue asks after one switch interval; the holder answers at its next
 * checkpoint, and joins the queue behind the others.
 *
 * <p>Protocol: {@code locked} is true while someone holds the lock or it is on its way to someone. The queue and what is
 * granted are guarded by {@code mutex}. Nobody is forgotten: a waiter joins the queue and counts itself before it tries
 * the word; a releaser that saw nobody frees the word and looks again; both are volatile, so one sees the other. If it
 * finds somebody now, it takes the lock back, unless the waiter has, to hand it over. What the holder wrote happens
 * before the next one's acquire, through the word or through the mutex.
 */
final class FairLock extends GiantLock {

    private static final VarHandle LOCKED;

    static {
        try {
            LOCKED = MethodHandles.lookup().findVarHandle(FairLock.class, "locked", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ReentrantLock mutex = new ReentrantLock();
    private final Queue<Waiter> queue = new ArrayDeque<>();
    private final long interval;
    private long arrived = System.nanoTime();
    private boolean onItsWay;
    private volatile int waiters;
    private volatile boolean locked;
    private volatile boolean dropRequest;

    private static final class Waiter {

        final Condition turn;
        final long since = System.nanoTime();
        boolean granted;

        Waiter(Condition turn) {
            this.turn = turn;
        }
    }

    FairLock(Duration switchInterval, LockEvents events) {
        super(events);
        interval = switchInterval.toNanos();
    }

    @Override
    public void acquire() {
        take(false);
    }

    private void take(boolean afterDropping) {
        if (waiters == 0 && tryTake()) {
            events().acquired(afterDropping);
        } else {
            events().waiting();
            queueAndTake();
        }
    }

    private boolean tryTake() {
        return !locked && LOCKED.compareAndSet(this, false, true);
    }

    private void queueAndTake() {
        boolean interrupted = false;
        mutex.lock();
        try {
            Waiter self = new Waiter(mutex.newCondition());
            queue.add(self);
            waiters = queue.size();
            while (!granted(self)) {
                interrupted |= awaitTurnOrAsk(self);
            }
            onItsWay = false;
            arrived = System.nanoTime();
            events().acquired(true); // before the next in the queue may ask
        } finally {
            mutex.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Also when the lock was freed by someone who saw an empty queue. */
    private boolean granted(Waiter self) {
        if (!self.granted && queue.peek() == self && tryTake()) {
            grant();
        }
        return self.granted;
    }

    /** Waits, for what is left of an interval since both it and the holder are here, and asks then; true if interrupted. */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private boolean awaitTurnOrAsk(Waiter self) {
        long now = System.nanoTime();
        long left = interval - Math.min(now - self.since, now - arrived);
        if (left <= 0) {
            ask(self);
            left = interval;
        }
        try {
            self.turn.awaitNanos(left);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Only the first in the queue asks, and only someone who has arrived at the lock. */
    private void ask(Waiter self) {
        if (queue.peek() == self && !onItsWay && !dropRequest) {
            dropRequest = true;
            events().requested();
        }
    }

    @Override
    public void release() {
        do {
            if (waiters > 0 && handOver()) {
                return;
            }
            locked = false;
        } while (waiters > 0 && tryTake());
    }

    /** Hands the lock over if there is anybody: a waiter that was counted a moment ago may have come and gone. */
    private boolean handOver() {
        mutex.lock();
        try {
            if (queue.isEmpty()) {
                return false;
            }
            grant();
            return true;
        } finally {
            mutex.unlock();
        }
    }

    /** Called with the mutex and the lock held: hands the lock to the first in the queue. */
    private void grant() {
        Waiter first = queue.remove();
        waiters = queue.size();
        onItsWay = true;
        dropRequest = false;
        first.granted = true;
        first.turn.signal();
    }

    @Override
    public void checkpoint() {
        if (dropRequest) {
            events().dropping(true);
            release();
            take(true);
        }
    }
}
