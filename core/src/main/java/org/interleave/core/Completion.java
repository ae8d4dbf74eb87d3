package org.interleave.core;

import java.io.Serializable;

/**
 * The end of one task: its result, its failure or that it was cancelled, and who ran it.
 *
 * @param <R> what the task results in
 */
public sealed interface Completion<R extends Serializable> {

    /** The task's place in the order of submission, from zero. */
    int task();

    /**
     * Who ran it: a thread, a process with its id, a loop, an actor. Empty if nobody had begun.
     */
    String worker();

    /**
     * The task finished.
     *
     * @param task its place in the order of submission
     * @param worker who ran it
     * @param result what it results in
     */
    record Succeeded<R extends Serializable>(int task, String worker, R result) implements Completion<R> {}

    /**
     * The task threw, or was lost with its worker.
     *
     * @param task its place in the order of submission
     * @param worker who ran it
     * @param failure why
     */
    record Failed<R extends Serializable>(int task, String worker, TaskFailure failure) implements Completion<R> {}

    /**
     * The run was cancelled before the task finished.
     *
     * @param task its place in the order of submission
     * @param worker who ran it
     */
    record Cancelled<R extends Serializable>(int task, String worker) implements Completion<R> {}
}
