package org.interleave.threads;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The giant lock of CPython up to 3.1: a binary semaphore that is released and acquired again at every check.
 *
 * <p>At every checkpoint, that is after every check interval of ticks, the holder releases it, which wakes a waiter, and
 * at once acquires it again, competing with whom it woke. On two processors the holder, which is running, mostly wins,
 * and the woken thread finds the lock taken and goes back to sleep: the battle for the lock.
 *
 * <p>Source: {@code Python/ceval.c} and {@code Python/thread_pthread.h} of CPython 2.7. On Linux the lock there is a
 * POSIX semaphore, elsewhere a mutex, a condition and a flag; this is the former. It is a word that is free or taken,
 * with a queue of sleepers beside it, since a futex does the same: waking the oldest sleeper hands nothing over, and
 * whoever finds the word free first takes it. With a mutex around the flag a woken thread first has to win the mutex,
 * and the answer to a request beside a computing thread takes twice as long.
 *
 * <p>While anybody waits, every release of the semaphore is a system call, also one that finds the waiter awake already,
 * and the lock is free meanwhile: that is when whoever woke gets it. {@link LockSupport#unpark} makes no call then, so
 * the releaser lets the time of one pass. Without it a waiter would starve as it does under no interpreter.
 *
 * <p>Protocol: whoever changes {@code taken} from false to true holds the giant lock, and what the holder wrote happens
 * before the next one's acquire, through that word. No wake-up is lost: a waiter enqueues itself and then tries the
 * word; a releaser frees the word and then looks into the queue; both are volatile, so one sees the other. A waiter
 * that lost the race stays in the queue, and the next release wakes it again.
 */
final class TickLock extends GiantLock {

    /** About what a system call takes that wakes nobody. */
    private static final long SYSTEM_CALL_NANOS = 450;

    private static final int MOST_LOOKS_AT_THE_CLOCK = 32;

    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(TickLock.class, "taken", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean taken;
    private final Queue<Thread> sleepers = new ConcurrentLinkedQueue<>();

    TickLock(LockEvents events) {
        super(events);
    }

    @Override
    public void acquire() {
        boolean free = tryTake();
        if (!free) {
            events().waiting();
            sleepUntilTaken();
        }
        events().acquired(!free);
    }

    private boolean tryTake() {
        return TAKEN.compareAndSet(this, false, true);
    }

    private void sleepUntilTaken() {
        Thread self = Thread.currentThread();
        boolean interrupted = false;
        sleepers.add(self);
        while (!tryTake()) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
            if (taken) {
                events().failedWakeup();
            }
        }
        sleepers.remove(self);
        if (interrupted) {
            self.interrupt();
        }
    }

    @Override
    public void release() {
        taken = false;
        Thread oldest = sleepers.peek();
        if (oldest != null) {
            LockSupport.unpark(oldest);
        }
    }

    @Override
    public void checkpoint() {
        events().dropping(false);
        if (sleepers.isEmpty()) {
            release();
            acquire();
        } else {
            compete();
        }
    }

    /** Waiting begins with the wake-up, in which the system may let the other run. */
    private void compete() {
        events().waiting();
        release();
        makeSystemCall();
        if (!tryTake()) {
            sleepUntilTaken();
        }
        events().acquired(true);
    }

    private static void makeSystemCall() {
        long start = System.nanoTime();
        for (int look = 0; look < MOST_LOOKS_AT_THE_CLOCK; look++) {
            Thread.onSpinWait();
            if (System.nanoTime() - start >= SYSTEM_CALL_NANOS) {
                return;
            }
        }
    }
}
