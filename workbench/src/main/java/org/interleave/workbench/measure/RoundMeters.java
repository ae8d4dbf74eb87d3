package org.interleave.workbench.measure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Claim;
import org.interleave.core.Metric;
import org.interleave.workbench.machine.CompilerTime;
import org.interleave.workbench.machine.JvmUsage;
import org.interleave.workbench.machine.LibC;
import org.interleave.workbench.machine.ProcessMemory;
import org.interleave.workbench.machine.ProcessUsage;

/**
 * The meters that are read before and after a round.
 *
 * @param compilerNanos what compilers had taken
 * @param jvm usage of the JVM, if the round counts
 * @param processes usage of this process and its children, if the round counts; on Linux only
 */
record RoundMeters(long compilerNanos, Optional<JvmUsage> jvm, Optional<ProcessUsage> processes) {

    /** The longest wait for the compilers to be done with what was before a round. */
    private static final Duration SETTLING = Duration.ofMillis(100);

    /** The same in a warm-up, where they may go on beside the round. */
    private static final Duration SETTLING_WARM_UP = Duration.ofMillis(20);

    /** What a round used. */
    record Used(Map<String, Metric> metrics, long jitNanos) {}

    /** Begins a round of a kind. */
    @FunctionalInterface
    interface Start {

        RoundMeters begin() throws InterruptedException;
    }

    /** Begins a round that warms up: what is asked is only whether it still has the compilers work. */
    static RoundMeters beginWarmUp() throws InterruptedException {
        return new RoundMeters(CompilerTime.settled(children(), SETTLING_WARM_UP), Optional.empty(), Optional.empty());
    }

    /** Begins a round that counts, once the compilers are done with what was before it. */
    static RoundMeters begin() throws InterruptedException {
        List<ProcessHandle> children = children();
        if (LibC.AVAILABLE) {
            ProcessMemory.resetPeaks(children);
        }
        return new RoundMeters(CompilerTime.settled(children, SETTLING), Optional.of(JvmUsage.now()), usage(children));
    }

    /** What was used since. Workers that have ended meanwhile are missing. */
    Used end() {
        Optional<ProcessUsage.Share> own = processes.map(before -> ProcessUsage.Share.own());
        Map<String, Metric> metrics =
                new HashMap<>(jvm.map(before -> JvmUsage.now().since(before)).orElse(Map.of()));
        List<ProcessHandle> children = children();
        Optional<ProcessUsage> usage = own.map(used -> ProcessUsage.upTo(used, children));
        long jit = Math.max(0, CompilerTime.nanos(children) - compilerNanos);
        metrics.put(Claim.JIT, Metric.seconds(jit));
        processes.ifPresent(before -> usage.ifPresent(after -> {
            metrics.putAll(after.since(before));
            metrics.put(Claim.PEAK_RSS, Metric.bytes(ProcessMemory.peakBytes(children)));
        }));
        return new Used(metrics, jit);
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().descendants().toList();
    }

    private static Optional<ProcessUsage> usage(List<ProcessHandle> children) {
        return LibC.AVAILABLE ? Optional.of(ProcessUsage.now(children)) : Optional.empty();
    }
}
