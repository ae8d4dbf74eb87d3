package org.interleave.core;

import java.io.Serializable;
import java.util.Map;

/**
 * One job of a workload and the oracle for it. Run once; then closed, which lets go of whatever stands outside the
 * strategy, such as a load generator.
 *
 * @param <R> what each task results in
 */
public interface Round<R extends Serializable> extends AutoCloseable {

    /** What to run. */
    Job<R> job();

    /**
     * Checks what a strategy made of the job.
     *
     * @return what the workload itself measures, by name
     * @throws WrongResultException if a result is not what it has to be
     */
    Map<String, Metric> verify(Outcome<R> outcome);

    @Override
    default void close() {}
}
