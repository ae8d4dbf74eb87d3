package org.interleave.workbench.report;

import java.util.List;

/**
 * An excerpt of a giant lock's timeline: which task held the lock in a part of one round. Between its spans nobody did.
 *
 * @param beginNanos where in the round it begins, in nanoseconds since the first event at the lock
 * @param nanos how long it is, in nanoseconds: from 1 to {@link #MOST_NANOS}
 * @param roundNanos how long the round took, in nanoseconds: at least until the excerpt ends
 * @param tasks who held the lock; where tasks are few, those that did not, too
 * @param spans in the order of time, each after the end of the one before; at most {@link #MOST_SPANS}
 */
public record LockExcerpt(long beginNanos, long nanos, long roundNanos, List<Task> tasks, List<Span> spans) {

    /** The longest excerpt, in nanoseconds. */
    public static final long MOST_NANOS = 20_000_000;

    /** More would be thinner than a line in a chart. */
    public static final int MOST_SPANS = 200;

    /** The most characters of a name or a role. */
    private static final int MOST_CHARACTERS = 80;

    /**
     * A task.
     *
     * @param name what it is called; neither blank nor longer than 80 characters, and perhaps from a plug-in
     * @param role what it is to the others, likewise
     */
    public record Task(String name, String role) {

        /** Checks it. @throws IllegalArgumentException if it is not called as described */
        public Task {
            check("the name", name);
            check("the role", role);
        }

        private static void check(String what, String text) {
            if (text.isBlank() || text.length() > MOST_CHARACTERS) {
                throw new IllegalArgumentException(what + " of a task has to be of 1 to " + MOST_CHARACTERS
                        + " characters, and not blank; it has " + text.length());
            }
        }
    }

    /**
     * A time in which a task held the lock.
     *
     * @param task which, as a place among the tasks
     * @param start when it took the lock, in nanoseconds since the excerpt's beginning
     * @param nanos how long it held it, in nanoseconds; at least 1
     */
    public record Span(int task, long start, long nanos) {

        /** When it let go of the lock. */
        public long end() {
            return start + nanos;
        }
    }

    /** Takes copies. @throws IllegalArgumentException if it is not as described */
    public LockExcerpt {
        tasks = List.copyOf(tasks);
        spans = List.copyOf(spans);
        check(nanos >= 1 && nanos <= MOST_NANOS, "it is of " + nanos + " ns, not of 1 to " + MOST_NANOS);
        check(beginNanos >= 0, "it begins at " + beginNanos + " ns, before its round does");
        check(
                roundNanos >= nanos && roundNanos - nanos >= beginNanos,
                "it does not lie within its round of " + roundNanos + " ns");
        check(spans.size() <= MOST_SPANS, "it has " + spans.size() + " spans, at most " + MOST_SPANS + " are allowed");
        check(tasks.size() <= MOST_SPANS, "it has " + tasks.size() + " tasks, at most " + MOST_SPANS + " are allowed");
        long free = 0;
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            check(span.task() >= 0 && span.task() < tasks.size(), "its span " + i + " is of no task");
            check(
                    span.start() >= free
                            && span.nanos() >= 1
                            && span.start() < nanos
                            && span.nanos() <= nanos - span.start(),
                    "its span " + i + " does not lie between the one before and its end");
            free = span.end();
        }
    }

    private static void check(boolean right, String wrong) {
        if (!right) {
            throw new IllegalArgumentException(wrong);
        }
    }

    /** How long a task held the lock, in nanoseconds. */
    public long heldNanos(int task) {
        return spans.stream()
                .filter(span -> span.task() == task)
                .mapToLong(Span::nanos)
                .sum();
    }

    /** How often a task held the lock. */
    public long timesHeld(int task) {
        return spans.stream().filter(span -> span.task() == task).count();
    }

    /** How long nobody held the lock, in nanoseconds. */
    public long freeNanos() {
        return nanos - spans.stream().mapToLong(Span::nanos).sum();
    }

    /** How often another task took the lock than had held it before. */
    public int handovers() {
        int handovers = 0;
        for (int i = 1; i < spans.size(); i++) {
            handovers += spans.get(i).task() == spans.get(i - 1).task() ? 0 : 1;
        }
        return handovers;
    }
}
