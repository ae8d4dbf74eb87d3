package org.interleave.processes.worker;

import java.util.function.IntFunction;
import org.interleave.core.Completion;
import org.interleave.core.runtime.Guard;
import org.interleave.core.runtime.GuardedTaskLoop;
import org.interleave.core.runtime.Run;
import org.interleave.processes.wire.PipedInbox;
import org.interleave.processes.worker.ShippedTask.Result;
import org.jspecify.annotations.Nullable;

/**
 * A task that a worker was given: first queued, then on a thread until its end.
 *
 * <p>Stopped on the worker's main thread. {@code thread} is guarded by the monitor, so no interrupt comes before the task
 * has the thread or after it has left it to the next.
 */
final class WorkerTask {

    /** How often, in ticks, a task looks whether to stop and whether another waits for the lock. */
    private static final int BUDGET = 10_000;

    private final int index;
    private final boolean daemon;
    private final Run<Result> run;
    private @Nullable Thread thread;

    /** A task of a run, by its place there. */
    WorkerTask(int index, ShippedTask task) {
        this.index = index;
        daemon = task.daemon();
        run = Run.part(task, index);
    }

    int index() {
        return index;
    }

    boolean daemon() {
        return daemon;
    }

    /** Asks it to stop. */
    void stop(boolean cancel) {
        if (cancel) {
            run.cancel();
        } else {
            run.stop();
        }
    }

    /** Whether it was asked to stop as the whole run was; if it has not begun it never will. */
    boolean cancelled() {
        return run.cancelled();
    }

    /** Runs it to its end on the calling thread. */
    Completion<Result> run(Guard guard, IntFunction<PipedInbox> inboxes) {
        begin();
        new GuardedTaskLoop(guard, BUDGET, inboxes).run(run.tasks().getFirst(), "");
        end();
        try {
            return run.await().getFirst();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a thread that is not interrupted any more was", e);
        }
    }

    private void begin() {
        synchronized (this) {
            thread = Thread.currentThread();
            thread.setName("task-" + index);
        }
        run.onStop(task -> interrupt());
    }

    private synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized void end() {
        thread = null;
        Thread.interrupted();
    }
}
