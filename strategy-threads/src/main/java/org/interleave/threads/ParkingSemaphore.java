package org.interleave.threads;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The semaphore where there is no futex: a word, and a queue of parked threads that does what the kernel's does.
 *
 * <p>While anybody waits, every release of the real one is a system call, also one that finds all waiters awake already,
 * and the word is free meanwhile: that is when whoever woke gets it. {@link LockSupport#unpark} makes no call then, so
 * the releaser lets the time of one pass. Threads that compute still change turns a third as often as with the futex.
 *
 * <p>No wake-up is lost: a waiter enqueues itself and then tries the word; a releaser frees the word and then looks into
 * the queue; both are volatile, so one sees the other. Whom a releaser took out of the queue either takes the word or
 * finds it taken, and then whoever took it will release it and look into the queue, where the loser is again.
 */
final class ParkingSemaphore extends BinarySemaphore {

    /** About what a system call takes that wakes nobody. */
    private static final long SYSTEM_CALL_NANOS = 450;

    private static final int MOST_LOOKS_AT_THE_CLOCK = 32;

    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(ParkingSemaphore.class, "taken", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean taken;
    private final AtomicInteger waiters = new AtomicInteger();
    private final Queue<Waiter> sleepers = new ConcurrentLinkedQueue<>();

    /** One thread's one wait; {@code queued} until a releaser takes it out of the queue to wake it. */
    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private volatile boolean queued;
    }

    @Override
    boolean tryAcquire() {
        return !taken && TAKEN.compareAndSet(this, false, true);
    }

    @Override
    void acquire(Runnable failedWakeup) {
        Waiter self = new Waiter();
        boolean interrupted = false;
        waiters.incrementAndGet();
        enqueue(self);
        while (!tryAcquire()) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
            boolean woken = !self.queued;
            if (tryAcquire()) {
                break;
            }
            if (woken) {
                failedWakeup.run();
                enqueue(self);
            }
        }
        waiters.decrementAndGet();
        sleepers.remove(self);
        if (interrupted) {
            self.thread.interrupt();
        }
    }

    private void enqueue(Waiter self) {
        self.queued = true;
        sleepers.add(self);
    }

    @Override
    void release() {
        taken = false;
        if (!hasWaiters()) {
            return;
        }
        Waiter oldest = sleepers.poll();
        if (oldest == null) {
            makeSystemCall();
        } else {
            oldest.queued = false;
            LockSupport.unpark(oldest.thread);
        }
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

    @Override
    boolean hasWaiters() {
        return waiters.get() > 0;
    }
}
