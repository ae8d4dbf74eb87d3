package org.example;

import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.Parameters;
import org.interleave.threads.GiantLock;
import org.interleave.threads.LockEvents;
import org.interleave.threads.LockPolicy;

/** A giant lock whose holder gives way after 2 ms, to whoever has waited longest. */
public final class @CLASS@ implements LockPolicy {

    private static final long SLICE_NANOS = 2_000_000;

    @Override
    public String name() {
        return "@NAME@";
    }

    @Override
    public String description() {
        return "the holder gives way after 2 ms, asked or not";
    }

    @Override
    public GiantLock newLock(Parameters options, LockEvents events) {
        return new GiantLock(events) {
            private final ReentrantLock lock = new ReentrantLock(true);
            private long since; // guarded by lock

            @Override
            public void acquire() {
                boolean free = lock.tryLock();
                if (!free) {
                    events().waiting();
                    lock.lock();
                }
                events().acquired(!free);
                since = System.nanoTime();
            }

            @Override
            public void release() {
                lock.unlock();
            }

            @Override
            public void checkpoint() {
                if (lock.hasQueuedThreads() && System.nanoTime() - since > SLICE_NANOS) {
                    events().dropping(false);
                    release();
                    acquire();
                }
            }
        };
    }
}
