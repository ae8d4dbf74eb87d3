package org.interleave.workbench.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Quantity;

/**
 * A range of counts or times, of which values are taken in equal ratios: both ends, and three to a decade, five at least, each
 * rounded to two digits. {@code 100..10k} is 100, 220, 460, 1k, 2200, 4600, 10k.
 *
 * @param least the first value, at least 1; of times in nanoseconds
 * @param most the last, more than that
 * @param format writes a value as the user would
 */
record GeometricRange(long least, long most, LongFunction<String> format) {

    private static final Pattern RANGE = Pattern.compile("(.*?)\\.\\.(.*)");
    private static final int A_DECADE = 3;
    private static final int LEAST_VALUES = 5;
    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_UP);

    /**
     * Reads one.
     *
     * @param key what it is of, for messages
     * @return empty if it is no range
     * @throws InvalidInputException if its ends are not two counts or two times, the second larger
     */
    static Optional<GeometricRange> parse(String key, String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            return Optional.empty();
        }
        GeometricRange parsed = counts(range)
                .or(() -> times(range))
                .orElseThrow(() -> wrong(
                        key,
                        text,
                        "is not from a number to a number, nor from a time to a time; list the"
                                + " values with commas"));
        if (parsed.least < 1) {
            throw wrong(key, text, "begins with 0, from which there are no equal ratios; list the values with commas");
        }
        if (parsed.most <= parsed.least) {
            throw wrong(key, text, "does not end with more than it begins with");
        }
        return Optional.of(parsed);
    }

    private static InvalidInputException wrong(String key, String text, String what) {
        return new InvalidInputException("--sweep " + key + "=" + text + " " + what);
    }

    private static Optional<GeometricRange> counts(Matcher range) {
        try {
            return Optional.of(new GeometricRange(
                    Quantity.parseCount(range.group(1)), Quantity.parseCount(range.group(2)), Quantity::format));
        } catch (NumberFormatException noCounts) {
            return Optional.empty();
        }
    }

    private static Optional<GeometricRange> times(Matcher range) {
        try {
            return Optional.of(new GeometricRange(
                    Quantity.parseDuration(range.group(1)).toNanos(),
                    Quantity.parseDuration(range.group(2)).toNanos(),
                    nanos -> Quantity.format(Duration.ofNanos(nanos))));
        } catch (NumberFormatException noTimes) {
            return Optional.empty();
        }
    }

    /** As the user would write them, rising. */
    List<String> values() {
        double decades = Math.log10((double) most / least);
        int steps = Math.max(LEAST_VALUES, (int) Math.ceil(A_DECADE * decades - 1e-9) + 1) - 1;
        LongStream between = IntStream.range(1, steps)
                .mapToLong(step -> rounded(least * Math.pow(10, decades * step / steps)))
                .filter(value -> value > least && value < most);
        return Stream.of(LongStream.of(least), between, LongStream.of(most))
                .flatMapToLong(values -> values)
                .distinct()
                .mapToObj(format)
                .toList();
    }

    private static long rounded(double value) {
        return new BigDecimal(value)
                .setScale(0, RoundingMode.HALF_UP)
                .round(TWO_DIGITS)
                .longValue();
    }
}
