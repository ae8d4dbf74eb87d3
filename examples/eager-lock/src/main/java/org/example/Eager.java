package org.example;

import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.Parameters;
import org.interleave.threads.GiantLock;
import org.interleave.threads.LockEvents;
import org.interleave.threads.LockPolicy;

/** A giant lock whose holder gives way at every checkpoint, to whoever has waited longest. */
public final class Eager implements LockPolicy {

    @Override
    public String name() {
        return "eager";
    }

    @Override
    public String description() {
        return "the holder gives way at every checkpoint";
    }

    @Override
    public GiantLock newLock(Parameters options, LockEvents events) {
        return new GiantLock(events) {
            private final ReentrantLock lock = new ReentrantLock(true);

            @Override
            public void acquire() {
                boolean free = lock.tryLock();
                if (!free) {
                    events().waiting();
                    lock.lock();
                }
                events().acquired(!free);
            }

            @Override
            public void release() {
                lock.unlock();
            }

            @Override
            public void checkpoint() {
                if (lock.hasQueuedThreads()) {
                    events().dropping(false);
                    release();
                    acquire();
                }
            }
        };
    }
}
