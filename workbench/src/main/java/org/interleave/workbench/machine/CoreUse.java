package org.interleave.workbench.machine;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.interleave.core.Claim;
import org.interleave.core.Metric;

/**
 * The time that each processor was busy up to a moment, for whomever, as a process monitor shows it: of those processors that this
 * process may use.
 *
 * @param busyNanos that time, by the number of the processor
 * @param nanoTime when, on the clock of {@link System#nanoTime}
 */
record CoreUse(SortedMap<Integer, Long> busyNanos, long nanoTime) {

    /** Fields of {@code /proc/stat}: user, nice, system, irq, softirq. */
    static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7);

    /** {@code /proc/stat} counts in hundredths of a second. */
    private static final long NANOS_PER_JIFFY = 10_000_000;

    /** Twenty of those, so that one more or less is a twentieth of a processor. */
    private static final long SHORTEST_NANOS = 20 * NANOS_PER_JIFFY;

    private static final String PROCESSOR = "cpu";

    CoreUse {
        busyNanos = Collections.unmodifiableSortedMap(new TreeMap<>(busyNanos));
    }

    /**
     * Use as the system tells it.
     *
     * @param stat the lines of {@code /proc/stat}
     * @param nanoTime when it was read
     */
    static CoreUse of(List<String> stat, long nanoTime) {
        return of(stat, nanoTime, Allowed.PROCESSORS);
    }

    static CoreUse of(List<String> stat, long nanoTime, BitSet processors) {
        SortedMap<Integer, Long> busy = new TreeMap<>();
        for (String line : stat) {
            String[] fields = fields(line);
            if (fields[0].matches(PROCESSOR + "[0-9]{1,6}")) {
                int number = Integer.parseInt(fields[0].substring(PROCESSOR.length()));
                if (processors.get(number)) {
                    busy.put(number, nanos(fields, BUSY));
                }
            }
        }
        return new CoreUse(busy, nanoTime);
    }

    /** The shares of the time since an earlier moment, as metrics; none if that time is short. */
    Map<String, Metric> since(CoreUse before) {
        long elapsed = nanoTime - before.nanoTime;
        Map<String, Metric> shares = new TreeMap<>();
        if (elapsed >= SHORTEST_NANOS) {
            busyNanos.forEach((number, nanos) -> {
                double share = (double) (nanos - before.busyNanos.getOrDefault(number, nanos)) / elapsed;
                shares.put(Claim.CORE_USE + "." + number, Metric.ratio(Math.clamp(share, 0, 1)));
            });
        }
        return shares;
    }

    /** The fields of a line: a name, then user, nice, system, idle, iowait, irq, softirq, steal, and more. */
    static String[] fields(String line) {
        return line.split("\\s+", -1);
    }

    /** The sum of some fields. */
    static long nanos(String[] jiffies, List<Integer> fields) {
        return fields.stream()
                        .mapToLong(field -> Long.parseLong(jiffies[field]))
                        .sum()
                * NANOS_PER_JIFFY;
    }

    /** The processors in a list of numbers and ranges, such as {@code 0,2-3}. */
    static BitSet processors(String list) {
        BitSet processors = new BitSet();
        for (String part : list.strip().split(",", -1)) {
            String[] ends = part.split("-", -1);
            processors.set(Integer.parseInt(ends[0]), 1 + Integer.parseInt(ends[ends.length - 1]));
        }
        return processors;
    }

    /** Read when first needed. A fork's do not change. */
    private static final class Allowed {

        static final BitSet PROCESSORS = MachineFiles.ofThisMachine()
                .allowedProcessors()
                .orElseThrow(() -> new IllegalStateException("cannot read /proc/self/status"));
    }
}
