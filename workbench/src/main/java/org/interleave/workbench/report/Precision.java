package org.interleave.workbench.report;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The precision that a number of forks buys: how small a difference between two rows they show, four times out of five, by a
 * two-sided test.
 *
 * @param deviation the standard deviation between forks, on the scale of logarithms
 * @param level of the test; of several that are corrected for each other, what is left for one
 */
public record Precision(double deviation, double level) {

    private static final double LEVEL = 0.05;
    private static final double POWER = 0.8;

    /** Nobody would run more. */
    public static final int MOST_FORKS = 100_000;

    /** Of one comparison by itself, tested at 5 %. */
    Precision(double deviation) {
        this(deviation, LEVEL);
    }

    /**
     * That of the forks of two rows.
     *
     * @param ratio of the two, with a known error
     * @param one how many forks one of them has
     * @param other how many the other has
     * @param level of the test
     */
    public static Precision of(StudentT ratio, int one, int other, double level) {
        return new Precision(Math.sqrt(ratio.error() / (1.0 / one + 1.0 / other)), level);
    }

    /** The smallest difference that two rows show as they were measured, as a ratio above 1. */
    public static double smallestShown(StudentT ratio, double level) {
        return smallestShown(ratio.degrees(), Math.sqrt(ratio.error()), level);
    }

    /** The smallest difference that so many forks of each row show, as a ratio above 1. At least two forks. */
    double smallestShown(int forks) {
        return smallestShown(2.0 * (forks - 1), deviation * Math.sqrt(2.0 / forks), level);
    }

    private static double smallestShown(double degrees, double error, double level) {
        TDistribution t = TDistribution.of(degrees);
        double quantiles = t.inverseSurvivalProbability(level / 2) + t.inverseCumulativeProbability(POWER);
        return Math.exp(quantiles * error);
    }

    /** The fewest forks of each row that show a ratio above 1, at least two, at most {@link #MOST_FORKS}. */
    public int forksFor(double ratio) {
        int tooFew = 1;
        int enough = 2;
        while (enough < MOST_FORKS && smallestShown(enough) > ratio) {
            tooFew = enough;
            enough = Math.min(MOST_FORKS, 2 * enough);
        }
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) / 2;
            if (smallestShown(middle) > ratio) {
                tooFew = middle;
            } else {
                enough = middle;
            }
        }
        return enough;
    }
}
