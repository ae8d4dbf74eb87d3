package org.interleave.workbench.report;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A number taken from samples, with the 95 % interval that it may lie in.
 *
 * <p>The number is the median of all samples, or the ratio of two medians. The interval is a two-level percentile
 * bootstrap: 1 999 times, as many forks as there are, are drawn with replacement, and from each as many iterations as
 * it has; the interval leaves out the lowest and highest 2.5 % of what these resamples give. The fork is the replicate:
 * iterations of one fork share its luck, and more of them do not make up for few forks. For ratios, both series are
 * resampled independently; for two measures of the same forks that errs on the wide side if they rise and fall
 * together.
 *
 * <p>The two levels follow Kalibera and Jones, <i>Rigorous Benchmarking in Reasonable Time</i> (ISMM 2013), and the
 * hierarchical bootstrap in Davison and Hinkley, <i>Bootstrap Methods and their Application</i> (1997, 3.8). They
 * estimate means; here it is medians, which one stalled sample does not move.
 *
 * <p>Limits. No interval reaches beyond the samples. Where forks differ more than iterations, <i>n</i> forks cover the
 * true median in at most 1 − 2<sup>1−n</sup> of all cases, whatever level is asked for: three forks 75 %, five 94 %.
 * One fork tells nothing about how forks differ. Where iterations differ more than forks, drawing with replacement on
 * both levels makes the interval somewhat too wide. The same samples and the same seed give the same interval.
 *
 * @param value the median, or the ratio of two medians
 * @param low the interval's lower end, at most the value
 * @param high the interval's upper end, at least the value
 * @param forks how many forks it is taken from; the fewer, for a ratio
 * @param samples how many samples it is taken from; the fewer, for a ratio
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

    /** The median of a series. */
    public static Estimate median(Series series, long seed) {
        double[] medians = Bootstrap.medians(series, new SplittableRandom(seed));
        Arrays.sort(medians);
        double value = Bootstrap.median(series);
        return around(value, medians, series.forks().size(), series.samples().size());
    }

    /**
     * The median of one series divided by the median of another. Empty if the divisor's median is zero, or is zero in
     * so many resamples that the interval has no end.
     */
    static Optional<Estimate> ratio(Series dividend, Series divisor, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] ratios = Bootstrap.medians(dividend, random.split());
        double[] divisors = Bootstrap.medians(divisor, random.split());
        Arrays.setAll(ratios, i -> ratios[i] / divisors[i]);
        Arrays.sort(ratios);
        double value = Bootstrap.median(dividend) / Bootstrap.median(divisor);
        boolean ended = Double.isFinite(Bootstrap.low(ratios)) && Double.isFinite(Bootstrap.high(ratios));
        if (!Double.isFinite(value) || !ended) {
            return Optional.empty();
        }
        int forks = Math.min(dividend.forks().size(), divisor.forks().size());
        int samples = Math.min(dividend.samples().size(), divisor.samples().size());
        return Optional.of(around(value, ratios, forks, samples));
    }

    /** Where a divisor lies on both sides of zero, the value may be more extreme than nearly all resamples. */
    private static Estimate around(double value, double[] sorted, int forks, int samples) {
        double low = Math.min(value, Bootstrap.low(sorted));
        double high = Math.max(value, Bootstrap.high(sorted));
        return new Estimate(value, low, high, forks, samples);
    }

    /** Whether it rests on one sample only. Then the interval is that sample and tells nothing. */
    public boolean single() {
        return samples == 1;
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
