package org.interleave.workbench.trace;

import java.util.EnumMap;
import java.util.Map;

/** The durations of a task's states at a giant lock. */
final class StateDurations {

    private final int task;
    private final Map<LockState, Long> nanos = new EnumMap<>(LockState.class);

    private StateDurations(int task) {
        this.task = task;
    }

    /** In all that was recorded. */
    static StateDurations of(TaskEvents task, Timeline timeline) {
        return of(task, timeline.begin(), timeline.end());
    }

    /** In a stretch of time. */
    static StateDurations of(TaskEvents task, long begin, long end) {
        StateDurations spent = new StateDurations(task.task());
        LockSpans.visit(
                task, begin, end, (state, from, to, processor) -> spent.nanos.merge(state, to - from, Long::sum));
        return spent;
    }

    /** The task's place in the order of submission. */
    int task() {
        return task;
    }

    /** For how long it did something, in nanoseconds. */
    long in(LockState state) {
        return nanos.getOrDefault(state, 0L);
    }

    /** For how long it is known what it did, in nanoseconds, at least one. */
    long recorded() {
        long all = nanos.values().stream().mapToLong(Long::longValue).sum();
        return Math.max(1, all - in(LockState.UNKNOWN));
    }
}
