package org.interleave.processes;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.interleave.core.Completion;
import org.interleave.core.Drive;
import org.interleave.core.Run;
import org.interleave.core.TaskFailure;
import org.interleave.core.TaskRun;
import org.interleave.processes.ShippedTask.Result;

/**
 * The part of a run that a worker has: the tasks it was given, each on a thread of its own, and the inboxes it knows of.
 *
 * <p>Tasks come and are stopped on the worker's main thread; they end on theirs.
 */
final class WorkerRun {

    /** How often, in ticks, a task looks whether to stop and whether another waits for the lock. */
    private static final int BUDGET = 10_000;

    private final int id;
    private final int size;
    private final int worker;
    private final FrameWriter parent;
    private final Interpreter interpreter;
    private final Intake intake;
    private final Map<Integer, PipedInbox> inboxes = new ConcurrentHashMap<>();
    private final Map<Integer, Part> parts = new ConcurrentHashMap<>();

    /**
     * A run that this worker has no task of yet.
     *
     * @param id the run's number
     * @param size how many tasks it has
     * @param worker this worker's number
     */
    WorkerRun(int id, int size, int worker, FrameWriter parent, Interpreter interpreter) {
        this.id = id;
        this.size = size;
        this.worker = worker;
        this.parent = parent;
        this.interpreter = interpreter;
        this.intake = new Intake(id, parent);
    }

    int id() {
        return id;
    }

    /** The inbox of a task of the run, wherever that runs. */
    PipedInbox inbox(int task) {
        return inboxes.computeIfAbsent(
                Objects.checkIndex(task, size), owner -> new PipedInbox(id, owner, worker, parent));
    }

    /** Starts a task. */
    void start(int index, ShippedTask task) {
        Part part = new Part(index, task);
        parts.put(index, part);
        intake.taken(task.daemon());
        part.start();
    }

    /** Stops a task, unless it has ended. */
    void stop(Frame.Stop stop) {
        Part part = parts.get(stop.task());
        if (part != null) {
            part.stop(stop.cancel());
        }
    }

    /** One task and its thread. */
    private final class Part {

        private final int index;
        private final boolean daemon;
        private final Run<Result> run;
        private final Thread thread;
        private boolean ended; // guarded by this

        Part(int index, ShippedTask task) {
            this.index = index;
            daemon = task.daemon();
            run = Run.part(task, index);
            thread = WorkerMain.thread("task-" + index, this::drive);
        }

        /** A thread that the system refuses fails its task. */
        void start() {
            run.onStop(task -> interrupt());
            try {
                thread.start();
            } catch (OutOfMemoryError refused) {
                parts.remove(index);
                if (!daemon) {
                    intake.paused();
                }
                parent.send(new Frame.Failed(id, index, TaskFailure.of(refused)));
            }
        }

        void stop(boolean cancel) {
            if (cancel) {
                run.cancel();
            } else {
                run.stopDaemons();
            }
        }

        private synchronized void interrupt() {
            if (!ended) {
                thread.interrupt();
            }
        }

        /** No interrupt comes after this. */
        private synchronized void end() {
            ended = true;
            Thread.interrupted();
        }

        private void drive() {
            TaskRun<Result> task = run.tasks().getFirst();
            new Drive(interpreter.guard(intake, daemon), BUDGET, WorkerRun.this::inbox).drive(task, "");
            end();
            parts.remove(index);
            System.out.flush();
            System.err.flush();
            report(completion());
        }

        private Completion<Result> completion() {
            try {
                return run.await().getFirst();
            } catch (InterruptedException e) {
                throw new IllegalStateException("a thread that is not interrupted any more was", e);
            }
        }
    }

    private void report(Completion<Result> completion) {
        int task = completion.task();
        parent.send(
                switch (completion) {
                    case Completion.Succeeded<Result> succeeded ->
                        new Frame.Completed(
                                id,
                                task,
                                succeeded.result().workNanos(),
                                succeeded.result().payload());
                    case Completion.Failed<Result> failed -> new Frame.Failed(id, task, failed.failure());
                    case Completion.Cancelled<Result> cancelled -> new Frame.Cancelled(id, task);
                });
    }
}
