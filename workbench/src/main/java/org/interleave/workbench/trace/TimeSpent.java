package org.interleave.workbench.trace;

import java.util.EnumMap;
import java.util.Map;

/** For how long a task did what. */
final class TimeSpent {

    private final int task;
    private final Map<State, Long> nanos = new EnumMap<>(State.class);

    private TimeSpent(int task) {
        this.task = task;
    }

    /** In all that was recorded. */
    static TimeSpent of(TaskEvents task, Timeline timeline) {
        return of(task, timeline.begin(), timeline.end());
    }

    /** In a stretch of time. */
    static TimeSpent of(TaskEvents task, long begin, long end) {
        TimeSpent spent = new TimeSpent(task.task());
        Spans.visit(task, begin, end, (state, from, to, processor) -> spent.nanos.merge(state, to - from, Long::sum));
        return spent;
    }

    /** The task's place in the order of submission. */
    int task() {
        return task;
    }

    /** For how long it did something, in nanoseconds. */
    long in(State state) {
        return nanos.getOrDefault(state, 0L);
    }

    /** For how long it is known what it did, in nanoseconds, at least one. */
    long recorded() {
        long all = nanos.values().stream().mapToLong(Long::longValue).sum();
        return Math.max(1, all - in(State.UNKNOWN));
    }
}
