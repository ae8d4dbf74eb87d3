package org.interleave.core.runtime;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The part of an {@link Execution} that is the same for every strategy: one run at a time, cancelling, closing once.
 *
 * <p>A run holds {@code running} from beginning to end; closing cancels, then waits for that lock, so that {@link
 * #shutDown} never meets a run. If a run does not end in time, closing leaves that to the end of the run.
 */
public abstract class SingleRunExecution implements Execution {

    /** Time limit for a cancelled run to end, on closing. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

    private final ReentrantLock running = new ReentrantLock();
    private final AtomicReference<@Nullable Run<?>> current = new AtomicReference<>();
    private volatile boolean closed;
    private boolean shutDown;

    /** For subclasses. */
    protected SingleRunExecution() {}

    /**
     * Runs the tasks of a run to their end: usually starts them, then answers {@link Run#outcome}.
     *
     * @throws InterruptedException if the calling thread was interrupted, after the tasks ended
     */
    protected abstract <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException;

    /** Releases everything. Called once, when nothing runs. */
    protected abstract void shutDown();

    /** The protection of the cells that the tasks of the next run share. Unless overridden there is none. */
    protected Cells cells() {
        return Cells.UNPROTECTED;
    }

    @Override
    public final <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
        if (running.isHeldByCurrentThread() || !running.tryLock()) {
            throw new IllegalStateException("another run is going on");
        }
        try {
            Run<R> run = new Run<>(job, cells());
            current.set(run);
            if (closed) {
                throw new IllegalStateException("the execution is closed");
            }
            return execute(run);
        } finally {
            current.set(null);
            running.unlock();
            if (closed && running.tryLock()) {
                shutDownOnce();
            }
        }
    }

    @Override
    public final void stop() {
        Run<?> run = current.get();
        if (run != null) {
            run.stop();
        }
    }

    @Override
    public final void cancel() {
        Run<?> run = current.get();
        if (run != null) {
            run.cancel();
        }
    }

    @Override
    public final void close() {
        closed = true;
        cancel();
        if (lockWithin(closeLimit())) {
            shutDownOnce();
        }
    }

    /** {@link #CLOSE_LIMIT}, but in tests of this class. */
    Duration closeLimit() {
        return CLOSE_LIMIT;
    }

    /** Called with {@code running} held, which it gives back. */
    private void shutDownOnce() {
        try {
            if (!shutDown) {
                shutDown = true;
                shutDown();
            }
        } finally {
            running.unlock();
        }
    }

    /** Waits for the run to end; false if it did not in time. An interrupt is kept for later. */
    private boolean lockWithin(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return running.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
