package org.interleave.core;

import java.util.Map;
import java.util.Objects;

/**
 * A named set of options under which a strategy is measured beside its defaults, so that like can stand beside like. It is
 * selected and labelled by the strategy's name, a slash and its own, such as {@code netty/per-cpu}.
 *
 * @param name lower-case words joined by hyphens, at most 60 characters; other than those of the strategy's other variants
 * @param options the options that differ from their defaults, as the user would write them
 */
public record StrategyVariant(String name, Map<String, String> options) {

    /** What a strategy with one loop or thread calls the variant that has one for each processor. */
    public static final String PER_CPU = "per-cpu";

    /** Takes a copy. @throws NullPointerException if the name, or one of an option, is null */
    public StrategyVariant {
        Objects.requireNonNull(name, "the name is null");
        options = Map.copyOf(options);
    }

    /**
     * One of something for each processor.
     *
     * @param count the option that says how many there are
     * @param processors how many processors there are
     * @param most the most that the option allows
     */
    public static StrategyVariant perCpu(Parameter<Long> count, int processors, long most) {
        return new StrategyVariant(PER_CPU, Map.of(count.name(), count.format(Math.min(processors, most))));
    }

    /** What it is called beside other strategies' rows. */
    public String label(String strategy) {
        return strategy + "/" + name;
    }
}
