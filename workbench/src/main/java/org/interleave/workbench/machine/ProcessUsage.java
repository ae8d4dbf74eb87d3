package org.interleave.workbench.machine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interleave.core.Claim;
import org.interleave.core.Metric;

/**
 * The resource usage of this process and its children up to a moment: processor time, context switches, and how busy the
 * processors were for whomever.
 *
 * <p>A child's context switches are the sum over its live threads, all that the kernel tells of another process; those
 * of a child's ended threads are missing. Linux only; elsewhere nothing is reported.
 *
 * @param cpuNanos processor time
 * @param voluntarySwitches context switches because a thread waited
 * @param involuntarySwitches context switches because another thread's turn came
 * @param busyNanos time that all processors of the machine were busy
 * @param stolenNanos time that the hypervisor took away from them
 * @param cores how busy each of them was
 * @param nanoTime when, on the clock of {@link System#nanoTime}
 */
public record ProcessUsage(
        long cpuNanos,
        long voluntarySwitches,
        long involuntarySwitches,
        long busyNanos,
        long stolenNanos,
        CoreUse cores,
        long nanoTime) {

    /** Processor time that others used while a fork was measured, in processors. */
    public static final String OTHERS = Claim.OTHERS_CPUS;

    private static final Path PROC = Path.of("/proc");

    private static final String PROCESSORS = "processors";

    private static final List<Integer> STOLEN = List.of(8);

    /** The present usage of this process and its children; only where {@link LibC#AVAILABLE}. */
    public static ProcessUsage now() {
        return now(ProcessHandle.current().descendants().toList());
    }

    /**
     * The same, for which the machine's processes are not looked through again. This process is looked at last, so that what
     * looking takes is not in what it uses from then on.
     *
     * @param children of this process
     */
    public static ProcessUsage now(List<ProcessHandle> children) {
        List<String> stat = stat();
        long time = System.nanoTime();
        Share others = Share.of(children);
        return of(Share.own(), others, stat, time);
    }

    /**
     * The usage up to a moment at which this process was looked at, before anything else.
     *
     * @param own what it had used then
     * @param children of this process
     */
    public static ProcessUsage upTo(Share own, List<ProcessHandle> children) {
        List<String> stat = stat();
        return of(own, Share.of(children), stat, System.nanoTime());
    }

    private static ProcessUsage of(Share own, Share children, List<String> stat, long time) {
        String[] machine = CoreUse.fields(stat.getFirst());
        return new ProcessUsage(
                own.cpuNanos() + children.cpuNanos(),
                own.voluntarySwitches() + children.voluntarySwitches(),
                own.involuntarySwitches() + children.involuntarySwitches(),
                CoreUse.nanos(machine, CoreUse.BUSY),
                CoreUse.nanos(machine, STOLEN),
                CoreUse.of(stat, time),
                time);
    }

    /**
     * What some processes have used.
     *
     * @param cpuNanos processor time
     * @param voluntarySwitches context switches because a thread waited
     * @param involuntarySwitches context switches because another thread's turn came
     */
    public record Share(long cpuNanos, long voluntarySwitches, long involuntarySwitches) {

        /** What this process has used; only where {@link LibC#AVAILABLE}. Takes microseconds. */
        public static Share own() {
            LibC.Usage own = LibC.ownUsage();
            return new Share(
                    LibC.cpuNanos(ProcessHandle.current().pid()), own.voluntarySwitches(), own.involuntarySwitches());
        }

        private static Share of(List<ProcessHandle> processes) {
            long cpu = 0;
            long voluntary = 0;
            long involuntary = 0;
            for (ProcessHandle process : processes) {
                try {
                    cpu += LibC.cpuNanos(process.pid());
                    Map<String, Long> counts = switchCounts(process.pid());
                    voluntary += counts.getOrDefault("voluntary_ctxt_switches", 0L);
                    involuntary += counts.getOrDefault("nonvoluntary_ctxt_switches", 0L);
                } catch (IllegalStateException | IOException ended) {
                    // it ended while we looked; what it used is gone with it
                }
            }
            return new Share(cpu, voluntary, involuntary);
        }
    }

    /** What was used from an earlier moment to this one, as metrics. */
    public Map<String, Metric> since(ProcessUsage before) {
        Map<String, Metric> metrics = new TreeMap<>(cores.since(before.cores));
        metrics.put(Claim.CPU, Metric.seconds(cpuNanos - before.cpuNanos));
        metrics.put(Claim.VOLUNTARY_SWITCHES, Metric.count(voluntarySwitches - before.voluntarySwitches));
        metrics.put(Claim.INVOLUNTARY_SWITCHES, Metric.count(involuntarySwitches - before.involuntarySwitches));
        return metrics;
    }

    /**
     * What others had of the processors from an earlier moment to this one, and what the hypervisor had, as metrics. The
     * system counts in hundredths of a second, which over a second is a hundredth of a processor.
     */
    public Map<String, Metric> othersSince(ProcessUsage before) {
        double elapsed = nanoTime - before.nanoTime;
        double others = (busyNanos - before.busyNanos - (cpuNanos - before.cpuNanos)) / elapsed;
        double stolen = (stolenNanos - before.stolenNanos) / elapsed;
        return Map.of(OTHERS, new Metric(Math.max(0, others), PROCESSORS), Claim.STEAL, new Metric(stolen, PROCESSORS));
    }

    /** Sums the counts of all threads. */
    private static Map<String, Long> switchCounts(long pid) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            for (Path thread : threads) {
                for (String line : Files.readAllLines(thread.resolve("status"))) {
                    int colon = line.indexOf(':');
                    String key = line.substring(0, colon);
                    if (key.endsWith("ctxt_switches")) {
                        counts.merge(key, firstNumber(line, colon + 1), Long::sum);
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return counts;
    }

    private static long firstNumber(String line, int from) {
        return Long.parseLong(line.substring(from).strip().split("\\s+", -1)[0]);
    }

    /** The lines of {@code /proc/stat}. */
    private static List<String> stat() {
        try {
            return Files.readAllLines(PROC.resolve("stat"));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read /proc/stat", e);
        }
    }
}
