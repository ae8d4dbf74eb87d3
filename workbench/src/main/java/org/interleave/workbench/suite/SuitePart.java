package org.interleave.workbench.suite;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A part of a suite file whose shape has been checked.
 *
 * @param node what stands there
 */
record SuitePart(Node node) {

    /** The name that a mapping gives a value. */
    static String key(NodeTuple tuple) {
        return ((ScalarNode) tuple.getKeyNode()).getValue();
    }

    /** A whole number as YAML writes it, if it is not too large. */
    static Optional<Long> whole(String text) {
        try {
            return Optional.of(new BigDecimal(text).longValueExact());
        } catch (NumberFormatException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A finite number as YAML writes it. */
    static Optional<Double> real(String text) {
        try {
            return Optional.of(new BigDecimal(text).doubleValue()).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private List<NodeTuple> tuples() {
        return ((MappingNode) node).getValue();
    }

    /** What a mapping has under a key. */
    Optional<SuitePart> find(String key) {
        return tuples().stream()
                .filter(tuple -> key(tuple).equals(key))
                .findFirst()
                .map(tuple -> new SuitePart(tuple.getValueNode()));
    }

    SuitePart at(String key) {
        return find(key).orElseThrow();
    }

    /** The elements of a list; none of one that is not there. */
    static List<SuitePart> elements(Optional<SuitePart> list) {
        return list.map(part -> ((SequenceNode) part.node())
                        .getValue().stream().map(SuitePart::new).toList())
                .orElse(List.of());
    }

    /** Whether it is a name alone, and no mapping. */
    boolean isName() {
        return node instanceof ScalarNode;
    }

    /** The part that names something: this one, or what it has under the key. */
    SuitePart naming(String key) {
        return isName() ? this : at(key);
    }

    /** What a mapping has under a key; nothing if it is a name alone. */
    Optional<SuitePart> beside(String key) {
        return isName() ? Optional.empty() : find(key);
    }

    String text() {
        return ((ScalarNode) node).getValue();
    }

    long whole() {
        return whole(text()).orElseThrow();
    }

    double real() {
        return real(text()).orElseThrow();
    }

    /** The settings of a mapping, each with the place of its key and the part that is its value. */
    Map<String, Setting> settings() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        tuples().forEach(tuple -> settings.put(
                key(tuple), new Setting(new SuitePart(tuple.getKeyNode()), new SuitePart(tuple.getValueNode()))));
        return settings;
    }

    /**
     * A name with a value.
     *
     * @param key the name
     * @param value the value, a scalar
     */
    record Setting(SuitePart key, SuitePart value) {}
}
