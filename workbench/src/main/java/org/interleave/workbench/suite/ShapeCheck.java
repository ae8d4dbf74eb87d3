package org.interleave.workbench.suite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.suite.Shape.Choice;
import org.interleave.workbench.suite.Shape.ListOf;
import org.interleave.workbench.suite.Shape.Mapping;
import org.interleave.workbench.suite.Shape.NameOr;
import org.interleave.workbench.suite.Shape.Real;
import org.interleave.workbench.suite.Shape.Settings;
import org.interleave.workbench.suite.Shape.Text;
import org.interleave.workbench.suite.Shape.WholeNumber;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The check of nodes against the {@link Shape} they have to have; it collects all mistakes. */
final class ShapeCheck {

    private final List<Mistake> mistakes = new ArrayList<>();

    /** All mistakes of a node and what it holds. */
    static List<Mistake> of(Node node, Shape shape) {
        ShapeCheck check = new ShapeCheck();
        check.check("the file", node, shape);
        return check.mistakes;
    }

    private void check(String what, Node node, Shape shape) {
        switch (shape) {
            case Text text -> checkText(what, node, text);
            case WholeNumber number -> checkWhole(what, node, number);
            case Real number -> checkReal(what, node, number);
            case Choice choice -> checkChoice(what, node, choice);
            case Settings settings -> checkSettings(what, node, settings);
            case ListOf list -> checkList(what, node, list);
            case Mapping mapping -> checkMapping(what, node, mapping);
            case NameOr nameOr -> {
                if (node instanceof ScalarNode) {
                    checkText(what, node, nameOr.name());
                } else if (node instanceof MappingNode) {
                    checkMapping(what, node, nameOr.mapping());
                } else {
                    wrong(what, node, nameOr);
                }
            }
        }
    }

    private void wrong(String what, Node node, Shape shape) {
        mistakes.add(Mistake.at(node, what + " is " + kind(node) + ", it has to be " + shape.inWords()));
    }

    private static String kind(Node node) {
        if (node instanceof ScalarNode scalar) {
            return kind(scalar);
        }
        return node instanceof SequenceNode ? "a list" : "a mapping";
    }

    private static String kind(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return "empty";
        }
        String value = "'" + scalar.getValue() + "'";
        return tag.equals(Tag.STR) ? "the text " + value : value;
    }

    private static Optional<ScalarNode> scalar(Node node, Tag... tags) {
        return node instanceof ScalarNode scalar && List.of(tags).contains(scalar.getTag())
                ? Optional.of(scalar)
                : Optional.empty();
    }

    private void checkText(String what, Node node, Text text) {
        boolean right = scalar(node, Tag.STR)
                .map(ScalarNode::getValue)
                .filter(value -> !value.isBlank()
                        && value.codePointCount(0, value.length()) <= text.most()
                        && value.chars().noneMatch(Character::isISOControl))
                .isPresent();
        if (!right) {
            wrong(what, node, text);
        }
    }

    private void checkWhole(String what, Node node, WholeNumber allowed) {
        boolean right = scalar(node, Tag.INT)
                .flatMap(scalar -> SuitePart.whole(scalar.getValue()))
                .filter(number -> number >= allowed.least() && number <= allowed.most())
                .isPresent();
        if (!right) {
            wrong(what, node, allowed);
        }
    }

    private void checkReal(String what, Node node, Real allowed) {
        boolean right = scalar(node, Tag.INT, Tag.FLOAT)
                .flatMap(scalar -> SuitePart.real(scalar.getValue()))
                .filter(number -> number > allowed.above() && number <= allowed.most())
                .isPresent();
        if (!right) {
            wrong(what, node, allowed);
        }
    }

    private void checkChoice(String what, Node node, Choice choice) {
        if (scalar(node, Tag.STR)
                .filter(scalar -> choice.words().contains(scalar.getValue()))
                .isEmpty()) {
            wrong(what, node, choice);
        }
    }

    private void checkSettings(String what, Node node, Settings settings) {
        if (!(node instanceof MappingNode mapping)) {
            wrong(what, node, settings);
            return;
        }
        for (NodeTuple setting : distinct(mapping)) {
            Node value = setting.getValueNode();
            if (scalar(value, Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL).isEmpty()) {
                mistakes.add(Mistake.at(
                        value,
                        SuitePart.key(setting) + " is " + kind(value) + ", it has to be a value such as --set takes"));
            }
        }
    }

    private void checkList(String what, Node node, ListOf list) {
        if (!(node instanceof SequenceNode sequence)) {
            wrong(what, node, list);
        } else if (sequence.getValue().isEmpty()) {
            mistakes.add(Mistake.at(node, what + " is an empty list, it has to have one element at least"));
        } else {
            sequence.getValue().forEach(element -> check("an element of " + what, element, list.element()));
        }
    }

    private void checkMapping(String what, Node node, Mapping mapping) {
        if (!(node instanceof MappingNode given)) {
            wrong(what, node, mapping);
            return;
        }
        Map<String, Node> values = new HashMap<>();
        for (NodeTuple tuple : distinct(given)) {
            String key = SuitePart.key(tuple);
            values.put(key, tuple.getValueNode());
            mapping.fields().stream()
                    .filter(field -> field.key().equals(key))
                    .findFirst()
                    .ifPresentOrElse(
                            field -> check(key, tuple.getValueNode(), field.shape()),
                            () -> mistakes.add(Mistake.at(tuple.getKeyNode(), unknownKey(key, mapping))));
        }
        mapping.fields().stream()
                .filter(field -> field.required() && !values.containsKey(field.key()))
                .forEach(field -> mistakes.add(Mistake.at(
                        node,
                        what + " has no " + field.key() + ", which it has to have: "
                                + field.shape().inWords())));
        if (!mapping.oneOf().isEmpty() && mapping.oneOf().stream().noneMatch(values::containsKey)) {
            mistakes.add(Mistake.at(
                    node,
                    what + " has neither " + String.join(" nor ", mapping.oneOf()) + ", it has to have one at least"));
        }
    }

    private static String unknownKey(String key, Mapping mapping) {
        return String.valueOf(
                InvalidInputException.unknown("key", key, mapping.keys()).getMessage());
    }

    /** Without those that come again, or are no names, which are mistakes. */
    private List<NodeTuple> distinct(MappingNode mapping) {
        Map<String, Node> first = new HashMap<>();
        List<NodeTuple> distinct = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            if (!(keyNode instanceof ScalarNode)) {
                mistakes.add(Mistake.at(keyNode, "a key is a list or a mapping, it has to be a name"));
                continue;
            }
            String key = SuitePart.key(tuple);
            Node before = first.putIfAbsent(key, keyNode);
            if (before == null) {
                distinct.add(tuple);
            } else {
                int line = before.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
                mistakes.add(Mistake.at(
                        keyNode,
                        "the key " + key + " is there twice, first in line " + line + "; it may be there once"));
            }
        }
        return distinct;
    }
}
