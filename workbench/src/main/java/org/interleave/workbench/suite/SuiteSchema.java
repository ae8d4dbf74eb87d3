package org.interleave.workbench.suite;

import java.util.List;
import org.interleave.workbench.suite.Shape.Choice;
import org.interleave.workbench.suite.Shape.Field;
import org.interleave.workbench.suite.Shape.ListOf;
import org.interleave.workbench.suite.Shape.Mapping;
import org.interleave.workbench.suite.Shape.NameOr;
import org.interleave.workbench.suite.Shape.Real;
import org.interleave.workbench.suite.Shape.Settings;
import org.interleave.workbench.suite.Shape.Text;
import org.interleave.workbench.suite.Shape.WholeNumber;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of suite files, for editors: made of the shape that files are checked by. Names, values and claims are
 * checked against what there is only when a file is read.
 */
public final class SuiteSchema {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final String ID = "urn:interleave:suite:1";

    private SuiteSchema() {}

    /** As JSON text, indented, ending with a line feed. */
    public static String render() {
        ObjectNode schema = object().put("$schema", DIALECT)
                .put("$id", ID)
                .put("title", "Interleave suite")
                .put(
                        "description",
                        "A team's workloads, strategies, claims and gate; run by: interleave run --suite FILE");
        schema.setAll(schema(SuiteShape.SUITE));
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        return JsonMapper.shared()
                        .writer()
                        .with(new DefaultPrettyPrinter()
                                .withObjectIndenter(indent)
                                .withArrayIndenter(indent))
                        .writeValueAsString(schema)
                + "\n";
    }

    private static ObjectNode schema(Shape shape) {
        return switch (shape) {
            case Text text ->
                object().put("type", "string")
                        .put("minLength", 1)
                        .put("maxLength", text.most())
                        .put(
                                "pattern",
                                "^[^\\u0000-\\u001f\\u007f-\\u009f]*[^\\s\\u0000-\\u001f\\u007f-\\u009f][^\\u0000-\\u001f\\u007f-\\u009f]*$");
            case WholeNumber number ->
                object().put("type", "integer").put("minimum", number.least()).put("maximum", number.most());
            case Real number -> real(number);
            case Choice choice -> words(object(), "enum", choice.words());
            case Settings unused -> settings();
            case ListOf list -> {
                ObjectNode array = object().put("type", "array").put("minItems", 1);
                array.set("items", schema(list.element()));
                yield array;
            }
            case Mapping mapping -> mapping(mapping);
            case NameOr nameOr -> {
                ObjectNode either = object();
                either.putArray("oneOf").add(schema(nameOr.name())).add(schema(nameOr.mapping()));
                yield either;
            }
        };
    }

    private static ObjectNode real(Real number) {
        ObjectNode schema = object().put("type", "number");
        if (Double.isFinite(number.above())) {
            schema.put("exclusiveMinimum", number.above());
        }
        if (Double.isFinite(number.most())) {
            schema.put("maximum", number.most());
        }
        return schema;
    }

    private static ObjectNode settings() {
        ObjectNode schema = object().put("type", "object");
        words(schema.putObject("additionalProperties"), "type", List.of("string", "number", "boolean"));
        return schema;
    }

    private static ObjectNode mapping(Mapping mapping) {
        ObjectNode schema = object().put("type", "object");
        List<String> required = mapping.fields().stream()
                .filter(Field::required)
                .map(Field::key)
                .toList();
        if (!required.isEmpty()) {
            words(schema, "required", required);
        }
        schema.put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        mapping.fields().forEach(field -> {
            ObjectNode property = object().put("description", field.description());
            property.setAll(schema(field.shape()));
            properties.set(field.key(), property);
        });
        if (!mapping.oneOf().isEmpty()) {
            ArrayNode either = schema.putArray("anyOf");
            mapping.oneOf().forEach(key -> words(either.addObject(), "required", List.of(key)));
        }
        return schema;
    }

    private static ObjectNode words(ObjectNode node, String key, List<String> words) {
        ArrayNode array = node.putArray(key);
        words.forEach(array::add);
        return node;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
