package org.interleave.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A typed setting with a name, a range and defaults: a workload's parameter or a strategy's option. Immutable.
 *
 * @param <T> the type of its values
 */
public final class Parameter<T> {

    private final String name;
    private final String description;
    private final T quick;
    private final T full;
    private final String allowed;
    private final Function<String, T> parser;
    private final Function<T, String> format;
    private final Optional<BiFunction<T, Double, T>> scaling;

    private Parameter(
            String name,
            String description,
            T quick,
            T full,
            String allowed,
            Function<String, T> parser,
            Function<T, String> format,
            Optional<BiFunction<T, Double, T>> scaling) {
        this.name = name;
        this.description = description;
        this.quick = quick;
        this.full = full;
        this.allowed = allowed;
        this.parser = parser;
        this.format = format;
        this.scaling = scaling;
    }

    /** A whole number, written like {@code 500}, {@code 10k} or {@code 5M}, from {@code min} to {@code max}. */
    public static Parameter<Long> count(String name, String description, long quick, long full, long min, long max) {
        String allowed = "from " + Quantity.format(min) + " to " + Quantity.format(max);
        Function<String, Long> parser = text -> within(Quantity.parseCount(text), min, max, allowed);
        return new Parameter<>(
                name,
                description,
                quick,
                full,
                allowed,
                parser,
                Quantity::format,
                Optional.of((value, factor) -> Math.round(value * factor)));
    }

    /** A time, written like {@code 500us}, {@code 5ms} or {@code 2s}, from {@code min} to {@code max}. */
    public static Parameter<Duration> duration(
            String name, String description, Duration quick, Duration full, Duration min, Duration max) {
        String allowed = "from " + Quantity.format(min) + " to " + Quantity.format(max);
        Function<String, Duration> parser = text -> within(Quantity.parseDuration(text), min, max, allowed);
        return new Parameter<>(
                name,
                description,
                quick,
                full,
                allowed,
                parser,
                Quantity::format,
                Optional.of((value, factor) -> Duration.ofNanos(Math.round(value.toNanos() * factor))));
    }

    /** One of a few names. */
    public static Parameter<String> choice(String name, String description, String value, List<String> choices) {
        return choice(name, description, value, choices, Function.identity());
    }

    /**
     * One of a few values that have names, such as the constants of an enum.
     *
     * @param value its value when nothing is said
     * @param choices all values, named differently
     * @param nameOf the name of a value, as the user writes it
     */
    public static <T> Parameter<T> choice(
            String name, String description, T value, List<T> choices, Function<T, String> nameOf) {
        String allowed = "one of " + choices.stream().map(nameOf).collect(Collectors.joining(", "));
        Function<String, T> parser = text -> choices.stream()
                .filter(choice -> nameOf.apply(choice).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is not " + allowed));
        return new Parameter<>(name, description, value, value, allowed, parser, nameOf, Optional.empty());
    }

    /**
     * Anything else, written as text.
     *
     * @param value its value when nothing is said
     * @param allowed what values it takes, in words
     * @param reader reads a value; throws an {@link IllegalArgumentException}, with a message to follow the text, if it
     *     cannot
     * @param writer writes a value the way it is read
     */
    public static <T> Parameter<T> text(
            String name,
            String description,
            T value,
            String allowed,
            Function<String, T> reader,
            Function<T, String> writer) {
        return new Parameter<>(name, description, value, value, allowed, reader, writer, Optional.empty());
    }

    private static <C extends Comparable<C>> C within(C value, C min, C max, String allowed) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("is out of range, allowed is " + allowed);
        }
        return value;
    }

    /** Its name on the command line: lower case, words joined by hyphens. */
    public String name() {
        return name;
    }

    /** One line that says what it sets. */
    public String description() {
        return description;
    }

    /** The default of a preset. */
    public T defaultValue(Preset preset) {
        return switch (preset) {
            case QUICK -> quick;
            case FULL -> full;
        };
    }

    /** The allowed values, in words. */
    public String allowed() {
        return allowed;
    }

    /** Writes a value the way it is read. */
    public String format(T value) {
        return format.apply(value);
    }

    /**
     * Reads a value.
     *
     * @param text what the user wrote
     * @param owner the workload or strategy it belongs to, for the message
     * @throws InvalidInputException if it cannot be read or is out of range
     */
    public T parse(String text, String owner) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    name + "=" + text + " " + e.getMessage() + " (" + name + " of " + owner + ": " + description + ", "
                            + allowed + ")",
                    e);
        }
    }

    /**
     * Multiplies a value: of a count, to the nearest whole number; of a time, to the nearest nanosecond.
     *
     * @param text the value as the user wrote it
     * @param owner the workload or strategy it belongs to, for messages
     * @return the product as the user would write it; empty if it is neither a count nor a time
     * @throws InvalidInputException if it cannot be read, or the product is out of range
     */
    public Optional<String> scaled(String text, double factor, String owner) {
        return scaling.map(scale -> {
            String product = format(scale.apply(parse(text, owner), factor));
            parse(product, owner);
            return product;
        });
    }
}
