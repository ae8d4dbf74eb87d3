package org.interleave.workbench.report;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The excerpt of a lock's timeline as a row of the JSON has it; a span is an array of its task, its start and its length. */
final class JsonLockExcerpt {

    private static final String BEGIN = "begin_ns";
    private static final String LENGTH = "length_ns";
    private static final String ROUND = "round_ns";
    private static final String TASKS = "tasks";
    private static final String NAME = "name";
    private static final String ROLE = "role";
    private static final String SPANS = "spans";
    private static final int NUMBERS_OF_SPAN = 3;

    private JsonLockExcerpt() {}

    static ObjectNode write(LockExcerpt excerpt) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put(BEGIN, excerpt.beginNanos())
                .put(LENGTH, excerpt.nanos())
                .put(ROUND, excerpt.roundNanos());
        ArrayNode tasks = node.putArray(TASKS);
        excerpt.tasks().forEach(task -> tasks.addObject().put(NAME, task.name()).put(ROLE, task.role()));
        ArrayNode spans = node.putArray(SPANS);
        excerpt.spans()
                .forEach(span ->
                        spans.addArray().add(span.task()).add(span.start()).add(span.nanos()));
        return node;
    }

    /** Reads one. @throws JsonPart.Unexpected if it is none */
    static LockExcerpt read(JsonPart node) {
        try {
            return new LockExcerpt(
                    node.at(BEGIN).longInteger(),
                    node.at(LENGTH).longInteger(),
                    node.at(ROUND).longInteger(),
                    node.at(TASKS).each(JsonLockExcerpt::task),
                    node.at(SPANS).each(JsonLockExcerpt::span));
        } catch (IllegalArgumentException e) {
            throw node.unexpected("an excerpt of a lock's timeline: " + e.getMessage());
        }
    }

    private static LockExcerpt.Task task(JsonPart node) {
        return new LockExcerpt.Task(node.at(NAME).text(), node.at(ROLE).text());
    }

    private static LockExcerpt.Span span(JsonPart node) {
        List<Long> numbers = node.each(JsonPart::longInteger);
        if (numbers.size() != NUMBERS_OF_SPAN || numbers.getFirst() >= LockExcerpt.MOST_SPANS) {
            throw node.unexpected("a span: a task's place, a start and a length");
        }
        return new LockExcerpt.Span((int) Math.max(-1, numbers.getFirst()), numbers.get(1), numbers.get(2));
    }
}
