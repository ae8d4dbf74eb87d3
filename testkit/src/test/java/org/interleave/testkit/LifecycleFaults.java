package org.interleave.testkit;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;

/** Faults in running one job at a time, closing and keeping quiet. */
final class LifecycleFaults {

    private LifecycleFaults() {}

    static final class LeaksThread extends FaultyExecution {

        private static final Duration LONGER_THAN_THE_TEST = Duration.ofMinutes(1);

        @Override
        public void close() {
            super.close();
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    Thread.sleep(LONGER_THAN_THE_TEST);
                } catch (InterruptedException e) {
                    // so it ends
                }
            });
        }
    }

    static final class ClosesOnce extends FaultyExecution {

        private boolean closed;

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("closed already");
            }
            closed = true;
            super.close();
        }
    }

    static final class RunsAfterClosing extends FaultyExecution {

        private volatile boolean closed;

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            if (!closed) {
                return super.run(job);
            }
            try (Execution another = new ReferenceExecution()) {
                return another.run(job);
            }
        }

        @Override
        public void close() {
            closed = true;
            super.close();
        }
    }

    static final class WaitsToClose extends FaultyExecution {

        private final ReentrantLock running = new ReentrantLock();

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            if (!running.tryLock()) {
                throw new IllegalStateException("another run is going on");
            }
            try {
                return super.run(job);
            } finally {
                running.unlock();
            }
        }

        @Override
        public void close() {
            running.lock();
            try {
                super.close();
            } finally {
                running.unlock();
            }
        }
    }

    static final class Prints extends FaultyExecution {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            if (!job.tasks().isEmpty()) {
                System.out.print(".");
            }
            return super.run(job);
        }
    }

    static final class QueuesRuns extends FaultyExecution {

        private final ReentrantLock running = new ReentrantLock();

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            running.lockInterruptibly();
            try {
                return super.run(job);
            } finally {
                running.unlock();
            }
        }
    }

    static final class FailsWithoutTasks extends FaultyExecution {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            job.tasks().getFirst();
            return super.run(job);
        }
    }
}
