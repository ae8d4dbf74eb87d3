package org.interleave.core;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * A metric that is derived from a {@linkplain Round#latencies histogram of latencies}: a quantile, the greatest, or their
 * number. It is called by the histogram's name and a suffix, such as {@code latency_p90}. Quantiles are told of enough only
 * ({@link Latencies#quantile}).
 */
public enum LatencyMetric {
    /** The median. */
    P50("p50", 0.5),

    /** The time that nine tenths did not exceed. */
    P90("p90", 0.9),

    /** The time that 99 of 100 did not exceed. */
    P99("p99", 0.99),

    /** The time that 999 of 1 000 did not exceed. */
    P999("p999", 0.999),

    /** The slowest. */
    MAX("max", Double.NaN),

    /** How many there were. */
    COUNT("count", Double.NaN);

    private final String suffix;
    private final double quantile;

    LatencyMetric(String suffix, double quantile) {
        this.suffix = suffix;
        this.quantile = quantile;
    }

    /** Its name for a histogram of this name. */
    public String of(String histogram) {
        return histogram + "_" + suffix;
    }

    /** The names of all that are derived from a histogram of this name. */
    public static Set<String> names(String histogram) {
        return Arrays.stream(values()).map(metric -> metric.of(histogram)).collect(Collectors.toUnmodifiableSet());
    }

    /** The histogram that a metric is derived from, by its name; empty if it is none of these, or their number. */
    public static Optional<String> histogram(String metric) {
        return Arrays.stream(values())
                .filter(derived -> derived != COUNT && metric.endsWith("_" + derived.suffix))
                .findFirst()
                .map(derived -> metric.substring(0, metric.length() - derived.suffix.length() - 1));
    }

    /**
     * The metric of these latencies; nothing if they are too few for it.
     *
     * @param latencies in nanoseconds
     */
    public Optional<Metric> in(Histogram latencies) {
        return switch (this) {
            case COUNT -> Optional.of(Metric.count(latencies.getTotalCount()));
            case MAX ->
                latencies.getTotalCount() == 0
                        ? Optional.empty()
                        : Optional.of(Metric.seconds(latencies.getValueAtPercentile(100)));
            case P50, P90, P99, P999 ->
                Latencies.quantile(latencies, quantile).map(time -> Metric.seconds(time.toNanos()));
        };
    }
}
