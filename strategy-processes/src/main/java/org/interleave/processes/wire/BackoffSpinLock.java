package org.interleave.processes.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A spin lock with back-off, for sections of nanoseconds that two threads rarely want at a time: taking it costs one
 * compare-and-set, giving it back a store, with no fence before a look whether someone waits, as {@link
 * java.util.concurrent.locks.ReentrantLock} needs.
 *
 * <p>Memory order: {@code held} is taken with acquire and given back with release, so whoever takes it sees all that those
 * before have done while they held it. Nobody is left asleep, since nobody has to be woken: who finds it taken looks again
 * for a moment, then sleeps for a limited time before each further look. There is no order among those who wait.
 *
 * <p>It does not matter to it whether threads are virtual. An interrupt is kept for later. Not reentrant.
 */
final class BackoffSpinLock {

    /** Looks before the first sleep, which is about as long as two short sections take. */
    private static final int LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 100 : 1;

    private static final long SHORTEST_SLEEP_NANOS = 5_000;
    private static final long LONGEST_SLEEP_NANOS = 100_000;

    private static final int FREE = 0;
    private static final int LOCKED = 1;

    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(BackoffSpinLock.class, "held", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // through HELD
    private int held;

    BackoffSpinLock() {}

    /** Takes it, when it is free. */
    void lock() {
        if (!HELD.weakCompareAndSetAcquire(this, FREE, LOCKED)) {
            await();
        }
    }

    /** Gives it back. To be called by whoever has taken it. */
    void unlock() {
        HELD.setRelease(this, FREE);
    }

    private void await() {
        boolean interrupted = false;
        long sleep = SHORTEST_SLEEP_NANOS;
        while (!look()) {
            LockSupport.parkNanos(this, sleep);
            interrupted |= Thread.interrupted();
            sleep = Math.min(2 * sleep, LONGEST_SLEEP_NANOS);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean look() {
        for (int i = 0; i < LOOKS; i++) {
            if ((int) HELD.getOpaque(this) == FREE && HELD.weakCompareAndSetAcquire(this, FREE, LOCKED)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
