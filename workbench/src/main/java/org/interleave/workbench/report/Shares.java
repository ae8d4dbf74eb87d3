package org.interleave.workbench.report;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The shares of a whole, rounded to thousandths so that they add up to one: what is missing or too much after rounding each by itself
 * is made good by those that were rounded that way, the furthest first, as seats are given by the largest remainder.
 */
public final class Shares {

    private static final int WHOLE = 1_000;

    private Shares() {}

    /** The share of each part, each as a part of one; all zero if all parts are. */
    public static List<Double> of(List<Long> parts) {
        return of(parts, part -> false);
    }

    /**
     * The share of each part, each as a part of one; all zero if all parts are.
     *
     * @param toldElsewhere which parts keep what they are rounded to by themselves as long as others can make good what that
     *     leaves, so that the same figure is the same wherever it stands
     */
    public static List<Double> of(List<Long> parts, IntPredicate toldElsewhere) {
        long whole = parts.stream().mapToLong(Long::longValue).sum();
        if (whole == 0) {
            return parts.stream().map(part -> 0.0).toList();
        }
        double[] exact = parts.stream()
                .mapToDouble(part -> (double) part / whole * WHOLE)
                .toArray();
        long[] rounded = new long[exact.length];
        for (int part = 0; part < exact.length; part++) {
            rounded[part] = Math.round(exact[part]);
        }
        long missing = WHOLE - LongStream.of(rounded).sum();
        int direction = Long.signum(missing);
        IntStream.range(0, exact.length)
                .boxed()
                .filter(part -> direction * (exact[part] - rounded[part]) > 0)
                .sorted(Comparator.comparing(toldElsewhere::test)
                        .thenComparingDouble(part -> -Math.abs(exact[part] - rounded[part])))
                .limit(Math.abs(missing))
                .forEach(part -> rounded[part] += direction);
        return LongStream.of(rounded).mapToObj(part -> (double) part / WHOLE).toList();
    }
}
