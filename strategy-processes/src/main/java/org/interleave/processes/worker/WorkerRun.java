package org.interleave.processes.worker;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.interleave.core.Completion;
import org.interleave.core.TaskFailure;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FrameWriter;
import org.interleave.processes.wire.PipedInbox;
import org.interleave.processes.worker.ShippedTask.Result;

/**
 * The part of a run that a worker has: the tasks it was given, and the inboxes it knows of.
 *
 * <p>Tasks come, are stopped and are reclaimed on the worker's main thread. A task has a thread to itself from its
 * beginning to its end; then the thread takes the next. That a task begins, and how those before it on its thread ended,
 * is in the pipe before its first turn: a worker that dies takes only tasks with it that were running.
 */
final class WorkerRun {

    /** The worker's own streams: what a task has put in their place is the task's to flush. */
    private static final PrintStream OUT = System.out;

    private static final PrintStream ERR = System.err;

    private final int id;
    private final int size;
    private final int worker;
    private final FrameWriter parent;
    private final InterpreterLock interpreter;
    private final Executor threads;
    private final WorkerQueue queue;
    private final Map<Integer, PipedInbox> inboxes = new ConcurrentHashMap<>();
    private final Map<Integer, WorkerTask> tasks = new ConcurrentHashMap<>();

    /**
     * A run that this worker has no task of yet.
     *
     * @param id the run's number
     * @param size how many tasks it has
     * @param worker this worker's number
     * @param threads never makes a task wait for a thread
     */
    WorkerRun(int id, int size, int worker, FrameWriter parent, InterpreterLock interpreter, Executor threads) {
        this.id = id;
        this.size = size;
        this.worker = worker;
        this.parent = parent;
        this.interpreter = interpreter;
        this.threads = threads;
        this.queue = new WorkerQueue(id, parent, this::begin);
    }

    int id() {
        return id;
    }

    /** The inbox of a task of the run, wherever that runs. */
    PipedInbox inbox(int task) {
        return inboxes.computeIfAbsent(
                Objects.checkIndex(task, size), owner -> new PipedInbox(id, owner, worker, parent));
    }

    /** Takes a task. */
    void take(int index, ShippedTask shipped) {
        WorkerTask task = new WorkerTask(index, shipped);
        tasks.put(index, task);
        queue.arrived(task);
    }

    /** Stops a task, unless it has ended. */
    void stop(Frame.Stop stop) {
        WorkerTask task = tasks.get(stop.task());
        if (task != null) {
            task.stop(stop.cancel());
        }
    }

    /** Whether a task of it has come that has not ended. */
    boolean busy() {
        return !tasks.isEmpty();
    }

    /** Gives tasks back. */
    void reclaim(int count) {
        List<Integer> reclaimed =
                queue.reclaim(count).stream().map(WorkerTask::index).toList();
        reclaimed.forEach(tasks::remove);
        parent.send(new Frame.Reclaimed(id, reclaimed));
    }

    /** A thread that the system refuses fails its task. */
    private boolean begin(WorkerTask task) {
        try {
            threads.execute(() -> runFrom(task));
            return true;
        } catch (OutOfMemoryError refused) {
            tasks.remove(task.index());
            parent.send(new Frame.Failed(id, task.index(), TaskFailure.of(refused)));
            return false;
        }
    }

    private void runFrom(WorkerTask first) {
        Optional<WorkerTask> next = Optional.of(first);
        while (next.isPresent()) {
            next = run(next.get());
        }
        parent.drain();
    }

    /** Runs a task and says which comes next on this thread. */
    private Optional<WorkerTask> run(WorkerTask task) {
        if (!task.cancelled()) {
            parent.add(new Frame.Begun(id, task.index()));
        }
        parent.drain();
        Completion<Result> completion = task.run(interpreter.guard(queue, task.daemon()), this::inbox);
        tasks.remove(task.index());
        OUT.flush();
        ERR.flush();
        parent.add(frame(completion));
        return queue.ended(task);
    }

    private Frame frame(Completion<Result> completion) {
        int task = completion.task();
        return switch (completion) {
            case Completion.Succeeded<Result> succeeded -> {
                Result result = succeeded.result();
                yield new Frame.Completed(
                        id, task, result.queuedNanos(), result.codecNanos(), result.workNanos(), result.payload());
            }
            case Completion.Failed<Result> failed -> new Frame.Failed(id, task, failed.failure());
            case Completion.Cancelled<Result> cancelled -> new Frame.Cancelled(id, task);
        };
    }
}
