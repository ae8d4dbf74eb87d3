package org.interleave.core;

import java.io.Serializable;
import java.util.Optional;

/**
 * A task in direct style: a method, to be run on a thread or as a coroutine. It is shipped before it has begun: a call stack
 * cannot be serialised.
 *
 * @param method what it does
 * @param <R> what the task results in
 * @see Task#direct
 */
public record DirectTask<R extends Serializable>(DirectBody<R> method) implements Task<R> {

    @Override
    public Optional<DirectBody<R>> body() {
        return Optional.of(method);
    }

    /** @throws IllegalStateException always: it takes a stack of its own to stop in the midst of a method */
    @Override
    public Step<R> advance(Turn turn) {
        throw new IllegalStateException("a task in direct style is not advanced, but its body run, see Task.body;"
                + " TaskRun.resume does that, and a task that wraps another has to have the other's body");
    }
}
