package org.interleave.workbench.report;

import java.util.Optional;

/**
 * A number that is made of estimates which are independent of each other: the difference of two, or the ratio of two such.
 *
 * <p>Its interval is that of the method of variance estimates recovery (MOVER): the distance from a number to an end of
 * its interval stands for its error on that side, and errors add up as squares. It takes any interval of an estimate,
 * also a lopsided one, and nothing else. Zou and Donner, <i>Construction of confidence limits about effect measures</i>
 * (Statistics in Medicine 27, 2008); for ratios, Donner and Zou, <i>Closed-form confidence intervals for functions of
 * the normal mean and standard deviation</i> (Statistical Methods in Medical Research 21, 2012).
 *
 * <p>Two differences from one baseline are not independent: they rise and fall together. Taken as if they were, their ratio
 * has an interval somewhat too wide.
 */
final class Contrast {

    private Contrast() {}

    /** One number less another. */
    static Estimate difference(Estimate one, Estimate other) {
        double value = one.value() - other.value();
        double below = Math.hypot(one.value() - one.low(), other.high() - other.value());
        double above = Math.hypot(one.high() - one.value(), other.value() - other.low());
        return new Estimate(
                value,
                value - below,
                value + above,
                Math.min(one.forks(), other.forks()),
                Math.min(one.samples(), other.samples()));
    }

    /** One number divided by another. Empty if the divisor may be zero, which leaves the interval without an end. */
    static Optional<Estimate> ratio(Estimate dividend, Estimate divisor) {
        if (divisor.value() < 0) {
            return ratio(dividend.scaledBy(-1), divisor.scaledBy(-1));
        }
        if (divisor.low() <= 0) {
            return Optional.empty();
        }
        if (dividend.value() < 0) {
            return ratio(dividend.scaledBy(-1), divisor).map(positive -> positive.scaledBy(-1));
        }
        return Optional.of(new Estimate(
                dividend.value() / divisor.value(),
                low(dividend, divisor),
                high(dividend, divisor),
                Math.min(dividend.forks(), divisor.forks()),
                Math.min(dividend.samples(), divisor.samples())));
    }

    /** The least <i>r</i> for which the dividend less <i>r</i> times the divisor may be zero. */
    private static double low(Estimate dividend, Estimate divisor) {
        double product = dividend.value() * divisor.value();
        double ofDividend = lessError(dividend.value(), dividend.low());
        double ofDivisor = lessError(divisor.value(), ofDividend < 0 ? divisor.low() : divisor.high());
        return ofDividend / (product + Math.sqrt(product * product - ofDividend * ofDivisor));
    }

    /** The greatest. */
    private static double high(Estimate dividend, Estimate divisor) {
        double product = dividend.value() * divisor.value();
        double ofDividend = lessError(dividend.value(), dividend.high());
        double ofDivisor = lessError(divisor.value(), divisor.low());
        return (product + Math.sqrt(product * product - ofDividend * ofDivisor)) / ofDivisor;
    }

    /** The square of a number, less that of its distance to an end of its interval. */
    private static double lessError(double value, double end) {
        return end * (2 * value - end);
    }
}
