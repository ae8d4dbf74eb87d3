package org.interleave.workbench.measure;

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

/** The meters that are read before and after a round. Those of processes are there on Linux only. */
record RoundMeters(long compilerNanos, JvmUsage jvm, Optional<ProcessUsage> processes) {

    /** What a round used. */
    record Used(Map<String, Metric> metrics, long jitNanos) {}

    /** Begins a round. */
    static RoundMeters begin() {
        List<ProcessHandle> children = children();
        if (LibC.AVAILABLE) {
            ProcessMemory.resetPeaks(children);
        }
        return new RoundMeters(CompilerTime.nanos(children), JvmUsage.now(), usage(children));
    }

    /** What was used since. Workers that have ended meanwhile are missing. */
    Used end() {
        List<ProcessHandle> children = children();
        Optional<ProcessUsage> usage = usage(children);
        Map<String, Metric> metrics = new HashMap<>(JvmUsage.now().since(jvm));
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
