package org.interleave.core;

import java.io.Serializable;
import java.util.Optional;

/**
 * A piece of work that can be put down and taken up again: a generator.
 *
 * <p>A task never knows who runs it. It keeps all its state in its own fields, so the same task runs on a thread, in
 * another process, on an event loop or inside an actor. A strategy resumes a task from one thread at a time, and what
 * one turn wrote happens before the next turn.
 *
 * @param <R> what the task results in
 */
public interface Task<R extends Serializable> extends Serializable {

    /**
     * Does at most {@link Turn#ticks()} ticks of work and says what comes next.
     *
     * <p>What it throws ends the task as a {@link Completion.Failed}; other tasks go on.
     *
     * @param turn what the task is given this time; not valid after the method returns
     * @return the next step
     * @throws Exception whatever goes wrong in the task
     */
    Step<R> advance(Turn turn) throws Exception;

    /**
     * Whether the task is only there beside the others. Once every other task is done, a daemon finds {@link
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

    /** The same task written in C, if there is one. It is asked for before the first turn. */
    default Optional<Kernel<R>> kernel() {
        return Optional.empty();
    }
}
