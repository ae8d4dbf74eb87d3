package org.interleave.core;

import java.io.Serializable;
import java.util.Optional;

/**
 * A resumable computation, as a generator or a stackless coroutine is: it runs for a turn and returns what comes next.
 *
 * <p>A task never knows who runs it. It keeps all its state in its own fields, so the same task runs on a thread, in
 * another process, on an event loop or inside an actor. A strategy resumes a task from one thread at a time, and what
 * one turn wrote happens before the next turn.
 *
 * @param <R> what the task results in
 */
public interface Task<R extends Serializable> extends Serializable {

    /**
     * Runs one turn: does at most {@link Turn#ticks()} ticks of work and returns what comes next.
     *
     * <p>What it throws ends the task as a {@link Completion.Failed}; other tasks go on.
     *
     * @param turn what the task is given this time; not valid after the method returns
     * @return the next step
     * @throws Exception whatever goes wrong in the task
     */
    Step<R> advance(Turn turn) throws Exception;

    /**
     * Whether the task only serves the others, as a daemon thread does. Once every other task is done, a daemon finds {@link
     * Turn#stopping()} true and is expected to finish.
     */
    default boolean daemon() {
        return false;
    }

    /**
     * Whether it does no harm to run the task again from its beginning when it was lost in the midst of a run: it changes
     * nothing outside itself, neither sends nor receives messages, and shares no cells. A strategy runs a task twice only
     * if this is so.
     */
    default boolean idempotent() {
        return false;
    }

    /**
     * The same task written in C, if there is one. It is asked for before the first turn, and once more when its {@linkplain
     * Kernel#awaitsMessage message} has come.
     *
     * @see Workload#hasKernels
     */
    default Optional<Kernel<R>> kernel() {
        return Optional.empty();
    }

    /**
     * The method that the task is, if it is in direct style: it is run instead of being advanced. It is asked for once, in place
     * of the first turn; what this throws fails the task. A task that wraps another has the other's body, in its own wrapping.
     *
     * @see #direct
     */
    default Optional<DirectBody<R>> body() {
        return Optional.empty();
    }

    /**
     * A task in direct style: an ordinary method, under every strategy. Where each task has a thread it runs there; elsewhere on a
     * virtual thread, at the cost of a handover for each step.
     *
     * @param body what the task does
     */
    static <R extends Serializable> Task<R> direct(DirectBody<R> body) {
        return new DirectTask<>(body);
    }
}
