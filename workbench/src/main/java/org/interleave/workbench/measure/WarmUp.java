package org.interleave.workbench.measure;

import java.util.concurrent.TimeUnit;

/**
 * The rule by which a fork ends its warm-up: when the compiler took less than a twentieth of what the processors could do in
 * two successive stretches, of a round each, or of as many as take 50 ms. It does not wait for that longer than thirty of
 * them or five seconds; if then the compiler takes more than a tenth of what is counted too, the fork is still compiling.
 * There are two at least, but for one that alone takes longer than that.
 */
final class WarmUp {

    static final int MOST_STRETCHES = 30;
    static final long STRETCH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final double QUIET_SHARE = 0.05;
    private static final double TRICKLE_SHARE = 0.1;
    private static final int QUIET_STRETCHES = 2;

    private final int processors;
    private int rounds;
    private int stretches;
    private int quiet;
    private long wallNanos;
    private long jitNanos;
    private long longestNanos;
    private long goneNanos;

    /**
     * Nothing has run yet.
     *
     * @param processors how many the fork may use, its compilers too
     */
    WarmUp(int processors) {
        this.processors = processors;
    }

    /**
     * Takes a round into account.
     *
     * @param wall its wall time in nanoseconds
     * @param jit processor time that compilers took meanwhile, in nanoseconds
     * @param sinceStart nanoseconds since the first round was begun to be prepared
     */
    void ended(long wall, long jit, long sinceStart) {
        rounds++;
        wallNanos += wall;
        jitNanos += jit;
        longestNanos = Math.max(longestNanos, wall);
        goneNanos = sinceStart;
        if (wallNanos >= STRETCH_NANOS) {
            stretches++;
            quiet = jitNanos < QUIET_SHARE * processors * wallNanos ? quiet + 1 : 0;
            wallNanos = 0;
            jitNanos = 0;
        }
    }

    /** Whether counting may begin. */
    boolean enough() {
        boolean outOfTime = goneNanos >= MOST_NANOS && (rounds >= QUIET_STRETCHES || longestNanos >= MOST_NANOS);
        return quiet >= QUIET_STRETCHES || stretches >= MOST_STRETCHES || outOfTime;
    }

    /** The number of rounds so far. */
    int rounds() {
        return rounds;
    }

    /**
     * Whether it reached its limit before the compiler was quiet, and that was no trickle of code that runs a few times in a
     * round.
     *
     * @param wall the wall time of the rounds that counted, in nanoseconds
     * @param jit processor time that compilers took in them, in nanoseconds
     */
    boolean stillCompiling(long wall, long jit) {
        return quiet < Math.min(QUIET_STRETCHES, stretches) && jit >= TRICKLE_SHARE * processors * wall;
    }
}
