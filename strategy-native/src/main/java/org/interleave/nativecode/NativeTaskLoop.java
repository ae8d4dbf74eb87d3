package org.interleave.nativecode;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.interleave.core.Completion;
import org.interleave.core.Kernel;
import org.interleave.core.runtime.GuardedTaskLoop;
import org.interleave.core.runtime.Inbox;
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.TaskLoop;
import org.interleave.core.runtime.TaskRun;
import org.interleave.threads.GiantLock;

/**
 * Runs a task's C twin in place of the task, if it has one; other tasks run in Java under the same giant lock.
 *
 * <p>A C extension would compute in one call. Here it is cut into slices, only so that a run can be cancelled: between
 * two of them the thread looks whether to stop, and nothing happens to the lock. A daemon that should stop results in
 * what its first word holds at that time.
 *
 * <p>The state belongs to the thread, so the C code needs no lock. The task's own code, which makes the result of the
 * first word, runs with the giant lock held.
 */
final class NativeTaskLoop implements TaskLoop {

    /** About 20 ms of the tick: the longest that a cancelled task goes on, and beside it a call costs nothing. */
    static final long SLICE = 1_000_000;

    private final GiantLock lock;
    private final LockDuringCall lockDuringCall;
    private final List<Inbox> inboxes;
    private final LongAdder nativeCalls;
    private final TaskLoop java;

    /**
     * A loop for the tasks of one run.
     *
     * @param lock what a task has to hold while it runs in Java
     * @param lockDuringCall what becomes of it while a task runs in C
     * @param inboxes one for each task of the run
     * @param nativeCalls counts the calls of C functions
     */
    NativeTaskLoop(GiantLock lock, LockDuringCall lockDuringCall, List<Inbox> inboxes, LongAdder nativeCalls) {
        this.lock = lock;
        this.lockDuringCall = lockDuringCall;
        this.inboxes = List.copyOf(inboxes);
        this.nativeCalls = nativeCalls;
        java = new GuardedTaskLoop(lock, RunSetup.GUARDED_BUDGET, inboxes);
    }

    @Override
    public <R extends Serializable> void run(TaskRun<R> task, String worker) {
        Optional<Kernel<R>> kernel;
        try {
            kernel = task.task().kernel();
        } catch (Throwable thrown) {
            fail(task, worker, thrown);
            return;
        }
        if (kernel.isPresent()) {
            compute(task, kernel.get(), worker);
        } else {
            java.run(task, worker);
        }
    }

    private <R extends Serializable> void compute(TaskRun<R> task, Kernel<R> kernel, String worker) {
        Completion<R> completion;
        try {
            completion = computeLocked(task, kernel, worker);
        } catch (Throwable thrown) {
            fail(task, worker, thrown);
            return;
        }
        inboxes.get(task.index()).close();
        task.complete(completion);
    }

    private void fail(TaskRun<?> task, String worker, Throwable thrown) {
        inboxes.get(task.index()).close();
        task.fail(worker, thrown);
    }

    private <R extends Serializable> Completion<R> computeLocked(TaskRun<R> task, Kernel<R> kernel, String worker)
            throws Exception {
        lock.begin(task.index());
        try {
            NativeKernel function = NativeKernels.named(kernel.name());
            long[] state = kernel.state().stream().mapToLong(Long::longValue).toArray();
            return lockDuringCall.run(lock, () -> advance(task, function, state))
                    ? new Completion.Succeeded<>(
                            task.index(), worker, kernel.result().apply(state[0]))
                    : new Completion.Cancelled<>(task.index(), worker);
        } finally {
            lock.end();
        }
    }

    /** Runs slices until the twin is done; false if the run was cancelled, and the first word is no result. */
    private boolean advance(TaskRun<?> task, NativeKernel function, long[] state) {
        while (!task.cancelled()) {
            if (task.daemon() && task.stopping()) {
                return true;
            }
            nativeCalls.increment();
            if (function.advance(state, SLICE)) {
                return true;
            }
        }
        return false;
    }
}
