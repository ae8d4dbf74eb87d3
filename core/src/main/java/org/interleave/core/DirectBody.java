package org.interleave.core;

import java.io.Serializable;

/**
 * A task in direct style: an ordinary method, whose waits, messages and calls are calls of a {@link Direct}.
 *
 * @param <R> what it results in
 * @see Task#direct
 */
@FunctionalInterface
public interface DirectBody<R extends Serializable> extends Serializable {

    /**
     * Does the work.
     *
     * @throws Exception whatever goes wrong in the task
     */
    R run(Direct direct) throws Exception;
}
