package org.interleave.workbench.report;

import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean whose distance from the truth, in standard errors, follows Student's t: the mean of a row's forks, or of two rows
 * the difference of such means. Mostly of logarithms, where a difference is a ratio; of the samples themselves where one of
 * them is zero or less.
 *
 * <p>Six forks or more speak for themselves: their own variance, and for two rows the degrees of freedom of Welch and
 * Satterthwaite. Fewer cannot know their variance, so they take the larger of their own and of the one pooled over the rows
 * of the workload, with the pool's degrees of freedom.
 *
 * @param mean the mean, or the difference
 * @param error the square of its standard error
 * @param degrees degrees of freedom; zero if nothing is known of the error
 * @param logarithmic whether it is of logarithms
 */
public record StudentT(double mean, double error, double degrees, boolean logarithmic) {

    /** So many forks know their own variance. */
    static final int ENOUGH_FORKS = 6;

    /** What is left out of a 95 % interval at each end. */
    private static final double TAIL = 0.025;

    /** Of one series, with the spread of its workload's rows by the same measure. */
    static StudentT of(Series series, Spread spread) {
        return series.positive()
                ? of(Replicates.of(series), spread, true)
                : of(Replicates.linear(series), Spread.UNKNOWN, false);
    }

    private static StudentT of(Replicates own, Spread spread, boolean logarithmic) {
        if (own.forks() >= ENOUGH_FORKS || spread.degrees() == 0) {
            return new StudentT(own.mean(), own.variance() / own.observations(), own.degrees(), logarithmic);
        }
        double between = own.forks() == 1 ? 0 : own.variance();
        return new StudentT(
                own.mean(), Math.max(between, spread.variance()) / own.forks(), spread.degrees(), logarithmic);
    }

    /**
     * Of the ratio of two series, each with the spread of its workload's rows by its measure; if nothing is known of how
     * one of them varies, nothing is of the ratio. Empty if the divisor is zero or may be, which leaves the ratio without
     * an end.
     */
    public static Optional<StudentT> ofRatio(Series dividend, Spread above, Series divisor, Spread below) {
        return ratio(dividend, above, divisor, below)
                .map(ratio -> of(dividend, above).known() && of(divisor, below).known()
                        ? ratio
                        : new StudentT(ratio.mean, 0, 0, ratio.logarithmic));
    }

    private static Optional<StudentT> ratio(Series dividend, Spread above, Series divisor, Spread below) {
        if (dividend.positive() && divisor.positive()) {
            StudentT one = of(dividend, above);
            StudentT other = of(divisor, below);
            boolean pooled = isFew(dividend, above) || isFew(divisor, below);
            double degrees = pooled ? Math.min(one.degrees, other.degrees) : satterthwaite(one, 1, other, 1);
            return Optional.of(new StudentT(one.mean - other.mean, one.error + other.error, degrees, true));
        }
        return byDeltaMethod(
                of(Replicates.linear(dividend), Spread.UNKNOWN, false),
                of(Replicates.linear(divisor), Spread.UNKNOWN, false));
    }

    private static boolean isFew(Series series, Spread spread) {
        return series.forks().size() < ENOUGH_FORKS && spread.degrees() > 0;
    }

    private static Optional<StudentT> byDeltaMethod(StudentT above, StudentT below) {
        if (below.mean == 0 || Math.abs(below.mean) <= below.margin()) {
            return Optional.empty();
        }
        double ratio = above.mean / below.mean;
        double scale = 1 / (below.mean * below.mean);
        double error = scale * (above.error + ratio * ratio * below.error);
        double degrees = satterthwaite(above, scale, below, scale * ratio * ratio);
        return Optional.of(new StudentT(ratio, error, degrees, false));
    }

    /** The degrees of freedom of a weighted sum of two squared errors; where neither varies, the fewer. */
    private static double satterthwaite(StudentT one, double weight, StudentT other, double otherWeight) {
        double first = weight * one.error;
        double second = otherWeight * other.error;
        double parts = part(first, one.degrees) + part(second, other.degrees);
        return parts == 0 ? Math.min(one.degrees, other.degrees) : (first + second) * (first + second) / parts;
    }

    private static double part(double error, double degrees) {
        return error == 0 ? 0 : error * error / degrees;
    }

    /** Half the 95 % interval; zero if nothing is known of the error. */
    double margin() {
        if (error == 0 || !isUsable()) {
            return error == 0 ? 0 : Double.MAX_VALUE;
        }
        return Math.sqrt(error) * TDistribution.of(degrees).inverseSurvivalProbability(TAIL);
    }

    /** Numbers near the largest that there are have squares that are beyond it. */
    private boolean isUsable() {
        return Double.isFinite(error) && Double.isFinite(degrees);
    }

    /** Whether anything is known of how far the truth may be. */
    public boolean known() {
        return degrees > 0;
    }

    /** What is estimated, on the scale of the samples. */
    public double value() {
        return logarithmic ? Math.exp(mean) : mean;
    }

    /** How probable a mean so high, or higher, would be if the truth were at most this bound. */
    public double probabilityIfAtMost(double bound) {
        if (bound == Double.POSITIVE_INFINITY) {
            return 1;
        }
        return survival(logarithmic ? mean - Math.log(Math.max(0, bound)) : mean - bound);
    }

    /** How probable a mean so low, or lower, would be if the truth were at least this bound. */
    public double probabilityIfAtLeast(double bound) {
        if (bound == Double.NEGATIVE_INFINITY || (logarithmic && bound <= 0)) {
            return 1;
        }
        return survival(logarithmic ? Math.log(bound) - mean : bound - mean);
    }

    /** How probable a mean so far off, either way, would be if the truth lay between these bounds, the ends included. */
    public double probabilityIfBetween(double low, double high) {
        return Math.min(1, 2 * Math.min(probabilityIfAtMost(high), probabilityIfAtLeast(low)));
    }

    private double survival(double distance) {
        if (!known() || !isUsable()) {
            return 1;
        }
        if (error == 0) {
            return distance > 0 ? 0 : 1;
        }
        return TDistribution.of(degrees).survivalProbability(distance / Math.sqrt(error));
    }

    /**
     * How probable a deviation from the truth of so much, or more, would be, going by the 95 % interval of what deviates.
     *
     * @param distance how far it deviates to one side
     * @param margin how far its interval reaches back from it
     */
    static double probabilityBeyond(double distance, double margin, double degrees) {
        if (distance <= 0) {
            return 1;
        }
        if (margin == 0) {
            return 0;
        }
        TDistribution t = TDistribution.of(degrees);
        return t.survivalProbability(distance / margin * t.inverseSurvivalProbability(TAIL));
    }

    /** With its 95 % interval. */
    public Estimate estimate(int forks, int samples) {
        double half = margin();
        if (!logarithmic) {
            double most = Double.MAX_VALUE;
            return new Estimate(mean, Math.max(-most, mean - half), Math.min(most, mean + half), forks, samples);
        }
        double value = Math.min(Double.MAX_VALUE, Math.exp(mean));
        double low = Math.min(value, Math.exp(mean - half));
        double high = Math.max(value, Math.min(Double.MAX_VALUE, Math.exp(mean + half)));
        return new Estimate(value, low, high, forks, samples);
    }
}
