package org.interleave.threads;

import java.util.concurrent.ForkJoinPool;
import org.interleave.core.Arrival;
import org.interleave.core.runtime.BlockingWait;
import org.interleave.core.runtime.Guard;
import org.jspecify.annotations.Nullable;

/** No lock at all, but every wait is made known to the {@link ForkJoinPool} whose thread waits. Thread-safe: keeps no state. */
final class ManagedWaits implements Guard {

    @Override
    public void acquire() {}

    @Override
    public void release() {}

    @Override
    public void checkpoint() {}

    @Override
    public @Nullable Arrival unguarded(BlockingWait wait) throws Exception {
        ManagedWait managed = new ManagedWait(wait);
        ForkJoinPool.managedBlock(managed);
        return managed.result();
    }

    /** One wait. Used by its thread only. */
    private static final class ManagedWait implements ForkJoinPool.ManagedBlocker {

        private final BlockingWait wait;
        private boolean over;
        private @Nullable Arrival brought;
        private @Nullable Exception thrown;

        ManagedWait(BlockingWait wait) {
            this.wait = wait;
        }

        @Override
        public boolean block() {
            try {
                brought = wait.await();
            } catch (Exception e) {
                thrown = e;
            }
            over = true;
            return true;
        }

        @Override
        public boolean isReleasable() {
            return over;
        }

        @Nullable
        Arrival result() throws Exception {
            if (thrown != null) {
                throw thrown;
            }
            return brought;
        }
    }
}
