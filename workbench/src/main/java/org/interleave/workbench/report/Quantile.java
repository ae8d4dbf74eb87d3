package org.interleave.workbench.report;

import java.util.Arrays;
import java.util.Optional;

/**
 * A quantile of a fork's latencies, a measure of its own. From few requests a high quantile cannot be had: what is called
 * so would be the slowest of all. It takes as many as have one beyond the quantile in 95 % of all cases.
 */
public enum Quantile {
    P50("_p50", 0.5, 1),
    P90("_p90", 0.9, 29),
    P99("_p99", 0.99, 299),
    P999("_p999", 0.999, 2_999);

    private static final String SLOWEST = "_max";
    private static final String REQUESTS = "_count";

    private final String suffix;
    private final double share;
    private final int fewest;

    Quantile(String suffix, double share, int fewest) {
        this.suffix = suffix;
        this.share = share;
        this.fewest = fewest;
    }

    /** What is at most the quantile, as a part of one. */
    public double share() {
        return share;
    }

    /** The fewest requests of a fork that it is taken from. */
    public int fewest() {
        return fewest;
    }

    /** The name of the measure, by that of the histogram. */
    public String of(String histogram) {
        return histogram + suffix;
    }

    /** The name of the measure that is the slowest of all requests. */
    public static String slowest(String histogram) {
        return histogram + SLOWEST;
    }

    /** The name of the measure that is the number of requests. */
    public static String requests(String histogram) {
        return histogram + REQUESTS;
    }

    /** The name of the histogram that a measure is a quantile of, or the slowest request; empty for any other measure. */
    static Optional<String> histogram(String measure) {
        return Arrays.stream(values())
                .map(quantile -> quantile.suffix)
                .filter(measure::endsWith)
                .findFirst()
                .or(() -> Optional.of(SLOWEST).filter(measure::endsWith))
                .map(suffix -> measure.substring(0, measure.length() - suffix.length()));
    }
}
