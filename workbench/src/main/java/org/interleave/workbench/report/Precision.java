package org.interleave.workbench.report;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The precision that a number of forks buys: how small a difference between two rows they show, four times out of five, by a
 * two-sided test at 5 %. For one comparison by itself; among several that are corrected for each other it takes more.
 *
 * @param deviation the standard deviation between forks, on the scale of logarithms
 */
record Precision(double deviation) {

    private static final double TAIL = 0.025;
    private static final double POWER = 0.8;

    /** Nobody would run more. */
    static final int MOST_FORKS = 100_000;

    /** The smallest difference that so many forks of each row show, as a ratio above 1. At least two forks. */
    double smallestShown(int forks) {
        TDistribution t = TDistribution.of(2.0 * (forks - 1));
        double quantiles = t.inverseSurvivalProbability(TAIL) + t.inverseCumulativeProbability(POWER);
        return Math.exp(quantiles * deviation * Math.sqrt(2.0 / forks));
    }

    /** The fewest forks of each row that show a ratio above 1, at least two, at most {@link #MOST_FORKS}. */
    int forksFor(double ratio) {
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
