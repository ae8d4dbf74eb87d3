package org.interleave.workbench.machine;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Claim;
import org.interleave.core.Metric;

/**
 * What this JVM used of itself up to a moment.
 *
 * @param gcNanos time that collecting garbage took, from milliseconds
 * @param allocatedBytes what all threads allocated on the heap, those that have ended included; negative where it is not told
 */
public record JvmUsage(long gcNanos, long allocatedBytes) {

    /** Looked up when first needed. */
    private static final class Beans {
        static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory.getGarbageCollectorMXBeans();
        static final java.lang.management.ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    }

    /** The present usage. */
    public static JvmUsage now() {
        long millis = Beans.COLLECTORS.stream()
                .mapToLong(collector -> Math.max(0, collector.getCollectionTime()))
                .sum();
        long allocated = Beans.THREADS instanceof ThreadMXBean threads ? threads.getTotalThreadAllocatedBytes() : -1;
        return new JvmUsage(TimeUnit.MILLISECONDS.toNanos(millis), allocated);
    }

    /** What was used from an earlier moment to this one, as metrics. */
    public Map<String, Metric> since(JvmUsage before) {
        Map<String, Metric> metrics = new TreeMap<>();
        metrics.put(Claim.GC, Metric.seconds(gcNanos - before.gcNanos));
        if (before.allocatedBytes >= 0) {
            metrics.put(Claim.ALLOCATED, Metric.bytes(allocatedBytes - before.allocatedBytes));
        }
        return metrics;
    }
}
