package org.interleave.core.runtime;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;

/** Processor time, in nanoseconds, as far as the JVM can tell it; zero if it cannot. */
public final class ProcessorTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ProcessorTime() {}

    /** That of this process. */
    public static long ofProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean hotspot
                ? Math.max(0, hotspot.getProcessCpuTime())
                : 0;
    }

    /** That of processes which still run, in steps of the system's clock, on Linux a hundredth of a second. */
    public static long of(List<ProcessHandle> processes) {
        return processes.stream()
                .mapToLong(process ->
                        process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L))
                .sum();
    }

    /** That of the calling thread, which is a platform thread. */
    public static long ofThread() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
    }
}
