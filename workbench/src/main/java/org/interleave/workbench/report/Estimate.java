package org.interleave.workbench.report;

import java.util.Optional;

/**
 * A mean taken from forks, or the ratio of two, with the 95 % interval that it may lie in.
 *
 * <p>The replicate is the fork: its rounds share its luck, and more of them do not make up for few forks (Kalibera and
 * Jones, <i>Rigorous Benchmarking in Reasonable Time</i>, ISMM 2013). Times vary in proportion to their length, so means
 * and intervals are of logarithms: the number is a geometric mean, its interval a factor up and down. A series with a
 * sample that is zero or less, such as a count, has arithmetic ones.
 *
 * <p>The interval is Student's. Six forks or more speak for themselves, for ratios with the degrees of freedom of Welch and
 * Satterthwaite. Fewer cannot know their variance (two forks have one degree of freedom, and a t of 12.7), so they take
 * the larger of their own and of the one {@linkplain Spread pooled} over the rows of the workload, with the pooled degrees
 * of freedom. Taking the larger makes up for rows that vary more than others: averaged over rows the coverage is 95 to
 * 98 %; a row that varies twice as much as its neighbours is covered in some 84 % at two forks.
 *
 * <p>One fork alone tells nothing about how forks differ: where nothing is pooled its interval is that of its rounds. For
 * two measures of the same forks, a ratio's interval errs on the wide side if they rise and fall together.
 *
 * @param value the mean, or the ratio of two means
 * @param low the interval's lower end, at most the value
 * @param high the interval's upper end, at least the value
 * @param forks how many forks it is taken from; the fewer, for a ratio; zero if that is not known
 * @param samples how many samples it is taken from; the fewer, for a ratio; zero if that is not known
 */
public record Estimate(double value, double low, double high, int forks, int samples) {

    /**
     * Checks that the interval holds the value.
     *
     * @throws IllegalArgumentException if it does not, or a number is not finite
     */
    public Estimate {
        if (!(low <= value && value <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException("no interval: " + value + " [" + low + ", " + high + "]");
        }
    }

    /**
     * The mean of a series.
     *
     * @param spread of the workload's rows by the same measure
     */
    public static Estimate mean(Series series, Spread spread) {
        return StudentT.of(series, spread)
                .estimate(series.forks().size(), series.samples().size());
    }

    /**
     * The mean of one series divided by the mean of another. Empty if the divisor's mean is zero or may be, which leaves
     * the interval without an end.
     *
     * @param spread of the workload's rows by the same measure
     */
    public static Optional<Estimate> ratio(Series dividend, Series divisor, Spread spread) {
        return ratio(dividend, spread, divisor, spread);
    }

    /** The same of two measures, each with its own spread. */
    static Optional<Estimate> ratio(Series dividend, Spread above, Series divisor, Spread below) {
        int forks = Math.min(dividend.forks().size(), divisor.forks().size());
        int samples = Math.min(dividend.samples().size(), divisor.samples().size());
        return StudentT.ofRatio(dividend, above, divisor, below).map(ratio -> ratio.estimate(forks, samples));
    }

    /**
     * Whether it rests on one sample only, and nothing is known of others. Then the interval is that sample and tells
     * nothing.
     */
    public boolean single() {
        return samples == 1 && low == high;
    }

    /** Whether the interval contains a number. */
    public boolean contains(double number) {
        return low <= number && number <= high;
    }

    /** The same of numbers multiplied by a constant. */
    Estimate scaledBy(double factor) {
        double one = low * factor;
        double other = high * factor;
        return new Estimate(value * factor, Math.min(one, other), Math.max(one, other), forks, samples);
    }
}
