package org.interleave.workbench.measure;

import java.util.HashMap;
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
record RoundMeters(Optional<ProcessUsage> processes, JvmUsage jvm, long compilerNanos) {

    /** What a round used. */
    record Used(Map<String, Metric> metrics, long jitNanos) {}

    /** Begins a round: the one that costs least is read last. */
    static RoundMeters begin() {
        if (LibC.AVAILABLE) {
            ProcessMemory.resetPeaks();
        }
        return read();
    }

    private static RoundMeters read() {
        long compiler = CompilerTime.nanos();
        JvmUsage jvm = JvmUsage.now();
        return new RoundMeters(LibC.AVAILABLE ? Optional.of(ProcessUsage.now()) : Optional.empty(), jvm, compiler);
    }

    /** What was used since. Workers that have ended meanwhile are missing. */
    Used end() {
        Optional<ProcessUsage> usage = LibC.AVAILABLE ? Optional.of(ProcessUsage.now()) : Optional.empty();
        Map<String, Metric> metrics = new HashMap<>(JvmUsage.now().since(jvm));
        long jit = Math.max(0, CompilerTime.nanos() - compilerNanos);
        metrics.put(Claim.JIT, Metric.seconds(jit));
        processes.ifPresent(before -> usage.ifPresent(after -> {
            metrics.putAll(after.since(before));
            metrics.put(Claim.PEAK_RSS, Metric.bytes(ProcessMemory.peakBytes()));
        }));
        return new Used(metrics, jit);
    }
}
