package org.interleave.workbench.measure;

import java.util.concurrent.TimeUnit;

/**
 * The rule by which a fork ends counting: after a number of rounds, and 0.3 s, whichever comes later. Where rounds are so
 * long that this would take more than ten seconds, two rounds are enough: another fork tells more then than another round.
 */
final class Counting {

    static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);
    static final int LEAST_ROUNDS = 2;

    private Counting() {}

    /**
     * Whether it is enough.
     *
     * @param rounds how many were counted
     * @param wanted how many are wanted
     * @param nanos the time since counting began
     */
    static boolean enough(int rounds, int wanted, long nanos) {
        return nanos >= MOST_NANOS
                ? rounds >= Math.min(LEAST_ROUNDS, wanted)
                : rounds >= wanted && nanos >= LEAST_NANOS;
    }
}
