package org.interleave.workbench.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A sweep: every contender is measured at each of several values of one thing, a parameter, an option, or the number of
 * processors.
 *
 * @param key what is set, perhaps qualified as in {@code giant-lock-timed.switch-interval}
 * @param values as the user would write them, at least one
 * @param ofProcessors whether it is the number of processors that everything is confined to
 */
public record Sweep(String key, List<String> values, boolean ofProcessors) {

    private static final String PROCESSORS = "processors";

    /** Up to here every number of processors is measured. */
    private static final int EACH = 8;

    /** From there on it grows by this factor. */
    private static final double STEP = 1.25;

    public Sweep {
        values = List.copyOf(values);
    }

    /** Over a setting. */
    public static Sweep ofSetting(String key, List<String> values) {
        return new Sweep(key, values, false);
    }

    /** From one processor to so many: each number up to eight, then steps of a quarter, and the last. */
    public static Sweep ofProcessors(int most) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.rangeClosed(1, Math.min(EACH, most)).boxed().toList());
        while (numbers.getLast() < most) {
            numbers.add(Math.min(most, (int) Math.ceil(numbers.getLast() * STEP)));
        }
        return new Sweep(PROCESSORS, numbers.stream().map(String::valueOf).toList(), true);
    }

    /** What is set, without its owner. */
    public String name() {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** What a contender is called at a value. */
    String label(String contender, String value) {
        return contender + " " + name() + "=" + value;
    }
}
