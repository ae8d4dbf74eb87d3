package org.interleave.testkit;

import java.io.Serializable;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.Task;
import org.interleave.core.Workload;
import org.interleave.core.runtime.Guard;
import org.interleave.core.runtime.ThreadPerTask;

/**
 * The execution on which rules for workloads run tasks: a thread for each, nothing held. What becomes of the tasks first is for
 * the rule to say.
 */
final class ThreadedRun implements Execution {

    /** Makes of a task the one that is run. */
    interface Treatment {
        <R extends Serializable> Task<R> treat(Task<R> task);
    }

    private final Execution threads = ThreadPerTask.guarded(() -> Guard.NONE);
    private final Treatment treatment;

    ThreadedRun(Treatment treatment) {
        this.treatment = treatment;
    }

    /** Whether a workload's tasks can be run so. */
    static Availability supports(Workload<?> workload) {
        return new Threads().supports(workload);
    }

    @Override
    public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
        return threads.run(new Job<>(
                job.tasks().stream().<Task<R>>map(task -> treatment.treat(task)).toList(), job.cells()));
    }

    @Override
    public void stop() {
        threads.stop();
    }

    @Override
    public void cancel() {
        threads.cancel();
    }

    @Override
    public void close() {
        threads.close();
    }

    private static final class Threads implements Strategy {

        @Override
        public StrategyDescription describe() {
            return StrategyDescription.of("contract", Family.THREADS, Approach.IDIOMATIC, "a thread for each task")
                    .withFeatures(Feature.IN_PROCESS);
        }

        @Override
        public Execution open(Parameters options) {
            return new ThreadedRun(new Treatment() {
                @Override
                public <R extends Serializable> Task<R> treat(Task<R> task) {
                    return task;
                }
            });
        }
    }
}
