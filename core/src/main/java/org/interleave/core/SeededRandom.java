package org.interleave.core;

import java.io.Serializable;
import java.util.random.RandomGenerator;

/**
 * A generator of random numbers that come of a seed: the same in every process, and under every version of Java (SplitMix64; Steele,
 * Lea and Flood, <i>Fast splittable pseudorandom number generators</i>, OOPSLA 2014). Used by one thread at a time.
 *
 * <p>Numbers that have to be the same wherever they are drawn, such as those of request 17, come of a generator {@linkplain
 * #of of their own}: it needs none of the numbers before them.
 */
public final class SeededRandom implements RandomGenerator, Serializable {

    private static final long serialVersionUID = 1;

    /** @serial the place of the next number among all */
    private long next;

    /** A generator whose numbers are those of this seed. Seeds that follow each other have numbers that do not. */
    public SeededRandom(long seed) {
        next = Tick.seed(seed);
    }

    /**
     * A generator for one thing of many that have a seed in common.
     *
     * @param seed of all of them
     * @param index which of them
     */
    public static SeededRandom of(long seed, long index) {
        return new SeededRandom(Tick.seed(seed) + index);
    }

    @Override
    public long nextLong() {
        return Tick.seed(next++);
    }

    /** The next number of a normal distribution of mean 0 and standard deviation 1 (Box and Muller, 1958). */
    @Override
    public double nextGaussian() {
        double radius = Math.sqrt(2 * nextExponential());
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /** The next number of an exponential distribution of mean 1, such as the time between arrivals that know nothing of each other. */
    @Override
    public double nextExponential() {
        return -StrictMath.log(1 - nextDouble());
    }

    /**
     * The next number of a lognormal distribution: of lengths that are never negative, mostly near their mean, and now and then
     * several times as long.
     *
     * @param mean the mean
     * @param spread the standard deviation by the mean, not negative; zero for the mean itself
     */
    public double nextLogNormal(double mean, double spread) {
        if (spread < 0) {
            throw new IllegalArgumentException("spread is " + spread + ", must not be negative");
        }
        double variance = StrictMath.log(1 + spread * spread);
        return mean * StrictMath.exp(Math.sqrt(variance) * nextGaussian() - variance / 2);
    }
}
