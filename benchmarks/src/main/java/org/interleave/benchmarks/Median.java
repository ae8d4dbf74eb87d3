package org.interleave.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * The middle of some numbers, with an interval that has that of their distribution in it with a confidence of 95 % or a
 * little more, whatever the distribution is: from one of the sorted numbers to another, by the binomial distribution.
 */
record Median(double value, double low, double high) {

    /** Of six numbers at least, for fewer cannot give that confidence. */
    static Median of(List<Double> numbers) {
        double[] sorted =
                numbers.stream().mapToDouble(number -> number).sorted().toArray();
        int size = sorted.length;
        int outside = 0;
        double chance = Math.pow(0.5, size);
        double tail = chance;
        while (2 * tail <= 0.05) {
            outside++;
            chance *= (double) (size - outside + 1) / outside;
            tail += chance;
        }
        if (outside == 0) {
            throw new IllegalArgumentException("no interval from " + size + " numbers");
        }
        double middle = (sorted[(size - 1) / 2] + sorted[size / 2]) / 2;
        return new Median(middle, sorted[outside - 1], sorted[size - outside]);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", value, low, high);
    }
}
