package org.interleave.workbench.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;

/**
 * A sweep: every contender is measured at each of several values of one thing, a parameter, an option, or the number of
 * processors.
 *
 * @param key what is set, perhaps qualified as in {@code giant-lock-timed.switch-interval}
 * @param values as the user would write them, at least one
 * @param ofProcessors whether it is the number of processors that everything is confined to
 */
public record Sweep(String key, List<String> values, boolean ofProcessors) {

    /** More take hours. */
    private static final int MOST_VALUES = 50;

    private static final Pattern COMMA = Pattern.compile(",");

    private static final String PROCESSORS = "processors";

    /** Up to here every number of processors is measured. */
    private static final int EACH = 8;

    /** From there on it grows by this factor. */
    private static final double STEP = 1.25;

    public Sweep {
        values = List.copyOf(values);
    }

    /**
     * Over a setting.
     *
     * @param text as the user gives it: {@code count=1M,5M}, or a {@linkplain GeometricRange range} as in {@code count=1k..1M}
     * @throws InvalidInputException if it is neither, or has fewer than two values or too many
     */
    public static Sweep ofSetting(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw wrong(text, "is not KEY=VALUE,VALUE or KEY=LEAST..MOST");
        }
        String key = text.substring(0, equals);
        if (key.startsWith(".") || key.endsWith(".")) {
            throw wrong(text, "has no key before its =, or no name after the key's dot");
        }
        List<String> values = GeometricRange.parse(key, text.substring(equals + 1))
                .map(GeometricRange::values)
                .orElseGet(() -> listed(text.substring(equals + 1)));
        if (values.stream().anyMatch(String::isBlank)) {
            throw wrong(text, "has an empty value");
        }
        if (values.size() < 2 || values.size() > MOST_VALUES) {
            throw wrong(
                    text,
                    "has " + values.size() + (values.size() == 1 ? " value" : " values") + ", allowed is from 2 to "
                            + MOST_VALUES);
        }
        if (Set.copyOf(values).size() < values.size()) {
            throw wrong(text, "has the same value twice");
        }
        return new Sweep(key, values, false);
    }

    private static InvalidInputException wrong(String text, String what) {
        return new InvalidInputException("--sweep " + text + " " + what);
    }

    private static List<String> listed(String values) {
        return Stream.of(COMMA.split(values, -1)).map(String::strip).toList();
    }

    /** From one processor to so many: each number up to eight, then steps of a quarter, and the last. */
    public static Sweep ofProcessors(int most) {
        List<Integer> numbers = new ArrayList<>(
                IntStream.rangeClosed(1, Math.min(EACH, most)).boxed().toList());
        while (numbers.getLast() < most) {
            numbers.add(Math.min(most, (int) Math.ceil(numbers.getLast() * STEP)));
        }
        return new Sweep(PROCESSORS, numbers.stream().map(String::valueOf).toList(), true);
    }

    /** What is set, without its owner. */
    public String name() {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** Whether it is a setting of what has this name, going by the key. */
    boolean isOf(String owner) {
        return key.equals(name()) || key.equals(owner + "." + name());
    }

    /** What a contender is called at a value. */
    String label(String contender, String value) {
        return contender + " " + name() + "=" + value;
    }
}
