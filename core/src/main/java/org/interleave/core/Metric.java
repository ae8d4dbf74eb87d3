package org.interleave.core;

import java.io.Serializable;

/**
 * A measured number with its unit.
 *
 * @param value the number
 * @param unit {@code s}, {@code bytes}, {@code 1} for counts and ratios, or the like
 */
public record Metric(double value, String unit) implements Serializable {

    /** A time, given in nanoseconds, kept in seconds. */
    public static Metric seconds(long nanoseconds) {
        return new Metric(nanoseconds / 1e9, "s");
    }

    /** A count. */
    public static Metric count(long count) {
        return new Metric((double) count, "1");
    }

    /** A ratio or a share. */
    public static Metric ratio(double ratio) {
        return new Metric(ratio, "1");
    }

    /** An amount of memory or data. */
    public static Metric bytes(long bytes) {
        return new Metric((double) bytes, "bytes");
    }
}
