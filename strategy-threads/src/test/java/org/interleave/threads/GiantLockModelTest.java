package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.interleave.core.Guard;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Mutual exclusion and progress of the locks, checked by running small scenarios in many interleavings. */
class GiantLockModelTest {

    @Test
    void tickLock() {
        check(TickLocked.class);
    }

    @Test
    void timedLock() {
        check(TimedLocked.class);
    }

    @Test
    void lackOfLockIsFound() {
        assertThatThrownBy(() -> check(NotLocked.class)).isInstanceOf(LincheckAssertionError.class);
    }

    private static void check(Class<?> model) {
        new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(0)
                .check(model);
    }

    /** A number that only the holder changes, by a load and a store. */
    abstract static class Locked {

        private final Guard lock;
        private int value;

        Locked(Guard lock) {
            this.lock = lock;
        }

        @Operation
        public int increment() {
            lock.acquire();
            value++;
            int incremented = value;
            lock.checkpoint();
            lock.release();
            return incremented;
        }
    }

    public static final class TickLocked extends Locked {

        public TickLocked() {
            super(new TickLock());
        }
    }

    public static final class TimedLocked extends Locked {

        public TimedLocked() {
            super(new TimedLock(Duration.ofNanos(1)));
        }
    }

    public static final class NotLocked extends Locked {

        public NotLocked() {
            super(Guard.NONE);
        }
    }
}
