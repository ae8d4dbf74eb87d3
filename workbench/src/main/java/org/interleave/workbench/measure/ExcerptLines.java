package org.interleave.workbench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interleave.workbench.report.LockExcerpt;

/**
 * The lines of a {@link ForkReport} that hold an excerpt of a lock's timeline, and the reader of them. Times are in nanoseconds.
 *
 * <pre>
 * excerpt BEGIN LENGTH ROUND   without which there is none
 * task NAME ROLE               as many as there are, in their order
 * held TASK START LENGTH       a span
 * </pre>
 */
final class ExcerptLines {

    private static final String EXCERPT = "excerpt";
    private static final String TASK = "task";
    private static final String HELD = "held";

    private static final Pattern NANOS = Pattern.compile("\\d{1,18}");
    private static final Pattern PLACE = Pattern.compile("\\d{1,6}");

    private List<Long> times = List.of();
    private final List<LockExcerpt.Task> tasks = new ArrayList<>();
    private final List<LockExcerpt.Span> spans = new ArrayList<>();

    /** Writes an excerpt. */
    static String text(LockExcerpt excerpt) {
        StringBuilder text = new StringBuilder();
        ForkReport.append(
                text,
                EXCERPT,
                Long.toString(excerpt.beginNanos()),
                Stream.of(Long.toString(excerpt.nanos()), Long.toString(excerpt.roundNanos())));
        excerpt.tasks().forEach(task -> ForkReport.append(text, TASK, task.name(), Stream.of(task.role())));
        excerpt.spans()
                .forEach(span -> ForkReport.append(
                        text,
                        HELD,
                        Integer.toString(span.task()),
                        Stream.of(Long.toString(span.start()), Long.toString(span.nanos()))));
        return text.toString();
    }

    /** Reads one more line. @throws ForkReport.MalformedException if it is none of these */
    void add(List<String> words) throws ForkReport.MalformedException {
        try {
            switch (words.getFirst() + words.size()) {
                case EXCERPT + 4 -> times = List.of(nanos(words.get(1)), nanos(words.get(2)), nanos(words.get(3)));
                case TASK + 3 -> tasks.add(new LockExcerpt.Task(words.get(1), words.get(2)));
                case HELD + 4 ->
                    spans.add(new LockExcerpt.Span(place(words.get(1)), nanos(words.get(2)), nanos(words.get(3))));
                default -> throw new ForkReport.MalformedException("no such line of an excerpt");
            }
        } catch (IllegalArgumentException e) {
            throw new ForkReport.MalformedException("no task of an excerpt: " + e.getMessage());
        }
    }

    private static int place(String word) throws ForkReport.MalformedException {
        return Integer.parseInt(ForkReport.checked(word, PLACE));
    }

    private static long nanos(String word) throws ForkReport.MalformedException {
        return Long.parseLong(ForkReport.checked(word, NANOS));
    }

    /** What was read; nothing if there were no lines. @throws ForkReport.MalformedException if it is no excerpt */
    Optional<LockExcerpt> excerpt() throws ForkReport.MalformedException {
        if (times.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LockExcerpt(times.get(0), times.get(1), times.get(2), tasks, spans));
        } catch (IllegalArgumentException e) {
            throw new ForkReport.MalformedException("no excerpt of a timeline: " + e.getMessage());
        }
    }
}
