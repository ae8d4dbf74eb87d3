package org.interleave.workbench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/**
 * The format of measured quantities for people: three significant digits, in the unit that suits the size.
 *
 * <p>Times are in {@code ns}, {@code µs}, {@code ms} or {@code s}; memory in {@code B}, {@code kB}, {@code MB} or {@code
 * GB}, steps of 1 000; counts plain or in {@code k}, {@code M} or {@code G}. Any other unit follows the count. Units are
 * those of {@link org.interleave.core.Metric}.
 */
public final class HumanFormat {

    private static final int SIGNIFICANT_DIGITS = 3;

    private static final List<Unit> SECONDS =
            List.of(new Unit(1e-9, " ns"), new Unit(1e-6, " µs"), new Unit(1e-3, " ms"), new Unit(1, " s"));
    private static final List<Unit> BYTES =
            List.of(new Unit(1, " B"), new Unit(1e3, " kB"), new Unit(1e6, " MB"), new Unit(1e9, " GB"));
    private static final List<Unit> COUNTS =
            List.of(new Unit(1, ""), new Unit(1e3, "k"), new Unit(1e6, "M"), new Unit(1e9, "G"));
    private static final Unit BARE = COUNTS.getFirst();

    private HumanFormat() {}

    /** A quantity with its unit, such as {@code 102 ms}, {@code 45.0 MB} or {@code 12.3k}. */
    public static String quantity(double value, String unit) {
        Unit best = best(value, unit);
        return format(value / best.size(), decimals(value, best)) + suffix(best, unit);
    }

    /** The interval of an estimate, in the unit and with the digits that {@link #quantity} gives its value. */
    public static String interval(Estimate estimate, String unit) {
        return interval(estimate, best(estimate.value(), unit));
    }

    /** A bare number, such as a ratio: {@code 0.514}, {@code 12.3} or {@code 1234}. */
    public static String number(double value) {
        return format(value, decimals(value, BARE));
    }

    /** A share, given as a part of one: {@code 32.3 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** How far a ratio above 1 is from 1: in percent, such as {@code 6.4 %}, and from 2 on as {@code a factor of 3.66}. */
    public static String difference(double ratio) {
        return ratio < 2 ? percent(ratio - 1) : "a factor of " + number(ratio);
    }

    /** The interval of a bare number, with the digits that {@link #number} gives its value. */
    public static String interval(Estimate estimate) {
        return interval(estimate, BARE);
    }

    private static String interval(Estimate estimate, Unit unit) {
        boolean whole = isWhole(estimate.low()) && isWhole(estimate.high());
        int decimals = whole ? decimals(estimate.value(), unit) : fractionDigits(estimate.value() / unit.size());
        String low = format(estimate.low() / unit.size(), decimals);
        String high = format(estimate.high() / unit.size(), decimals);
        return "[" + low + ", " + high + "]";
    }

    /** The largest unit that leaves at least 1 after rounding, or else the smallest; for zero, the undivided one. */
    private static Unit best(double value, String unit) {
        double size = rounded(value).abs().doubleValue();
        List<Unit> units = units(unit);
        return units.reversed().stream()
                .filter(candidate -> size == 0 ? candidate.size() == 1 : size >= candidate.size())
                .findFirst()
                .orElse(units.getFirst());
    }

    private static List<Unit> units(String unit) {
        return switch (unit) {
            case "s" -> SECONDS;
            case "bytes" -> BYTES;
            default -> COUNTS;
        };
    }

    /** A count of something, or so many per something, says of what. */
    private static String suffix(Unit best, String unit) {
        if (!units(unit).equals(COUNTS) || unit.equals("1")) {
            return best.name();
        }
        return best.name() + (unit.startsWith("1/") ? unit.substring(1) : " " + unit);
    }

    /** Whole numbers of what is counted have no fraction. */
    private static int decimals(double value, Unit unit) {
        return unit.size() == 1 && isWhole(value) ? 0 : fractionDigits(value / unit.size());
    }

    private static int fractionDigits(double value) {
        BigDecimal rounded = rounded(value);
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        return Math.max(0, SIGNIFICANT_DIGITS - 1 - exponent);
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value);
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).round(new MathContext(SIGNIFICANT_DIGITS));
    }

    private static String format(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private record Unit(double size, String name) {}
}
