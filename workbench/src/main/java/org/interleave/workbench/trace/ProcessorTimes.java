package org.interleave.workbench.trace;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.interleave.workbench.report.HumanFormat;

/**
 * The times that the lock was held, by the processor on which it had been taken. The system may have moved a task since.
 *
 * @param nanos nanoseconds, by the number of the processor
 * @param unknown nanoseconds of holding the lock after taking it on a processor that is not known
 */
public record ProcessorTimes(SortedMap<Integer, Long> nanos, long unknown) {

    private static final int SHOWN = 8;

    /** Takes a copy. */
    public ProcessorTimes {
        nanos = Collections.unmodifiableSortedMap(new TreeMap<>(nanos));
    }

    /** What was recorded of a run. */
    public static ProcessorTimes of(Timeline timeline) {
        SortedMap<Integer, Long> nanos = new TreeMap<>();
        long unknown = 0;
        for (TaskEvents task : timeline.tasks()) {
            for (long event = 0; event < task.size() - 1; event++) {
                if (task.stateAfter(event) != LockState.HOLDING) {
                    continue;
                }
                long time = task.nanos(event + 1) - task.nanos(event);
                OptionalInt processor = task.processor(event);
                if (processor.isPresent()) {
                    nanos.merge(processor.getAsInt(), time, Long::sum);
                } else {
                    unknown += time;
                }
            }
        }
        return new ProcessorTimes(nanos, unknown);
    }

    /** In words; empty if nobody held the lock. */
    String text() {
        long all = unknown + nanos.values().stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return "";
        }
        if (nanos.isEmpty()) {
            return "not known: the C library has no sched_getcpu here, or native access is denied";
        }
        String shares = nanos.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(processor ->
                        "CPU " + processor.getKey() + " " + HumanFormat.percent((double) processor.getValue() / all))
                .collect(Collectors.joining(", "));
        int more = nanos.size() - SHOWN;
        return shares + (more > 0 ? " and " + more + " more" : "")
                + (unknown > 0 ? ", not known " + HumanFormat.percent((double) unknown / all) : "")
                + " of the time that the lock was held";
    }
}
