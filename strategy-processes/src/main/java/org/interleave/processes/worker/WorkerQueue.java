package org.interleave.processes.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FrameWriter;

/**
 * The tasks of a run that a worker was given but has not begun. One begins when none of those that have begun can go on,
 * because all wait or are done; if there is none to begin then, the worker requests more. So a worker usually runs one task,
 * as an interpreter in a pool of processes does, yet tasks that wait for each other cannot fill the workers and keep those
 * they wait for from starting: neither here nor, for lack of a worker that requests some, at the parent. What is queued
 * behind a task that computes can be reclaimed.
 *
 * <p>Daemons do not count: they may compute for as long as others run, and must not keep those from starting.
 *
 * <p>Thread-safe: guarded by its monitor. Sending a frame does not wait.
 */
final class WorkerQueue {

    private final int run;
    private final FrameWriter parent;
    private final Predicate<WorkerTask> starter;
    private final Deque<WorkerTask> queue = new ArrayDeque<>();
    private int received;
    private int runnable;
    private boolean requested = true;

    /**
     * An empty queue; the parent takes it that this worker has requested tasks.
     *
     * @param starter begins a task on a thread of its own, and says whether it could
     */
    WorkerQueue(int run, FrameWriter parent, Predicate<WorkerTask> starter) {
        this.run = run;
        this.parent = parent;
        this.starter = starter;
    }

    /** The parent has given a task. */
    synchronized void arrived(WorkerTask task) {
        received++;
        requested = false;
        queue.add(task);
        goOn();
    }

    /** A task that is no daemon waits. */
    synchronized void paused() {
        runnable--;
        goOn();
    }

    /** A task that is no daemon wants to go on after a wait. */
    synchronized void resumed() {
        runnable++;
    }

    /**
     * A task has ended. If another begins, it is left to the caller. If not, the caller drains what is sent to the
     * parent.
     */
    synchronized Optional<WorkerTask> ended(WorkerTask task) {
        runnable -= weight(task);
        if (runnable == 0 && !queue.isEmpty()) {
            WorkerTask next = queue.remove();
            runnable += weight(next);
            goOn();
            return Optional.of(next);
        }
        goOn();
        return Optional.empty();
    }

    /** Gives back tasks that have not begun, those that came last, but no more than so many. */
    synchronized List<WorkerTask> reclaim(int count) {
        Deque<WorkerTask> given = new ArrayDeque<>();
        while (given.size() < count && !queue.isEmpty()) {
            given.addFirst(queue.removeLast());
        }
        return List.copyOf(given);
    }

    private void goOn() {
        while (runnable == 0 && !queue.isEmpty()) {
            WorkerTask next = queue.remove();
            if (starter.test(next)) {
                runnable += weight(next);
            }
        }
        if (runnable == 0 && !requested) {
            requested = true;
            parent.send(new Frame.RequestTasks(run, received));
        }
    }

    private static int weight(WorkerTask task) {
        return task.daemon() ? 0 : 1;
    }
}
