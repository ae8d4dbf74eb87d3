package org.interleave.threads;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;

/**
 * The timed lock with David Beazley's proposal of priorities: a task that comes back from I/O or another wait preempts
 * one that computes.
 *
 * <p>Whoever comes back and finds a holder that computes asks at once, instead of after an interval, and is served
 * before the tasks that wait to compute. A holder computes once it has passed a checkpoint; until then it has come back
 * itself, and whoever else comes back waits for it as under the timed lock.
 *
 * <p>I/O that does not block takes less time than to wake a thread. If whoever was preempted were woken at each, it would
 * take the lock just when the other comes back: the convoy again. So it keeps away for a moment first.
 *
 * <p>Source: the proposal in his talk <em>Understanding the Python GIL</em> of 2010. His experiment counted priorities
 * up and down; here there are two, and which one a task has is decided anew each time it wants the lock. Since an answer
 * comes within a checkpoint's time, whoever has asked first watches for it for a moment before it sleeps, where there is
 * another processor for the holder: to be woken would take longer than the answer.
 *
 * <p>Protocol: as {@link DropOnRequestLock}; {@code returning} is guarded by the mutex, {@code computes} is written by
 * the holder and read by those who come back, to whom an old value costs an interval at most; {@code preempted} is set
 * by those who ask and cleared by whoever is asked, to whom an old value costs a moment.
 */
final class PriorityLock extends DropOnRequestLock {

    /** About twice as long as it takes to wake a thread. */
    private static final long AWAY_NANOS = 100_000;

    private final Condition free = mutex.newCondition();
    private final Condition freeForReturning = mutex.newCondition();
    private volatile boolean computes = true;
    private volatile boolean preempted;
    private int returning;

    PriorityLock(Duration switchInterval, LockEvents events) {
        super(switchInterval.toNanos(), events);
    }

    @Override
    protected void acquireReturning() {
        boolean taken = tryTake();
        if (!taken) {
            events().waiting();
            preempt();
        }
        computes = false;
        acquired(!taken);
    }

    private void preempt() {
        boolean interrupted = false;
        mutex.lock();
        try {
            countWaiters(1);
            returning++;
            boolean taken = watchForAnswer();
            while (!taken && !tryTake()) {
                askIfHolderComputes();
                interrupted |= awaitOrAsk(freeForReturning);
            }
            returning--;
            countWaiters(-1);
        } finally {
            mutex.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void askIfHolderComputes() {
        if (computes) {
            preempted = true;
            ask();
        }
    }

    @Override
    void keepAway() {
        if (preempted) {
            preempted = false;
            LockSupport.parkNanos(this, AWAY_NANOS);
        }
    }

    /** Asks, without the mutex meanwhile, which the holder may need; true if it has taken the lock. */
    private boolean watchForAnswer() {
        askIfHolderComputes();
        mutex.unlock();
        try {
            return watchFor(this::tryTake);
        } finally {
            mutex.lock();
        }
    }

    @Override
    boolean mayTake() {
        return returning == 0;
    }

    @Override
    boolean awaitFree() {
        return awaitOrAsk(free);
    }

    @Override
    void signalFree() {
        if (returning > 0) {
            freeForReturning.signal();
        } else {
            free.signal();
        }
    }

    @Override
    public void checkpoint() {
        if (!computes) {
            computes = true;
        }
        super.checkpoint();
    }
}
