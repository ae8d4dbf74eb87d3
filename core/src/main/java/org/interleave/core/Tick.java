package org.interleave.core;

/**
 * One interpreter instruction's worth of work: about 20 ns of dependent integer arithmetic.
 *
 * <p>A tick is {@value #ROUNDS} rounds of Marsaglia's 64-bit xorshift (shifts 13, 7, 17). Every operation needs the
 * one before it, so nothing can be vectorised or run side by side, and no compiler folds it. Being linear over GF(2),
 * the state after any number of ticks can also be had without running them: {@link #jump} is an oracle that shares no
 * code with the loop it checks. The C twin in {@code strategy-native} computes the same bits.
 *
 * @see <a href="https://doi.org/10.18637/jss.v008.i14">Marsaglia, Xorshift RNGs, 2003</a>
 */
public final class Tick {

    /** Xorshift rounds in one tick. */
    public static final int ROUNDS = 13;

    private Tick() {}

    /**
     * Runs ticks.
     *
     * @param state the state before; zero stays zero
     * @param ticks how many to run; none if not positive
     * @return the state after
     */
    public static long run(long state, long ticks) {
        long x = state;
        for (long left = ticks; left > 0; left--) {
            for (int round = 0; round < ROUNDS; round++) {
                x ^= x << 13;
                x ^= x >>> 7;
                x ^= x << 17;
            }
        }
        return x;
    }

    /**
     * The state that {@link #run} would reach, found in logarithmic time by squaring the tick's 64 × 64 bit matrix.
     *
     * @param state the state before
     * @param ticks how many ticks to skip, not negative
     * @return the state after
     */
    public static long jump(long state, long ticks) {
        if (ticks < 0) {
            throw new IllegalArgumentException("ticks is " + ticks + ", must not be negative");
        }
        long x = state;
        for (long left = ticks; left != 0; left &= left - 1) {
            x = multiply(Powers.OF_TWO[Long.numberOfTrailingZeros(left)], x);
        }
        return x;
    }

    /** The matrices of 1, 2, 4, 8 … ticks. */
    private static final class Powers {

        static final long[][] OF_TWO = new long[Long.SIZE - 1][];

        static {
            long[] power = tickMatrix();
            for (int exponent = 0; exponent < OF_TWO.length; exponent++) {
                OF_TWO[exponent] = power;
                power = square(power);
            }
        }
    }

    /**
     * A state to start from, well spread even for seeds that follow each other (SplitMix64's finaliser).
     *
     * @param seed any number
     * @return a state that is not zero
     */
    public static long seed(long seed) {
        long z = seed * 0x9E3779B97F4A7C15L + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return z == 0 ? 1 : z;
    }

    /** Column {@code i} is where bit {@code i} goes: built from single-bit shifts, not from {@link #run}. */
    private static long[] tickMatrix() {
        long[] round = compose(shiftMatrix(17), compose(shiftMatrix(-7), shiftMatrix(13)));
        long[] tick = shiftMatrix(Long.SIZE);
        for (int i = 0; i < ROUNDS; i++) {
            tick = compose(round, tick);
        }
        return tick;
    }

    /** The matrix of {@code x ^ (x << distance)}, or of {@code x ^ (x >>> -distance)} when it is negative. */
    private static long[] shiftMatrix(int distance) {
        long[] columns = new long[Long.SIZE];
        for (int bit = 0; bit < Long.SIZE; bit++) {
            columns[bit] = 1L << bit;
            int target = bit + distance;
            if (target >= 0 && target < Long.SIZE) {
                columns[bit] |= 1L << target;
            }
        }
        return columns;
    }

    private static long[] square(long[] matrix) {
        return compose(matrix, matrix);
    }

    private static long[] compose(long[] outer, long[] inner) {
        long[] columns = new long[Long.SIZE];
        for (int bit = 0; bit < Long.SIZE; bit++) {
            columns[bit] = multiply(outer, inner[bit]);
        }
        return columns;
    }

    private static long multiply(long[] matrix, long vector) {
        long product = 0;
        for (long left = vector; left != 0; left &= left - 1) {
            product ^= matrix[Long.numberOfTrailingZeros(left)];
        }
        return product;
    }
}
