package org.interleave.core;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The part of an {@link Execution} that is the same for every strategy: one run at a time, cancelling, closing once.
 *
 * <p>A run holds {@code running} from beginning to end; closing cancels, then waits for that lock, so that {@link
 * #shutDown} never meets a run.
 */
public abstract class SingleRunExecution implements Execution {

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

    /** Lets go of everything. Called once, when nothing runs. */
    protected abstract void shutDown();

    /** A shared cell, zero at first. Unless overridden, an unprotected one. */
    protected Cell newCell() {
        return new PlainCell();
    }

    @Override
    public final <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
        if (running.isHeldByCurrentThread() || !running.tryLock()) {
            throw new IllegalStateException("another run is going on");
        }
        try {
            Run<R> run = new Run<>(job, this::newCell);
            current.set(run);
            if (closed) {
                throw new IllegalStateException("the execution is closed");
            }
            return execute(run);
        } finally {
            current.set(null);
            running.unlock();
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
        running.lock();
        try {
            if (!shutDown) {
                shutDown = true;
                shutDown();
            }
        } finally {
            running.unlock();
        }
    }
}
