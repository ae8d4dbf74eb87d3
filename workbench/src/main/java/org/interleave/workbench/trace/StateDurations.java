package org.interleave.workbench.trace;

import java.util.EnumMap;
import java.util.Map;

/** The durations of a task's states at a giant lock over a run. They add up to the length of the run. */
final class StateDurations {

    private final Map<LockState, Long> nanos = new EnumMap<>(LockState.class);

    private StateDurations() {}

    /** In all that was recorded. */
    static StateDurations of(TaskEvents task, Timeline timeline) {
        StateDurations spent = new StateDurations();
        spent.nanos.put(LockState.ABSENT, timeline.nanos());
        LockSpans.visit(task, timeline.begin(), timeline.end(), (state, from, to, processor) -> {
            spent.nanos.merge(state, to - from, Long::sum);
            spent.nanos.merge(LockState.ABSENT, from - to, Long::sum);
        });
        return spent;
    }

    /** For how long it did something, in nanoseconds. */
    long in(LockState state) {
        return nanos.getOrDefault(state, 0L);
    }
}
