package org.interleave.core;

import java.io.Serializable;
import java.util.List;
import java.util.function.LongFunction;

/**
 * The C twin of a task, named so that native strategies can find it.
 *
 * <p>The twin has the task's own shape: a function that advances a state of 64-bit words by a number of ticks and says
 * whether it is done. When it is, the first word holds its result.
 *
 * @param name the function's name
 * @param state the words the function starts from, at least one
 * @param result makes the task's result of the first word
 * @param <R> what the task results in
 */
public record Kernel<R extends Serializable>(String name, List<Long> state, LongFunction<R> result) {

    /** Checks that there is a state. */
    public Kernel {
        state = List.copyOf(state);
        if (state.isEmpty()) {
            throw new IllegalArgumentException("kernel " + name + " has no state");
        }
    }
}
