package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.runtime.Guard;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Mutual exclusion and progress, checked by running one small scenario in many interleavings: no two hold the lock, and
 * none waits for ever. In the model a timed wait never times out, so no wake-up may be missing; the requests that come
 * of time-outs are left to the other tests.
 */
@Tag("thorough")
class GiantLockModelTest {

    private static final Duration INTERVAL = Duration.ofMillis(5);

    @Test
    void tickLock() {
        check(TickLocked.class);
    }

    @Test
    void timedLock() {
        check(TimedLocked.class);
    }

    @Test
    void priorityLock() {
        check(PriorityLocked.class);
    }

    @Test
    void fairLock() {
        check(FairLocked.class);
    }

    @Test
    void lostWakeUpIsFound() {
        assertThatThrownBy(() -> check(ForgetfulLocked.class)).isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void lackOfLockIsFound() {
        assertThatThrownBy(() -> check(NotLocked.class)).isInstanceOf(LincheckAssertionError.class);
    }

    private static void check(Class<?> model) {
        new ModelCheckingOptions()
                .iterations(1)
                .invocationsPerIteration(5_000)
                .threads(2)
                .actorsPerThread(1)
                .actorsBefore(0)
                .actorsAfter(0)
                .check(model);
    }

    /** Each operation looks, before and after a checkpoint, whether the holder is alone. One after another they all are. */
    abstract static class Locked {

        private final Guard lock;
        private int inside;

        Locked(Guard lock) {
            this.lock = lock;
        }

        @Operation
        public boolean holdAlone() {
            lock.acquire();
            boolean alone = enterAndLeave();
            lock.checkpoint();
            alone &= enterAndLeave();
            lock.releaseForWait();
            lock.acquireAfterWait();
            alone &= enterAndLeave();
            lock.release();
            return alone;
        }

        private boolean enterAndLeave() {
            inside++;
            boolean alone = inside == 1;
            inside--;
            return alone;
        }
    }

    public static final class TickLocked extends Locked {

        public TickLocked() {
            super(new TickLock(LockEvents.counting(), new ParkingSemaphore()));
        }
    }

    public static final class TimedLocked extends Locked {

        public TimedLocked() {
            super(new TimedLock(INTERVAL, LockEvents.counting()));
        }
    }

    public static final class PriorityLocked extends Locked {

        public PriorityLocked() {
            super(new PriorityLock(INTERVAL, LockEvents.counting()));
        }
    }

    public static final class FairLocked extends Locked {

        public FairLocked() {
            super(new FairLock(INTERVAL, LockEvents.counting()));
        }
    }

    /** Frees the lock and wakes nobody. */
    public static final class ForgetfulLocked extends Locked {

        public ForgetfulLocked() {
            super(new Guard() {
                private final ReentrantLock mutex = new ReentrantLock();
                private final Condition free = mutex.newCondition();
                private boolean locked;

                @Override
                public void acquire() {
                    mutex.lock();
                    try {
                        while (locked) {
                            free.awaitUninterruptibly();
                        }
                        locked = true;
                    } finally {
                        mutex.unlock();
                    }
                }

                @Override
                public void release() {
                    mutex.lock();
                    try {
                        locked = false;
                    } finally {
                        mutex.unlock();
                    }
                }

                @Override
                public void checkpoint() {}
            });
        }
    }

    public static final class NotLocked extends Locked {

        public NotLocked() {
            super(Guard.NONE);
        }
    }
}
