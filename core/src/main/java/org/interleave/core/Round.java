package org.interleave.core;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * One job of a workload and the oracle for it. Run once; then closed, which releases whatever stands outside the
 * strategy, such as a load generator.
 *
 * @param <R> what each task results in
 */
public interface Round<R extends Serializable> extends AutoCloseable {

    /** The tasks to run. */
    Job<R> job();

    /**
     * The role of a task, a word such as {@code server}: whoever looks at a trace knows it by that, and by its place where several
     * have the same. None unless overridden.
     *
     * @param task its place in the job
     */
    default Optional<String> role(int task) {
        return Optional.empty();
    }

    /**
     * Runs the job. To be overridden only by a round that does something to the execution while it runs, such as
     * cancelling it.
     *
     * @param execution what to run it on; nothing else runs there
     * @throws InterruptedException if the calling thread was interrupted
     */
    default Outcome<R> runOn(Execution execution) throws InterruptedException {
        return execution.run(job());
    }

    /**
     * Checks what a strategy made of the job.
     *
     * @return what the workload itself measures, by name
     * @throws WrongResultException if a result is not what it has to be
     */
    Map<String, Metric> verify(Outcome<R> outcome);

    /**
     * The latencies that the round has seen, in nanoseconds, by the name of what was timed. Called once, after {@link
     * #verify}. The workbench merges those of several rounds, and derives {@linkplain LatencyMetric metrics} from them.
     *
     * @param outcome what {@link #verify} found to be right
     */
    default Map<String, Histogram> latencies(Outcome<R> outcome) {
        return Map.of();
    }

    @Override
    default void close() {}
}
