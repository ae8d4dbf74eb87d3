package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A part of a JSON document that has to be of a certain kind, and says where it stands if it is not.
 *
 * @param path where it stands, such as {@code /rows/3/label}
 * @param node what stands there
 */
record JsonPart(String path, JsonNode node) {

    /** What a part has to be and is not. */
    static final class Unexpected extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Unexpected(String message) {
            super(message);
        }
    }

    /** What to throw if it is not what it has to be. */
    Unexpected unexpected(String expected) {
        return new Unexpected((path.isEmpty() ? "it" : path) + " is not " + expected);
    }

    private JsonPart checked(boolean right, String expected) {
        if (!right) {
            throw unexpected(expected);
        }
        return this;
    }

    private JsonPart object() {
        return checked(node.isObject(), "an object");
    }

    /** The names of an object's properties. */
    Collection<String> names() {
        return object().node.propertyNames();
    }

    /** Whether an object has a property. */
    boolean has(String name) {
        return object().node.has(name);
    }

    /** A property that an object has to have. */
    JsonPart at(String name) {
        return find(name).orElseThrow(() -> new Unexpected((path.isEmpty() ? "it" : path) + " has no " + name));
    }

    /** A property that an object may have. */
    Optional<JsonPart> find(String name) {
        return Optional.ofNullable(object().node.get(name)).map(part -> new JsonPart(path + "/" + name, part));
    }

    /** The elements of an array. */
    <T> List<T> each(Function<JsonPart, T> read) {
        checked(node.isArray(), "an array");
        List<T> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            elements.add(read.apply(new JsonPart(path + "/" + i, node.get(i))));
        }
        return elements;
    }

    /** The properties of an object, in their order. */
    <T> SequencedMap<String, T> map(Function<JsonPart, T> read) {
        SequencedMap<String, T> map = new LinkedHashMap<>();
        names().forEach(name -> map.put(name, read.apply(at(name))));
        return map;
    }

    String text() {
        return checked(node.isString(), "a text").node.asString();
    }

    List<String> texts() {
        return each(JsonPart::text);
    }

    boolean truth() {
        return checked(node.isBoolean(), "true or false").node.asBoolean();
    }

    int integer() {
        return checked(node.isIntegralNumber() && node.canConvertToInt(), "a whole number")
                .node
                .asInt();
    }

    long longInteger() {
        return checked(node.isIntegralNumber() && node.canConvertToLong(), "a whole number")
                .node
                .asLong();
    }

    /** A number that a double can hold. */
    double number() {
        checked(node.isNumber() && Double.isFinite(node.asDouble()), "a number");
        return node.asDouble();
    }

    /** A constant of an enum, in lower case. */
    <E extends Enum<E>> E constant(Class<E> type) {
        String text = text();
        List<E> constants = Arrays.asList(type.getEnumConstants());
        return constants.stream()
                .filter(constant -> lowerCase(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> unexpected("one of "
                        + String.join(
                                ", ",
                                constants.stream().map(JsonPart::lowerCase).toList())));
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
