package org.interleave.workbench.measure;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.interleave.core.Execution;
import org.interleave.core.LatencyMetric;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyException;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.machine.LibC;
import org.interleave.workbench.machine.ProcessUsage;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plugins;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * The JMH benchmark that each fork runs: one strategy on one workload, a round for each iteration.
 *
 * <p>Only {@link Round#runOn} is timed. The strategy opens before the first iteration and closes after the last;
 * making the tasks and checking the results are outside. A wrong result ends the fork.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ContenderBenchmark {

    /** The workload's name. */
    @Param("")
    public String workload = "";

    /** Its parameters, as {@link Configuration#encode} writes them. */
    @Param("")
    public String parameters = "";

    /** The strategy's name. */
    @Param("")
    public String strategy = "";

    /** Its options, as {@link Configuration#encode} writes them. */
    @Param("")
    public String options = "";

    /** Where plug-ins are, empty for none. */
    @Param("")
    public String plugins = "";

    /** The names of plug-ins' classes to leave out, separated by commas. */
    @Param("")
    public String unusable = "";

    private @Nullable Trial<?> trial;

    /** Opens the strategy. */
    @Setup(Level.Trial)
    public void open() {
        ParentWatch.begin();
        Catalog catalog = Plugins.catalog(
                Optional.of(plugins).filter(dir -> !dir.isEmpty()),
                new HashSet<>(List.of(unusable.split(",", -1))),
                Catalog.PATIENCE);
        Strategy chosen = catalog.strategy(strategy);
        Parameters values = Parameters.of(strategy, chosen.options(), Configuration.decode(options), Preset.QUICK);
        Execution execution = ForeignCode.answer("open of strategy " + strategy, () -> chosen.open(values));
        trial = new Trial<>(catalog.workload(workload), Configuration.decode(parameters), chosen, execution);
    }

    /** Makes a round's tasks. */
    @Setup(Level.Iteration)
    public void prepare(IterationParams iteration) {
        trial().prepare(iteration.getType() == IterationType.WARMUP);
    }

    /** Runs a round. */
    @Benchmark
    public Object run() throws InterruptedException {
        return trial().run();
    }

    /** Checks a round's results. */
    @TearDown(Level.Iteration)
    public void verify() {
        trial().verify();
    }

    /** Closes the strategy. */
    @TearDown(Level.Trial)
    public void close() {
        try {
            trial().close();
        } finally {
            exitAfterMain();
        }
    }

    /**
     * Ends the fork when JMH's main thread has ended, which is when it has reported. Otherwise the JVM would wait for
     * threads that libraries keep for a moment longer, for Netty's a second in every fork.
     */
    private static void exitAfterMain() {
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("main"))
                .forEach(main -> Thread.ofPlatform().daemon().name("exit").start(() -> exitAfter(main)));
    }

    private static void exitAfter(Thread main) {
        try {
            main.join();
            System.exit(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Trial<?> trial() {
        Trial<?> open = trial;
        if (open == null) {
            throw new IllegalStateException("not open");
        }
        return open;
    }

    /** One configuration in this fork: its execution and the round in hand, with the type of the workload's results. */
    private static final class Trial<R extends Serializable> {

        private final Workload<R> workload;
        private final Parameters parameters;
        private final String owner;
        private final String strategy;
        private final Optional<Set<String>> strategyMetrics;
        private final Execution execution;
        private @Nullable Round<R> round;
        private @Nullable Outcome<R> outcome;
        private @Nullable ProcessUsage before;

        Trial(Workload<R> workload, Map<String, String> parameters, Strategy strategy, Execution execution) {
            this.workload = workload;
            this.parameters = Parameters.of(workload.name(), workload.parameters(), parameters, Preset.QUICK);
            owner = "workload " + workload.name();
            this.strategy = "strategy " + strategy.name();
            strategyMetrics = strategy.metrics();
            this.execution = execution;
        }

        void prepare(boolean warmUp) {
            Parameters values =
                    warmUp ? ForeignCode.answer("warmUp of " + owner, () -> workload.warmUp(parameters)) : parameters;
            round = ForeignCode.answer("prepare of " + owner, () -> workload.prepare(values));
            outcome = null;
            before = LibC.AVAILABLE ? ProcessUsage.now() : null;
        }

        Outcome<R> run() throws InterruptedException {
            Round<R> prepared = round;
            if (prepared == null) {
                throw new IllegalStateException("no round is prepared");
            }
            Outcome<R> result =
                    ForeignCode.interruptibly("run of " + strategy + " on " + owner, () -> prepared.runOn(execution));
            outcome = result;
            return result;
        }

        void verify() {
            Map<String, Metric> metrics = new HashMap<>();
            ProcessUsage start = before;
            if (start != null) {
                metrics.putAll(ProcessUsage.now().since(start));
            }
            Round<R> ended = round;
            Outcome<R> result = outcome;
            if (ended != null && result != null) {
                metrics.putAll(verified(ended, result));
            }
            SampleProfiler.publish(
                    metrics,
                    ForeignCode.answer(
                            "provenance of " + strategy,
                            () -> RowProvenance.checked(strategy, execution.provenance())));
        }

        /** Closes the round whatever comes of it, and tells of that only where it was right until then. */
        private Map<String, Metric> verified(Round<R> ended, Outcome<R> result) {
            Map<String, Metric> metrics;
            try {
                if (result.completions().isEmpty()) {
                    throw new StrategyException(owner + " has no tasks, or " + strategy + " completed none of them");
                }
                metrics = new HashMap<>(result.metrics());
                MetricRules.check(strategy, metrics, strategyMetrics);
                Map<String, Metric> own = ForeignCode.answer("verify of " + owner, () -> {
                    Map<String, Metric> answer = ended.verify(result);
                    return answer == null ? null : new HashMap<>(answer);
                });
                ForeignCode.answer("latencies of " + owner, () -> ended.latencies(result))
                        .forEach((name, latencies) -> own.putAll(derived(name, latencies)));
                MetricRules.check(owner, own, workload.metrics());
                MetricRules.checkDistinct(owner, own, strategy, metrics);
                metrics.putAll(own);
            } catch (RuntimeException wrong) {
                try {
                    ForeignCode.call("close of a round of " + owner, ended::close);
                } catch (RuntimeException second) {
                    // the first is the reason
                }
                throw wrong;
            }
            ForeignCode.call("close of a round of " + owner, ended::close);
            return metrics;
        }

        private static Map<String, Metric> derived(String name, Histogram latencies) {
            Map<String, Metric> metrics = new HashMap<>();
            for (LatencyMetric metric : LatencyMetric.values()) {
                metric.in(latencies).ifPresent(value -> metrics.put(metric.of(name), value));
            }
            return metrics;
        }

        void close() {
            ForeignCode.call("close of " + strategy, execution::close);
        }
    }
}
