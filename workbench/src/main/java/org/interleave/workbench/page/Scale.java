package org.interleave.workbench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.regex.Pattern;

/**
 * A chart's scale, from numbers to shares of its length: linear, or logarithmic where numbers differ so much that small ones
 * would lie on each other. On a logarithmic one zero, which has no place there, stands apart, before the least number.
 *
 * @param low where it begins
 * @param high where it ends, above that
 * @param logarithmic whether equal lengths are equal factors
 * @param zeroApart whether it has a place for zero before its beginning
 */
record Scale(double low, double high, boolean logarithmic, boolean zeroApart) {

    /** Numbers that differ by more than this factor go on a logarithmic scale. */
    static final double LINEAR_UP_TO = 6;

    /** So much of the length lies between zero and the least number, where zero stands apart. */
    static final double APART = 0.08;

    private static final double PADDING = 0.04;
    private static final int MOST_TICKS = 6;

    /** An interval that reaches farther than this factor beyond all numbers is cut: it would press them together. */
    private static final double FARTHEST = 3;

    /** Of numbers beyond this, differences and products have none. */
    private static final double LARGEST = Double.MAX_VALUE / 4;

    private static final Pattern ZEROS = Pattern.compile("\\.0+(?!\\d)");
    private static final Pattern LAST_ZEROS = Pattern.compile("(\\.\\d*?[1-9])0+(?!\\d)");

    /**
     * A scale that has room for some numbers.
     *
     * @param points all of which are on it
     * @param ends of intervals, which may be cut
     */
    static Scale covering(List<Double> points, List<Double> ends) {
        double least = points.stream().mapToDouble(x -> x).min().orElse(0);
        double most = points.stream().mapToDouble(x -> x).max().orElse(1);
        double positive =
                points.stream().mapToDouble(x -> x).filter(x -> x > 0).min().orElse(Double.NaN);
        boolean logarithmic = least >= 0 && most / positive > LINEAR_UP_TO;
        double from = logarithmic ? positive : least;
        double farthestLow = from > 0 ? from / FARTHEST : from - FARTHEST * (most - from);
        double farthestHigh = from > 0 ? most * FARTHEST : most + FARTHEST * (most - from);
        double low = from;
        double high = most;
        for (double end : ends) {
            low = Math.min(low, Math.max(end, farthestLow));
            high = Math.max(high, Math.min(end, farthestHigh));
        }
        return padded(low, high, logarithmic, logarithmic && least <= 0);
    }

    private static Scale padded(double low, double high, boolean logarithmic, boolean zeroApart) {
        double least = Math.clamp(low, -LARGEST, LARGEST);
        double most = Math.clamp(high, -LARGEST, LARGEST);
        if (logarithmic) {
            double factor = Math.exp(PADDING * (Math.log(most) - Math.log(least)));
            return new Scale(
                    Math.max(least / factor, Double.MIN_NORMAL),
                    Math.min(most * factor, Double.MAX_VALUE),
                    true,
                    zeroApart);
        }
        if (least == 0 && most == 0) {
            return new Scale(-PADDING, 1, false, false);
        }
        double span = most - least;
        double room = PADDING * (span > 0 ? span : Math.abs(least));
        return new Scale(least - room, most + room, false, false);
    }

    /** Where a number lies: from 0 at the beginning to 1 at the end, and there too if it lies beyond. */
    double position(double value) {
        if (logarithmic && value <= 0) {
            return 0;
        }
        double share = logarithmic
                ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
        double start = zeroApart ? APART : 0;
        return Double.isFinite(share) ? Math.clamp(start + (1 - start) * share, 0, 1) : 0;
    }

    /** Whether a number lies on it, not beyond an end. */
    boolean covers(double value) {
        return (value >= low && value <= high) || (zeroApart && value == 0);
    }

    /** A few round numbers on it. */
    List<Tick> ticks(DoubleFunction<String> label) {
        List<Double> values = logarithmic ? logarithmicTicks() : linearTicks();
        List<Tick> ticks = new ArrayList<>();
        if (zeroApart) {
            ticks.add(new Tick(0, "0"));
        }
        values.forEach(value -> ticks.add(new Tick(value, brief(label.apply(value)))));
        return ticks;
    }

    private List<Double> linearTicks() {
        double step = roundStep((high - low) / MOST_TICKS);
        double first = Math.ceil(low / step);
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i <= MOST_TICKS && (first + i) * step <= high; i++) {
            ticks.add((first + i) * step + 0.0); // no minus zero
        }
        return ticks;
    }

    /** The least of 1, 2 and 5 times a power of ten that is no less. */
    private static double roundStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (int times : new int[] {1, 2, 5}) {
            if (times * power >= least) {
                return times * power;
            }
        }
        return 10 * power;
    }

    /** 1, 2 and 5 times powers of ten; if these are too many, powers alone, or every so many of them. */
    private List<Double> logarithmicTicks() {
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.ceil(Math.log10(high));
        List<Double> all = ticks(first, last, 1, 1, 2, 5);
        for (int step = 1; all.size() > MOST_TICKS; step++) {
            all = ticks(first, last, step, 1);
        }
        return all;
    }

    private List<Double> ticks(int first, int last, int step, int... multiples) {
        List<Double> ticks = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent += step) {
            for (int multiple : multiples) {
                double value = Double.parseDouble(multiple + "e" + exponent);
                if (value >= low && value <= high) {
                    ticks.add(value);
                }
            }
        }
        return ticks;
    }

    /** Without zeros that say nothing at a tick: {@code 50 ms} instead of {@code 50.0 ms}. */
    static String brief(String label) {
        return LAST_ZEROS.matcher(ZEROS.matcher(label).replaceAll("")).replaceAll("$1");
    }
}
