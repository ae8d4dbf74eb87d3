package org.interleave.workbench.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interleave.core.Claim;
import org.interleave.core.Metric;

/**
 * The resource usage of this process and its children up to a moment: processor time, context switches, peak memory, and
 * how busy the processors were for whomever.
 *
 * <p>A child's context switches are the sum over its live threads, all that the kernel tells of another process; those
 * of a child's ended threads are missing. Linux only; elsewhere nothing is reported.
 *
 * @param cpuNanos processor time
 * @param voluntarySwitches context switches because a thread waited
 * @param involuntarySwitches context switches because another thread's turn came
 * @param peakRssBytes the most memory that was ever resident, summed over the processes
 * @param busyNanos time that all processors of the machine were busy or taken away by the hypervisor
 * @param nanoTime when, on the clock of {@link System#nanoTime}
 */
public record ProcessUsage(
        long cpuNanos,
        long voluntarySwitches,
        long involuntarySwitches,
        long peakRssBytes,
        long busyNanos,
        long nanoTime) {

    /** Processor time that others used while a fork was measured, in processors. */
    public static final String OTHERS = "others_cpus";

    private static final Path PROC = Path.of("/proc");

    /** {@code /proc/stat} counts in hundredths of a second. */
    private static final long NANOS_PER_JIFFY = 10_000_000;

    /** The present usage; only where {@link LibC#AVAILABLE}. */
    public static ProcessUsage now() {
        long self = ProcessHandle.current().pid();
        LibC.Usage own = LibC.ownUsage();
        long cpu = LibC.cpuNanos(self);
        long voluntary = own.voluntarySwitches();
        long involuntary = own.involuntarySwitches();
        long peak = own.peakRssBytes();
        for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
            try {
                cpu += LibC.cpuNanos(child.pid());
                Map<String, Long> counts = statusCounts(child.pid());
                voluntary += counts.getOrDefault("voluntary_ctxt_switches", 0L);
                involuntary += counts.getOrDefault("nonvoluntary_ctxt_switches", 0L);
                peak += counts.getOrDefault("VmHWM", 0L) * 1024;
            } catch (IllegalStateException | IOException ended) {
                // the child ended while we looked; what it used is gone with it
            }
        }
        return new ProcessUsage(cpu, voluntary, involuntary, peak, machineBusyNanos(), System.nanoTime());
    }

    /** What was used from an earlier moment to this one, as metrics. */
    public Map<String, Metric> since(ProcessUsage before) {
        Map<String, Metric> metrics = new TreeMap<>();
        long cpu = cpuNanos - before.cpuNanos;
        metrics.put(Claim.CPU, Metric.seconds(cpu));
        metrics.put(Claim.VOLUNTARY_SWITCHES, Metric.count(voluntarySwitches - before.voluntarySwitches));
        metrics.put(Claim.INVOLUNTARY_SWITCHES, Metric.count(involuntarySwitches - before.involuntarySwitches));
        metrics.put(Claim.PEAK_RSS, Metric.bytes(peakRssBytes));
        double others = (double) (busyNanos - before.busyNanos - cpu) / (nanoTime - before.nanoTime);
        metrics.put(OTHERS, new Metric(Math.max(0, others), "processors"));
        return metrics;
    }

    /** Sums the counts of all threads; memory is the process's and stands in each, so the last one counts. */
    private static Map<String, Long> statusCounts(long pid) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            for (Path thread : threads) {
                for (String line : Files.readAllLines(thread.resolve("status"))) {
                    int colon = line.indexOf(':');
                    String key = line.substring(0, colon);
                    if (key.endsWith("ctxt_switches")) {
                        counts.merge(key, firstNumber(line, colon + 1), Long::sum);
                    } else if (key.equals("VmHWM")) {
                        counts.put(key, firstNumber(line, colon + 1));
                    }
                }
            }
        }
        return counts;
    }

    private static long firstNumber(String line, int from) {
        return Long.parseLong(line.substring(from).strip().split("\\s+", -1)[0]);
    }

    /** The first line of {@code /proc/stat}: user, nice, system, idle, iowait, irq, softirq, steal, and more. */
    private static long machineBusyNanos() {
        try {
            List<String> lines = Files.readAllLines(PROC.resolve("stat"));
            String[] fields = lines.getFirst().split("\\s+", -1);
            long jiffies = 0;
            for (int field : new int[] {1, 2, 3, 6, 7, 8}) {
                jiffies += Long.parseLong(fields[field]);
            }
            return jiffies * NANOS_PER_JIFFY;
        } catch (IOException e) {
            throw new IllegalStateException("cannot read /proc/stat", e);
        }
    }
}
