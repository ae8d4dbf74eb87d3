package org.interleave.threads;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A giant lock whose holder drops it when asked, at its next checkpoint, and waits until another has taken it. Who asks
 * when, and who is woken, is the policy's.
 *
 * <p>Protocol: whoever changes {@code locked} from false to true holds the giant lock, and what the holder wrote happens
 * before the next one's acquire, through that word. The rest is for those who wait:
 *
 * <ul>
 *   <li>No wake-up is lost. A waiter counts itself in {@code waiters} and then tries the word; a releaser frees the word
 *       and then looks at {@code waiters}; both are volatile, so one sees the other. The signal is given under {@code
 *       mutex}, which the waiter holds from its last try to its wait.
 *   <li>{@code dropRequest} is set under {@code mutex} by a waiter that finds the lock held. It is seen without, at
 *       checkpoints: a request that is seen late costs a budget of ticks, no more. Whoever takes the lock while it is
 *       set clears it under {@code mutex}, as the last step of taking.
 *   <li>The wait of the releaser, for {@code switched} under {@code mutex}, ends. It waits only while {@code dropRequest}
 *       is set and it is itself the last holder. Whoever asked waits for the lock, with a limit, until it has taken it;
 *       so somebody takes it, finds the request, clears it and signals.
 *   <li>{@code lastHolder} and {@code switches} are written by the holder only.
 * </ul>
 */
abstract sealed class DropOnRequestLock extends GiantLock permits TimedLock, PriorityLock {

    /** About ten budgets of ticks. */
    private static final long WATCH_NANOS = 20_000;

    private static final boolean WATCHES = Runtime.getRuntime().availableProcessors() > 1;

    private static final VarHandle LOCKED;

    static {
        try {
            LOCKED = MethodHandles.lookup().findVarHandle(DropOnRequestLock.class, "locked", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final ReentrantLock mutex = new ReentrantLock();
    private final Condition switched = mutex.newCondition();
    private final long interval;
    private volatile boolean locked;
    private volatile boolean dropRequest;
    private volatile @Nullable Thread lastHolder;
    private volatile long switches;
    private volatile int waiters;

    /**
     * A free lock.
     *
     * @param interval how long a waiter waits before it asks, in nanoseconds
     */
    DropOnRequestLock(long interval, LockEvents events) {
        super(events);
        this.interval = interval;
    }

    /** Called with the mutex held, by a waiter in a loop: waits until the lock may be free; true if interrupted. */
    abstract boolean awaitFree();

    /** Called with the mutex held: wakes a waiter. */
    abstract void signalFree();

    @Override
    public final void acquire() {
        take(false);
    }

    private void take(boolean afterDropping) {
        boolean taken = tryTake();
        if (!taken) {
            awaitAndTake();
        }
        acquired(afterDropping || !taken);
    }

    final boolean tryTake() {
        return isFree() && LOCKED.compareAndSet(this, false, true);
    }

    /** Whether nobody holds it, at this moment. */
    final boolean isFree() {
        return !locked;
    }

    /** Waits with the others, first come, first woken, and takes it. */
    private void awaitAndTake() {
        events().waiting();
        boolean interrupted = false;
        mutex.lock();
        try {
            countWaiters(1);
            while (!mayTake() || !tryTake()) {
                interrupted |= awaitFree();
            }
            countWaiters(-1);
        } finally {
            mutex.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called with the mutex held: whether a thread that does not come back from I/O may take the lock if it is free. */
    boolean mayTake() {
        return true;
    }

    /** Called with the mutex held. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    final void countWaiters(int change) {
        waiters += change;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by the holder only
    final void acquired(boolean afterWaiting) {
        Thread self = Thread.currentThread();
        if (lastHolder != self) {
            lastHolder = self;
            switches++;
        }
        events().acquired(afterWaiting);
        if (dropRequest) {
            answerRequest();
        }
    }

    private void answerRequest() {
        mutex.lock();
        try {
            dropRequest = false;
            switched.signalAll();
        } finally {
            mutex.unlock();
        }
    }

    /**
     * Called with the mutex held, by a waiter in a loop: waits for one interval, and asks if that passed without a
     * switch; true if it was interrupted.
     */
    @SuppressWarnings("WaitNotInLoop")
    final boolean awaitOrAsk(Condition free) {
        long switchesBefore = switches;
        boolean timedOut;
        try {
            timedOut = free.awaitNanos(interval) <= 0;
        } catch (InterruptedException e) {
            return true;
        }
        if (locked && !timedOut) {
            events().failedWakeup();
        } else if (switches == switchesBefore) {
            ask();
        }
        return false;
    }

    /** Called with the mutex held: asks the holder, if there is one and nobody has. */
    final void ask() {
        if (locked && !dropRequest) {
            dropRequest = true;
            events().requested();
        }
    }

    @Override
    public final void release() {
        locked = false;
        if (waiters > 0) {
            signalAndAwaitSwitchIfAsked();
        }
    }

    /**
     * In two steps, as in CPython, where the calls that wake the other take long enough for it to take the lock, so that
     * the releaser mostly need not sleep.
     */
    private void signalAndAwaitSwitchIfAsked() {
        mutex.lock();
        try {
            signalFree();
        } finally {
            mutex.unlock();
        }
        if (owesSwitch() && !watchFor(() -> !owesSwitch())) {
            awaitSwitch();
        }
    }

    /**
     * Watches for what another thread does next, where there is a processor for it: to be woken would take longer than it
     * does; true if the change has come.
     */
    static boolean watchFor(BooleanSupplier change) {
        if (!WATCHES) {
            return false;
        }
        long start = System.nanoTime();
        do {
            if (change.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
        } while (System.nanoTime() - start < WATCH_NANOS);
        return false;
    }

    private boolean owesSwitch() {
        return dropRequest && lastHolder == Thread.currentThread();
    }

    private void awaitSwitch() {
        mutex.lock();
        try {
            while (owesSwitch()) {
                switched.awaitUninterruptibly();
            }
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public void checkpoint() {
        if (dropRequest) {
            giveWay();
        }
    }

    private void giveWay() {
        events().dropping(true);
        release();
        keepAway();
        take(true);
    }

    /** Called by a thread that has dropped the lock on request, before it wants it again. */
    void keepAway() {}
}
