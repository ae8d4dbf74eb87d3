package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.interleave.core.Guard;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Mutual exclusion and progress of the tick policy, checked by running one small scenario in many interleavings. The
 * timed policy cannot be checked so: in the model a timed wait never times out.
 */
class TickLockModelTest {

    @Test
    void tickLock() {
        check(TickLocked.class);
    }

    @Test
    void lackOfLockIsFound() {
        assertThatThrownBy(() -> check(NotLocked.class)).isInstanceOf(LincheckAssertionError.class);
    }

    private static void check(Class<?> model) {
        new ModelCheckingOptions()
                .iterations(1)
                .invocationsPerIteration(10_000)
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
            super(new TickLock(LockEvents.counting()));
        }
    }

    public static final class NotLocked extends Locked {

        public NotLocked() {
            super(Guard.NONE);
        }
    }
}
