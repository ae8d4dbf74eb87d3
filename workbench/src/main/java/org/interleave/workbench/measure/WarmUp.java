package org.interleave.workbench.measure;

import java.util.concurrent.TimeUnit;

/**
 * The rule by which a fork ends its warm-up: when the compiler took less than a twentieth of the round in two successive
 * rounds. It does not wait for that longer than twelve rounds or two seconds; then the fork is still compiling when it begins
 * to count. There are two rounds at least, but for one that alone takes longer than that.
 */
final class WarmUp {

    static final int MOST_ROUNDS = 12;
    static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final double QUIET_SHARE = 0.05;
    private static final int QUIET_ROUNDS = 2;

    private int rounds;
    private int quiet;
    private long longestNanos;
    private long goneNanos;

    /**
     * Takes a round into account.
     *
     * @param wallNanos its wall time
     * @param jitNanos processor time that compilers took meanwhile
     * @param sinceStartNanos the time since the first round was begun to be prepared
     */
    void ended(long wallNanos, long jitNanos, long sinceStartNanos) {
        rounds++;
        quiet = jitNanos < QUIET_SHARE * wallNanos ? quiet + 1 : 0;
        longestNanos = Math.max(longestNanos, wallNanos);
        goneNanos = sinceStartNanos;
    }

    /** Whether counting may begin. */
    boolean enough() {
        boolean outOfTime = goneNanos >= MOST_NANOS && (rounds >= QUIET_ROUNDS || longestNanos >= MOST_NANOS);
        return quiet >= QUIET_ROUNDS || rounds >= MOST_ROUNDS || outOfTime;
    }

    /** The number of rounds so far. */
    int rounds() {
        return rounds;
    }

    /** Whether the last rounds were not quiet. */
    boolean compiling() {
        return quiet < Math.min(QUIET_ROUNDS, rounds);
    }
}
