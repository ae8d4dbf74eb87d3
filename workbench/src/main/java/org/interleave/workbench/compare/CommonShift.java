package org.interleave.workbench.compare;

import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * A shift that the rows of a run have in common: the median of their ratios with its exact interval of 95 % at least, that of
 * the sign test. A few rows that changed a lot do not move it. It takes six rows.
 *
 * @param ratio the median
 * @param low the interval's lower end
 * @param high its upper end
 * @param rows of how many rows
 */
public record CommonShift(double ratio, double low, double high, int rows) {

    private static final double LEVEL = 0.05;

    /** That of some ratios, if there is one: if the interval does not contain 1. */
    static Optional<CommonShift> of(List<Double> ratios) {
        List<Double> sorted = ratios.stream().sorted().toList();
        int rows = sorted.size();
        int cut = cut(rows);
        if (cut == 0) {
            return Optional.empty();
        }
        double low = sorted.get(cut - 1);
        double high = sorted.get(rows - cut);
        double median = Math.sqrt(sorted.get((rows - 1) / 2) * sorted.get(rows / 2));
        return low > 1 || high < 1 ? Optional.of(new CommonShift(median, low, high, rows)) : Optional.empty();
    }

    /** How many of the least, and of the greatest, it takes for less than a twentieth of all cases to lie beyond; 0 if too few. */
    private static int cut(int rows) {
        if (rows == 0) {
            return 0;
        }
        BinomialDistribution signs = BinomialDistribution.of(rows, 0.5);
        int cut = 0;
        while (2 * signs.cumulativeProbability(cut) <= LEVEL) {
            cut++;
        }
        return cut;
    }

    /** In words. */
    String text() {
        return "the rows have a shift in common: the median of " + rows + " changes is " + Percent.signed(ratio) + " "
                + Percent.interval(low, high);
    }
}
