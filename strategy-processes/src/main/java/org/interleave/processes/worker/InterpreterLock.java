package org.interleave.processes.worker;

import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.runtime.Guard;

/**
 * The one lock of a worker: a worker process stands for an interpreter with a giant lock of its own. Usually the worker
 * has one task, which has the lock for itself.
 *
 * <p>If it has several, the one that runs hands over to the one that has waited longest after a switch interval of
 * 5 ms, which is CPython's. Unlike there, nobody has to ask.
 */
final class InterpreterLock {

    private static final long SWITCH_INTERVAL = 5_000_000;

    private final ReentrantLock lock = new ReentrantLock(true);
    private long acquired; // guarded by lock

    /**
     * What one task of a run holds while it runs. Used by its thread. The task counts as runnable at first; its end is
     * not told to the queue from here.
     */
    Guard guard(WorkerQueue queue, boolean daemon) {
        return new Guard() {
            private boolean paused;

            @Override
            public void acquire() {
                if (paused && !daemon) {
                    queue.resumed();
                }
                paused = false;
                take();
            }

            @Override
            public void release() {
                lock.unlock();
                paused = true;
                if (!daemon) {
                    queue.paused();
                }
            }

            @Override
            public void end() {
                lock.unlock();
            }

            @Override
            public void checkpoint() {
                if (lock.hasQueuedThreads() && System.nanoTime() - acquired >= SWITCH_INTERVAL) {
                    lock.unlock();
                    take();
                }
            }
        };
    }

    private void take() {
        lock.lock();
        acquired = System.nanoTime();
    }
}
