package org.interleave.core;

import java.io.Serializable;

/**
 * The body of a task in direct style: an ordinary method, whose waits, messages and calls are calls of a {@link Direct}.
 *
 * <p>It is serialised with all it refers to before it has begun, and perhaps begun again from what was serialised. Where tasks
 * take turns on one thread, so do bodies: one that computes calls {@link Direct#worked} now and then.
 *
 * @param <R> what it results in
 * @see Task#direct
 */
@FunctionalInterface
public interface DirectBody<R extends Serializable> extends Serializable {

    /**
     * Does the work.
     *
     * @param direct for this call only
     * @return the task's result
     * @throws Exception whatever goes wrong in the task
     */
    R run(Direct direct) throws Exception;
}
