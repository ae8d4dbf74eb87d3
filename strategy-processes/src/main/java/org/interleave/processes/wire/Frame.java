package org.interleave.processes.wire;

import java.nio.ByteBuffer;
import java.util.List;
import org.interleave.core.TaskFailure;

/** A frame of the protocol between the parent and a worker. */
public sealed interface Frame {

    /** A frame that belongs to a run. Whoever has moved on to another run ignores it. */
    sealed interface OfRun extends Frame {

        /** The run's number, which differs from those of the pool's other runs. */
        int run();
    }

    /**
     * Worker to parent, first of all: the worker is up.
     *
     * @param version of the protocol
     * @param fingerprint of the code, see {@link Fingerprint}
     * @param pid the worker's process id
     */
    record Hello(int version, long fingerprint, long pid) implements Frame {}

    /**
     * Parent to worker, before the first task: payloads may name these classes and no others.
     *
     * @param classes see {@link AllowList}
     */
    record AllowClasses(List<String> classes) implements Frame {

        /** Takes a copy. */
        public AllowClasses {
            classes = List.copyOf(classes);
        }
    }

    /**
     * Worker to parent: all the tasks that it has wait or are done, it requests more. At the beginning of a run every worker
     * counts as having requested some.
     *
     * @param received how many tasks of the run have come so far; if more are on their way, it will request again
     */
    record RequestTasks(int run, int received) implements OfRun {}

    /**
     * Parent to worker: run this task when none of those that came before it can go on.
     *
     * @param task its place in the order of submission
     * @param tasks how many tasks the run has
     * @param daemon whether it is one
     * @param classPath where its classes are found
     * @param payload the task
     */
    record RunTask(int run, int task, int tasks, boolean daemon, TaskClassPath classPath, ByteBuffer payload)
            implements OfRun {}

    /**
     * Worker to parent: the task begins. It is in the pipe before the task's first turn, and so are the ends of the tasks
     * that this thread ran before. So the parent knows what a worker that has ended may have begun.
     */
    record Begun(int run, int task) implements OfRun {}

    /** Parent to worker: give back so many of the tasks that have not begun, those that came last. */
    record Reclaim(int run, int count) implements OfRun {}

    /**
     * Worker to parent, for each {@link Reclaim}: the tasks that it gives back.
     *
     * @param tasks in the order in which they came; none if all have begun
     */
    record Reclaimed(int run, List<Integer> tasks) implements OfRun {

        /** Takes a copy. */
        public Reclaimed {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * Parent to worker: the task should stop.
     *
     * @param cancel whether the run is cancelled; if not, the task is to finish, as every task of a run that is stopped, and
     *     daemons once the others are done
     */
    record Stop(int run, int task, boolean cancel) implements OfRun {}

    /**
     * Worker to parent to worker: messages for a task's inbox, in order. Each costs the sender a credit.
     *
     * @param inbox whose inbox
     * @param sender the number of the worker it comes from
     */
    record Post(int run, int inbox, int sender, MessageBatch messages) implements OfRun {}

    /**
     * Worker to parent to worker: the inbox's owner has taken this many of the sender's messages.
     *
     * @param inbox whose inbox
     * @param sender the number of the worker that may send as many more
     */
    record Credit(int run, int inbox, int sender, int count) implements OfRun {}

    /** Parent to whoever has sent to an inbox: its owner has ended, messages to it are dropped. */
    record InboxClosed(int run, int inbox) implements OfRun {}

    /**
     * Worker to parent: the task is done.
     *
     * @param queuedNanos how long it was in the worker before its first turn
     * @param codecNanos how long unpacking it and packing its result took
     * @param workNanos how long it took from its first turn to its result, without the codec's time
     * @param payload its result
     */
    record Completed(int run, int task, long queuedNanos, long codecNanos, long workNanos, ByteBuffer payload)
            implements OfRun {}

    /** Worker to parent: the task has failed. */
    record Failed(int run, int task, TaskFailure failure) implements OfRun {}

    /** Worker to parent: the task was cancelled. */
    record Cancelled(int run, int task) implements OfRun {}
}
