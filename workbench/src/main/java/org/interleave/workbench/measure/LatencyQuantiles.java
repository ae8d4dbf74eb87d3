package org.interleave.workbench.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.interleave.core.InvalidInputException;
import org.interleave.core.LatencyMetric;
import org.interleave.core.Metric;
import org.interleave.workbench.report.LatencyHistogram;

/**
 * The quantiles of a fork's latencies: of the histograms of its counted rounds, added up. Rounds share their fork's luck,
 * so a fork has one of each; and a quantile that would be the slowest request under another name is absent.
 */
final class LatencyQuantiles {

    private LatencyQuantiles() {}

    /**
     * The quantiles of every histogram that a fork has, the slowest request and how many there were, by name; times in
     * seconds. A histogram without a request has a count of zero and nothing else.
     *
     * @param histograms by name, one for each counted round, as {@link ForkOutcome.Measured#histograms} has them
     * @throws InvalidInputException if one is not a histogram
     */
    static Map<String, Metric> of(Map<String, List<String>> histograms) {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        histograms.forEach((name, rounds) -> {
            Histogram all = LatencyHistogram.sum(name, rounds);
            for (LatencyMetric derived : LatencyMetric.values()) {
                derived.in(all).ifPresent(metric -> metrics.put(derived.of(name), metric));
            }
        });
        return metrics;
    }
}
