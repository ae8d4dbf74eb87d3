package org.interleave.benchmarks;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;

/** A strategy that is open for as long as a trial takes, and runs a job in each invocation. */
final class OpenStrategy implements AutoCloseable {

    private final Execution execution;

    /**
     * Opens it.
     *
     * @param options those that are not as by default
     */
    OpenStrategy(Strategy strategy, Map<String, String> options) {
        execution = strategy.open(Parameters.of(strategy.name(), strategy.options(), options, Preset.QUICK));
    }

    /** Runs a job to its end. Throws if one of its tasks failed. */
    <R extends Serializable> List<R> run(Job<R> job) throws InterruptedException {
        return execution.run(job).results();
    }

    /** Runs a job until the strategy is closed, which cancels it. */
    void runUntilCancelled(Job<?> job) throws InterruptedException {
        execution.run(job);
    }

    @Override
    public void close() {
        execution.close();
    }
}
