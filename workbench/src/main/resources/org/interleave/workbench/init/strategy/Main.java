package org.example;

import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.Approach;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.runtime.Guard;
import org.interleave.core.runtime.ThreadPerTask;

/** A thread for each task under one lock, which is handed over first come, first served. */
public final class @CLASS@ implements Strategy {

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        "@NAME@",
                        Family.THREADS,
                        Approach.IDIOMATIC,
                        "a thread for each task, one lock, first come, first served")
                .withFeatures(Feature.IN_PROCESS);
    }

    /** The kit's execution calls the guard when a task begins, waits, has done 100 ticks, and ends. */
    @Override
    public Execution open(Parameters options) {
        return ThreadPerTask.guarded(Turns::new);
    }

    /** Your policy goes here. */
    private static final class Turns implements Guard {

        private final ReentrantLock lock = new ReentrantLock(true);

        @Override
        public void acquire() {
            lock.lock();
        }

        @Override
        public void release() {
            lock.unlock();
        }

        @Override
        public void checkpoint() {
            if (lock.hasQueuedThreads()) {
                lock.unlock();
                lock.lock();
            }
        }
    }
}
