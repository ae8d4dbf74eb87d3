package org.interleave.workbench.report;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * A share of cases with its exact 95 % interval, after Clopper and Pearson (Biometrika 26, 1934).
 *
 * @param cases how many, of {@code all}
 * @param all at least one
 */
record Proportion(int cases, int all) {

    private static final double TAIL = 0.025;

    double low() {
        return cases == 0 ? 0 : BetaDistribution.of(cases, all - cases + 1.0).inverseCumulativeProbability(TAIL);
    }

    double high() {
        return cases == all ? 1 : BetaDistribution.of(cases + 1.0, all - cases).inverseSurvivalProbability(TAIL);
    }
}
