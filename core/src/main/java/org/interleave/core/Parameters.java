package org.interleave.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A value for each of a list of parameters. Immutable. */
public final class Parameters {

    private final Map<Parameter<?>, Object> values;

    private Parameters(Map<Parameter<?>, Object> values) {
        this.values = values;
    }

    /**
     * Reads what the user set and takes defaults for the rest.
     *
     * @param owner the workload or strategy they belong to, for messages
     * @param declared what can be set
     * @param given names and values as the user wrote them
     * @param preset which defaults
     * @throws InvalidInputException if a name is unknown or a value not allowed
     */
    public static Parameters of(String owner, List<Parameter<?>> declared, Map<String, String> given, Preset preset) {
        List<String> names = declared.stream().map(Parameter::name).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw InvalidInputException.unknown("parameter of " + owner, name, names);
            }
        }
        Map<Parameter<?>, Object> values = new LinkedHashMap<>();
        for (Parameter<?> parameter : declared) {
            String text = given.get(parameter.name());
            values.put(parameter, text == null ? parameter.defaultValue(preset) : parameter.parse(text, owner));
        }
        return new Parameters(values);
    }

    /** The quick defaults of a list of parameters. */
    public static Parameters defaults(List<Parameter<?>> declared) {
        return of("defaults", declared, Map.of(), Preset.QUICK);
    }

    /**
     * The value of a parameter.
     *
     * @throws IllegalArgumentException if it is not one of those declared
     */
    @SuppressWarnings("unchecked")
    public <T> T get(Parameter<T> parameter) {
        Object value = values.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + parameter.name() + " here");
        }
        return (T) value;
    }

    /**
     * The value of a count that is known to fit an {@code int}.
     *
     * @throws IllegalArgumentException if it is not one of those declared
     * @throws ArithmeticException if the value is out of that range
     */
    public int getInt(Parameter<Long> count) {
        return Math.toIntExact(get(count));
    }

    /** The same with one value changed. */
    public <T> Parameters with(Parameter<T> parameter, T value) {
        get(parameter);
        Map<Parameter<?>, Object> changed = new LinkedHashMap<>(values);
        changed.put(parameter, value);
        return new Parameters(changed);
    }

    /** Names and values as text, in the order they were declared, fit to be read again. */
    public SequencedMap<String, String> asText() {
        SequencedMap<String, String> text = new LinkedHashMap<>();
        values.forEach((parameter, value) -> text.put(parameter.name(), format(parameter, value)));
        return text;
    }

    @SuppressWarnings("unchecked")
    private static <T> String format(Parameter<T> parameter, Object value) {
        return parameter.format((T) value);
    }

    @Override
    public String toString() {
        return asText().toString();
    }
}
