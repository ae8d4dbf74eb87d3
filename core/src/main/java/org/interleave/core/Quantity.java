package org.interleave.core;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The notation of numbers with units: {@code 10k} and {@code 5M}, {@code 500us} and {@code 5ms}. */
public final class Quantity {

    private static final Pattern NUMBER_WITH_UNIT = Pattern.compile("([0-9][0-9_]*(?:\\.[0-9]+)?) ?([a-zA-Zµ]*)");
    private static final Map<String, Long> MULTIPLES =
            Map.of("", 1L, "k", 1_000L, "M", 1_000_000L, "G", 1_000_000_000L);
    private static final Map<String, Long> NANOSECONDS =
            Map.of("ns", 1L, "us", 1_000L, "µs", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "min", 60_000_000_000L);

    private Quantity() {}

    /** Reads a whole number. @throws NumberFormatException with what was wrong, to follow the value */
    public static long parseCount(String text) {
        return parse(text, MULTIPLES, "is not a whole number such as 500, 10k or 5M");
    }

    /** Reads a time. @throws NumberFormatException with what was wrong, to follow the value */
    public static Duration parseDuration(String text) {
        return Duration.ofNanos(parse(text, NANOSECONDS, "is not a time such as 500us, 5ms or 2s"));
    }

    /** Writes a whole number the way it is read. */
    public static String format(long count) {
        return count == 0 ? "0" : format(count, MULTIPLES);
    }

    /** Writes a time the way it is read. */
    public static String format(Duration duration) {
        return duration.isZero() ? "0s" : format(duration.toNanos(), NANOSECONDS);
    }

    /** In the largest unit that leaves a whole number; minutes are read, not written. */
    private static String format(long number, Map<String, Long> units) {
        return units.entrySet().stream()
                .filter(unit -> number % unit.getValue() == 0 && !unit.getKey().equals("min"))
                .filter(unit -> !unit.getKey().equals("µs"))
                .max(Map.Entry.comparingByValue())
                .map(unit -> number / unit.getValue() + unit.getKey())
                .orElseThrow();
    }

    private static long parse(String text, Map<String, Long> units, String complaint) {
        Matcher matcher = NUMBER_WITH_UNIT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new NumberFormatException(complaint);
        }
        String unit = matcher.group(2);
        Long multiple = units.get(unit);
        if (multiple == null) {
            multiple = units.get(unit.toLowerCase(Locale.ROOT));
        }
        if (multiple == null) {
            throw new NumberFormatException(complaint);
        }
        try {
            BigDecimal number = new BigDecimal(matcher.group(1).replace("_", ""));
            return number.multiply(BigDecimal.valueOf(multiple)).longValueExact();
        } catch (ArithmeticException e) {
            throw new NumberFormatException(complaint);
        }
    }
}
