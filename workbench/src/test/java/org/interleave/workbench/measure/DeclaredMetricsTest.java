package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.LatencyMetric;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.workloads.Countdown;
import org.interleave.core.workloads.NamedKernel;
import org.interleave.core.workloads.WorkerFailures;
import org.interleave.nativecode.NativeReleased;
import org.interleave.processes.Processes;
import org.interleave.processes.RemoteNodes;
import org.interleave.threads.Threads;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Suite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The built-in strategies and workloads declare their metrics, and report no others. */
class DeclaredMetricsTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());

    private static Stream<Strategy> strategies() {
        return CATALOG.strategies().stream()
                .filter(strategy -> strategy.availability(options(strategy)) instanceof Availability.Available);
    }

    private static Stream<Workload<?>> workloads() {
        return CATALOG.workloads().stream()
                .filter(workload ->
                        runner(workload).availability(options(runner(workload))) instanceof Availability.Available);
    }

    /** A strategy that can run it. */
    private static Strategy runner(Workload<?> workload) {
        return CATALOG.strategy(
                switch (workload.name()) {
                    case WorkerFailures.NAME -> Processes.NAME;
                    case NamedKernel.NAME -> NativeReleased.NAME;
                    default -> Threads.NAME;
                });
    }

    private static Parameters options(Strategy strategy) {
        Map<String, String> given = new HashMap<>();
        if (strategy.name().equals(RemoteNodes.NAME)) {
            given.put(RemoteNodes.LOOPBACK_NODES.name(), "1");
        }
        return Parameters.of(strategy.name(), strategy.options(), given, Preset.QUICK);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aStrategyReportsWhatItDeclares(Strategy strategy) throws InterruptedException {
        assertThat(strategy.metrics()).isPresent();
        checkRound(strategy, CATALOG.workload(Countdown.NAME));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void aWorkloadReportsWhatItDeclares(Workload<?> workload) throws InterruptedException {
        assertThat(workload.metrics()).isPresent();
        checkRound(runner(workload), workload);
    }

    private static <R extends Serializable> void checkRound(Strategy strategy, Workload<R> workload)
            throws InterruptedException {
        Map<String, String> tiny = Suite.workloads().getOrDefault(workload.name(), Map.of());
        Parameters parameters =
                workload.warmUp(Parameters.of(workload.name(), workload.parameters(), tiny, Preset.QUICK));
        try (Execution execution = strategy.open(options(strategy));
                Round<R> round = workload.prepare(parameters)) {
            Outcome<R> outcome = round.runOn(execution);
            MetricRules.check(strategy.name(), outcome.metrics(), strategy.metrics());
            Map<String, Metric> own = round.verify(outcome);
            MetricRules.check(workload.name(), own, workload.metrics());
            round.latencies(outcome)
                    .keySet()
                    .forEach(name ->
                            assertThat(workload.metrics().orElseThrow()).containsAll(LatencyMetric.names(name)));
            assertThat(own.keySet().stream().map(Metric::declaredName).distinct())
                    .hasSizeLessThanOrEqualTo(workload.metrics().orElseThrow().size());
        }
    }
}
