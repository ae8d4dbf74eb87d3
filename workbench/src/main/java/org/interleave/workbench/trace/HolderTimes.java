package org.interleave.workbench.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * A time, divided by who held the lock in it. In nanoseconds.
 *
 * @param held by each group of tasks, in their order
 * @param handedOver by nobody, while somebody wanted it
 * @param idle by nobody, while nobody wanted it
 * @param unknown by nobody of whom that is known, for the trace was full
 */
record HolderTimes(List<Long> held, long handedOver, long idle, long unknown) {

    /** Takes a copy. */
    HolderTimes {
        held = List.copyOf(held);
    }

    /** All parts, those of the groups first, the others in their order here. */
    List<Long> parts() {
        List<Long> parts = new ArrayList<>(held);
        parts.addAll(List.of(handedOver, idle, unknown));
        return parts;
    }

    /** All parts together. */
    long total() {
        return parts().stream().mapToLong(Long::longValue).sum();
    }

    /** Those parts in which anybody held it. */
    long byAnybody() {
        return held.stream().mapToLong(Long::longValue).sum();
    }
}
