package org.interleave.processes.pool;

/**
 * The number of tasks that one worker is handed at a time. If it is not fixed, it is what fills {@value #TARGET_NANOS} ns at
 * the mean time of the tasks it had last, beside which a hand-over costs little, but at most {@value #GROWTH} times as many
 * as before, for the next tasks may be others. It begins with one in every run.
 *
 * <p>Guarded by the lock of {@link TaskTable}.
 */
final class ChunkSize {

    /** Stands for a size that is found by measuring. */
    static final int AUTOMATIC = 0;

    /** The largest. */
    static final int MOST = 10_000;

    private static final long TARGET_NANOS = 4_000_000;
    private static final int GROWTH = 4;

    private final int fixed;
    private int size = 1;
    private int tasks;
    private long nanos;

    /** A fixed one, or {@link #AUTOMATIC}. */
    ChunkSize(int fixed) {
        this.fixed = fixed;
    }

    /** A task has kept the worker busy for so long. */
    void took(long taskNanos) {
        tasks++;
        nanos += taskNanos;
    }

    /**
     * How many come next.
     *
     * @param share no more than this, so that all workers have something to do in the end; a fixed size is kept
     */
    int next(int share) {
        if (fixed != AUTOMATIC) {
            return fixed;
        }
        if (tasks > 0) {
            long mean = Math.max(1, nanos / tasks);
            size = (int) Math.clamp(TARGET_NANOS / mean, 1, Math.min(MOST, (long) size * GROWTH));
            tasks = 0;
            nanos = 0;
        }
        return Math.clamp(share, 1, size);
    }
}
