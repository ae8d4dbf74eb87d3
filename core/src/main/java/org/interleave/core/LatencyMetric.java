package org.interleave.core;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * A metric that is derived from a {@linkplain Round#latencies histogram of latencies}: a quantile, the greatest, or their
 * number. It is called by the histogram's name and a suffix, such as {@code latency_p90}.
 *
 * <p>A quantile <i>q</i> is told only from so many requests on that, with a certainty of 95 %, the slowest of them lies
 * above it: of fewer the estimate would be the slowest, under another name. By the rule of three that is from 3 / (1 −
 * <i>q</i>) − 1 on.
 */
public enum LatencyMetric {
    /** The median. */
    P50("p50", 50, 1),

    /** The time that nine tenths did not exceed. */
    P90("p90", 90, 29),

    /** The time that 99 of 100 did not exceed. */
    P99("p99", 99, 299),

    /** The time that 999 of 1 000 did not exceed. */
    P999("p999", 99.9, 2_999),

    /** The slowest. */
    MAX("max", 100, 1),

    /** How many there were. */
    COUNT("count", Double.NaN, 0);

    private final String suffix;
    private final double percentile;
    private final long fewest;

    LatencyMetric(String suffix, double percentile, long fewest) {
        this.suffix = suffix;
        this.percentile = percentile;
        this.fewest = fewest;
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
        if (this == COUNT) {
            return Optional.of(Metric.count(latencies.getTotalCount()));
        }
        return latencies.getTotalCount() < fewest
                ? Optional.empty()
                : Optional.of(Metric.seconds(latencies.getValueAtPercentile(percentile)));
    }
}
