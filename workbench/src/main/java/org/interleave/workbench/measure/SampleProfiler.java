package org.interleave.workbench.measure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.interleave.core.Metric;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A profiler that measures nothing itself: it carries an iteration's metrics and provenance from the fork to the workbench,
 * as JMH's secondary results.
 */
public final class SampleProfiler implements InternalProfiler {

    private static volatile Map<String, Metric> metrics = Map.of();
    private static volatile Map<String, Set<List<String>>> provenance = Map.of();

    /** Made by JMH. */
    public SampleProfiler() {}

    /** Sets what is to be told of the iteration that ends. */
    static void publish(Map<String, Metric> ofIteration, Map<String, Set<List<String>>> ofExecution) {
        metrics = Map.copyOf(ofIteration);
        provenance = Map.copyOf(ofExecution);
    }

    @Override
    public String getDescription() {
        return "What the strategy, the workload and the system tell of an iteration";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        metrics = Map.of();
        provenance = Map.of();
    }

    @Override
    @SuppressWarnings("rawtypes") // as JMH declares it
    public Collection<? extends Result> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        Stream<Result> numbers = metrics.entrySet().stream()
                .map(metric -> new ScalarResult(
                        metric.getKey(),
                        metric.getValue().value(),
                        metric.getValue().unit(),
                        AggregationPolicy.AVG));
        return Stream.concat(numbers, Stream.of(RowProvenance.encode(provenance)))
                .toList();
    }
}
