package org.interleave.processes;

import java.nio.ByteBuffer;
import java.util.List;
import org.interleave.core.TaskFailure;

/** What parent and worker say to each other. */
sealed interface Frame {

    /** What belongs to a run. Whoever has moved on to another run ignores it. */
    sealed interface OfRun extends Frame {

        /** The run's number, which differs from those of the pool's other runs. */
        int run();
    }

    /**
     * Worker to parent, first of all: here I am.
     *
     * @param version of the protocol
     * @param fingerprint of the code, see {@link Fingerprint}
     * @param pid the worker's process id
     */
    record Hello(int version, long fingerprint, long pid) implements Frame {}

    /**
     * Worker to parent: all the tasks I have wait or are done, give me another. Asked once for each task given; at the
     * beginning of a run every worker counts as having asked.
     */
    record Want(int run) implements OfRun {}

    /**
     * Parent to worker: run this task.
     *
     * @param task its place in the order of submission
     * @param tasks how many tasks the run has
     * @param daemon whether it is one
     * @param classPath where its classes are found beside the worker's own class path, as URLs
     * @param payload the task
     */
    record RunTask(int run, int task, int tasks, boolean daemon, List<String> classPath, ByteBuffer payload)
            implements OfRun {}

    /**
     * Parent to worker: the task should stop.
     *
     * @param cancel whether the run is cancelled; if not, only daemons are left
     */
    record Stop(int run, int task, boolean cancel) implements OfRun {}

    /**
     * Worker to parent to worker: messages for a task's inbox, in order. Each costs the sender a credit.
     *
     * @param inbox whose inbox
     * @param sender the number of the worker it comes from
     */
    record Post(int run, int inbox, int sender, PackedMessages messages) implements OfRun {}

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
     * @param workNanos how long the worker had it, without reading and writing payloads
     * @param payload its result
     */
    record Completed(int run, int task, long workNanos, ByteBuffer payload) implements OfRun {}

    /** Worker to parent: the task has failed. */
    record Failed(int run, int task, TaskFailure failure) implements OfRun {}

    /** Worker to parent: the task was cancelled. */
    record Cancelled(int run, int task) implements OfRun {}
}
