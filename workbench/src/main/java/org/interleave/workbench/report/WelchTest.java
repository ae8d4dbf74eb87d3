package org.interleave.workbench.report;

import org.apache.commons.statistics.inference.TTest;

/**
 * Welch's test of whether two series have the same mean, on the scale of logarithms, forks being the observations.
 *
 * @param ratio the geometric mean of the second divided by that of the first
 * @param pValue the probability of a ratio at least as far from 1 if there is no difference
 */
record WelchTest(double ratio, double pValue) {

    /** Tests two series with at least two forks each and no sample that is zero or less. */
    static WelchTest of(Series first, Series second) {
        Replicates one = Replicates.of(first);
        Replicates other = Replicates.of(second);
        double ratio = Math.exp(other.mean() - one.mean());
        if (one.variance() + other.variance() == 0) {
            return new WelchTest(ratio, ratio == 1 ? 1 : 0);
        }
        TTest.Result result = TTest.withDefaults()
                .test(one.mean(), one.variance(), one.forks(), other.mean(), other.variance(), other.forks());
        return new WelchTest(ratio, result.getPValue());
    }
}
