package org.interleave.core;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Latencies and their quantiles: a {@link Histogram} of nanoseconds that keeps three digits, as a round tells them ({@link
 * Round#latencies}). Used by one thread at a time.
 */
public final class Latencies {

    private static final int DIGITS = 3;

    /** By the rule of three: with so many, one lies above the quantile in 95 % of all cases. */
    private static final double RULE_OF_THREE = 3;

    private final Histogram histogram = new Histogram(DIGITS);

    /** None yet. */
    public Latencies() {}

    /** Of these times, in nanoseconds. */
    public static Latencies of(LongStream nanos) {
        Latencies latencies = new Latencies();
        nanos.forEach(latencies::record);
        return latencies;
    }

    /** Adds one, in nanoseconds, not negative. */
    public void record(long nanos) {
        histogram.recordValue(nanos);
    }

    /** Adds those of a histogram. */
    public void add(Histogram others) {
        histogram.add(others);
    }

    /** The histogram of them, which is not a copy. */
    public Histogram histogram() {
        return histogram;
    }

    /** {@link #quantile(Histogram, double)} of these. */
    public Optional<Duration> quantile(double quantile) {
        return quantile(histogram, quantile);
    }

    /**
     * The time that a share of latencies did not exceed. A quantile above the median is told only of so many that, with a
     * certainty of 95 %, one lies above it: of fewer it would be the slowest under another name.
     *
     * @param latencies in nanoseconds
     * @param quantile the share, above zero and below one, such as 0.9
     * @return nothing if they are too few
     */
    public static Optional<Duration> quantile(Histogram latencies, double quantile) {
        return latencies.getTotalCount() < fewest(quantile)
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(latencies.getValueAtPercentile(100 * quantile)));
    }

    /** How many latencies it takes to tell a quantile. */
    static long fewest(double quantile) {
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("quantile is " + quantile + ", must be between 0 and 1");
        }
        return quantile <= 0.5 ? 1 : Math.round(RULE_OF_THREE / (1 - quantile)) - 1;
    }

    /** Writes a histogram as text, in the encoding that HdrHistogram calls compressed, in Base64. */
    public static String encode(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is not that
     */
    public static Histogram decode(String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("not a histogram: " + e, e);
        }
    }
}
