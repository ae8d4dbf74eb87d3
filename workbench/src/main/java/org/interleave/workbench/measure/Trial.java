package org.interleave.workbench.measure;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.interleave.core.Claim;
import org.interleave.core.Execution;
import org.interleave.core.Latencies;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyException;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;

/**
 * A workload under a strategy that is open, to be run round by round. Only {@link Round#runOn} is timed: making the tasks and
 * checking the results are outside. Used by one thread.
 *
 * @param <R> what each task results in
 */
final class Trial<R extends Serializable> {

    private final Workload<R> workload;
    private final Parameters parameters;
    private final String workloadName;
    private final String strategyName;
    private final Optional<Set<String>> strategyMetrics;
    private final Execution execution;
    private final long openNanos;

    private Trial(Workload<R> workload, Parameters parameters, Strategy strategy, Parameters options) {
        this.workload = workload;
        this.parameters = parameters;
        workloadName = "workload " + workload.name();
        strategyName = "strategy " + strategy.name();
        strategyMetrics = strategy.metrics();
        long start = System.nanoTime();
        execution = ForeignCode.answer("open of " + strategyName, () -> strategy.open(options));
        openNanos = System.nanoTime() - start;
    }

    /**
     * A round that was run, and was right.
     *
     * @param metrics what was measured of it and what strategy and workload tell of it, by name
     * @param histograms latencies by name, as {@link ForkOutcome.Measured#histograms} has them
     * @param wallNanos the time that it took
     * @param jitNanos processor time of compilers meanwhile
     */
    record Sample(Map<String, Metric> metrics, Map<String, String> histograms, long wallNanos, long jitNanos) {}

    /**
     * Opens a strategy. The context class loader of the calling thread is from then on the workload's, meanwhile the
     * strategy's, if these are plug-ins.
     *
     * @throws StrategyException if it cannot be opened, or the order names what is not there
     */
    static Trial<?> open(Catalog catalog, ForkOrder order) {
        Strategy strategy = catalog.strategy(order.strategy());
        catalog.pluginLoader(strategy.name()).ifPresent(Thread.currentThread()::setContextClassLoader);
        Trial<?> trial = of(
                catalog.workload(order.workload()),
                order.parameters(),
                strategy,
                Parameters.of(strategy.name(), strategy.options(), order.options(), Preset.QUICK));
        catalog.pluginLoader(order.workload()).ifPresent(Thread.currentThread()::setContextClassLoader);
        return trial;
    }

    private static <R extends Serializable> Trial<R> of(
            Workload<R> workload, Map<String, String> parameters, Strategy strategy, Parameters options) {
        return new Trial<>(
                workload,
                Parameters.of(workload.name(), workload.parameters(), parameters, Preset.QUICK),
                strategy,
                options);
    }

    /** The time that opening the strategy took. */
    long openNanos() {
        return openNanos;
    }

    /** As {@link #round}, but measures only the time that the round and the compilers take. */
    Sample warmUpRound() throws InterruptedException {
        return round(RoundMeters::beginWarmUp);
    }

    /**
     * Runs a round.
     *
     * @throws org.interleave.core.WrongResultException if a result is wrong
     * @throws StrategyException if the strategy or the workload fails, or tells what it must not
     */
    Sample round() throws InterruptedException {
        return round(RoundMeters::begin);
    }

    private Sample round(RoundMeters.Start meters) throws InterruptedException {
        Round<R> round = ForeignCode.answer("prepare of " + workloadName, () -> workload.prepare(parameters));
        Sample sample;
        try {
            sample = measured(round, meters);
        } catch (RuntimeException | InterruptedException first) {
            try {
                close(round);
            } catch (RuntimeException second) {
                // the first is the reason
            }
            throw first;
        }
        close(round);
        return sample;
    }

    private void close(Round<R> round) {
        ForeignCode.call("close of a round of " + workloadName, round::close);
    }

    private Sample measured(Round<R> round, RoundMeters.Start meters) throws InterruptedException {
        RoundMeters before = meters.begin();
        long start = System.nanoTime();
        Outcome<R> outcome = ForeignCode.interruptibly(
                "run of " + strategyName + " on " + workloadName, () -> round.runOn(execution));
        long wallNanos = System.nanoTime() - start;
        RoundMeters.Used used = before.end();
        Map<String, Metric> metrics = new HashMap<>(used.metrics());
        metrics.put(Claim.WALL, Metric.seconds(wallNanos));
        metrics.putAll(verified(round, outcome));
        return new Sample(metrics, histograms(round, outcome), wallNanos, used.jitNanos());
    }

    private Map<String, Metric> verified(Round<R> round, Outcome<R> outcome) {
        if (outcome.completions().isEmpty()) {
            throw new StrategyException(workloadName + " has no tasks, or " + strategyName + " completed none of them");
        }
        Map<String, Metric> metrics = new HashMap<>(outcome.metrics());
        MetricRules.check(strategyName, metrics, strategyMetrics);
        Map<String, Metric> own = ForeignCode.answer("verify of " + workloadName, () -> {
            Map<String, Metric> answer = round.verify(outcome);
            return answer == null ? null : new HashMap<>(answer);
        });
        MetricRules.check(workloadName, own, workload.metrics());
        MetricRules.checkDistinct(workloadName, own, strategyName, metrics);
        metrics.putAll(own);
        return metrics;
    }

    private Map<String, String> histograms(Round<R> round, Outcome<R> outcome) {
        return ForeignCode.answer("latencies of " + workloadName, () -> {
            Map<String, Histogram> latencies = round.latencies(outcome);
            if (latencies == null) {
                return null;
            }
            MetricRules.checkHistograms(workloadName, latencies.keySet());
            Map<String, String> encoded = new TreeMap<>();
            latencies.forEach((name, histogram) -> encoded.put(name, Latencies.encode(histogram)));
            return encoded;
        });
    }

    /** What the strategy tells of what ran its tasks. */
    Map<String, Set<List<String>>> provenance() {
        return ForeignCode.answer(
                "provenance of " + strategyName, () -> RowProvenance.checked(strategyName, execution.provenance()));
    }

    /** Closes the strategy. */
    void close() {
        ForeignCode.call("close of " + strategyName, execution::close);
    }
}
