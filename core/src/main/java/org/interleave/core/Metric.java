package org.interleave.core;

import java.io.Serializable;

/**
 * A measured number with its unit.
 *
 * @param value the number
 * @param unit {@code s}, {@code bytes}, {@code 1} for counts and ratios, or the like
 */
public record Metric(double value, String unit) implements Serializable {

    /**
     * What a strategy calls the time within a run in which what runs its tasks was made and removed, such as actors, in
     * seconds. No task runs meanwhile, so it is part of the run's time and can be told apart from it. What is there before the
     * first run and after the last is no part of it. Nor are threads that a strategy starts for its tasks: the first of
     * these run while the last are being started ({@link #WORKER_START} is about them).
     */
    public static final String SETUP = "setup";

    /** What a strategy calls the mean time that one of its workers takes to start, in seconds. */
    public static final String WORKER_START = "worker_start";

    /** What a strategy calls the time that it takes to copy tasks, messages and results between memories, in seconds. */
    public static final String SHIP = "ship";

    /** What a strategy calls the amount that it copies between memories. */
    public static final String SHIPPED_BYTES = "shipped_bytes";

    /** The name that a metric is declared by: without the number of the task that it is about. */
    public static String declaredName(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

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
