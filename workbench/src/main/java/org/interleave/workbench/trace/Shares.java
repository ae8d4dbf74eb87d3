package org.interleave.workbench.trace;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The shares of a whole, rounded to thousandths so that they add up to one: what is missing after rounding down goes to those that
 * lost the most by it, as seats are given by the largest remainder.
 */
final class Shares {

    private static final int WHOLE = 1_000;

    private Shares() {}

    /** The share of each part, each as a part of one; all zero if all parts are. */
    static List<Double> of(List<Long> parts) {
        long whole = parts.stream().mapToLong(Long::longValue).sum();
        if (whole == 0) {
            return parts.stream().map(part -> 0.0).toList();
        }
        double[] exact = parts.stream()
                .mapToDouble(part -> (double) part / whole * WHOLE)
                .toArray();
        long[] rounded = new long[exact.length];
        for (int part = 0; part < exact.length; part++) {
            rounded[part] = (long) Math.floor(exact[part]);
        }
        long missing = WHOLE - LongStream.of(rounded).sum();
        IntStream.range(0, exact.length)
                .boxed()
                .sorted(Comparator.comparingDouble(part -> rounded[part] - exact[part]))
                .limit(missing)
                .forEach(part -> rounded[part]++);
        return LongStream.of(rounded).mapToObj(part -> (double) part / WHOLE).toList();
    }
}
