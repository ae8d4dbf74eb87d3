package org.interleave.workbench.plan;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.interleave.core.Demand;
import org.interleave.core.Quantity;
import org.interleave.workbench.machine.MachineFiles;

/**
 * The limits of this machine that a fork may meet, whatever the strategy: descriptors for its sockets, and memory for its heap. A
 * fork has the heap that all forks have unless it runs so many tasks that these need more.
 *
 * @param descriptors the most that a process may have
 * @param memoryBytes the memory that is available now
 */
record MachineLimits(long descriptors, long memoryBytes) {

    /** Of a JVM and what it runs, beside sockets: its own files, pipes, and some for each loop. */
    private static final long OTHER_DESCRIPTORS = 300;

    /** The number that a system has at least which does not tell. */
    private static final long FEW_DESCRIPTORS = 256;

    /** The heap to have for each task: what the most costly takes that waits, its result, and as much again to collect. */
    private static final long HEAP_PER_TASK = 8_000;

    /** The heap that every fork has. */
    private static final long HEAP_ANYWAY = 2L << 30;

    private static final long GIBIBYTE = 1L << 30;

    private static final String AVAILABLE = "MemAvailable";

    /** Those of this machine now. */
    static MachineLimits ofThisMachine() {
        java.lang.management.OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        long descriptors =
                system instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : FEW_DESCRIPTORS;
        long total = system instanceof OperatingSystemMXBean hotspot ? hotspot.getTotalMemorySize() : Long.MAX_VALUE;
        return new MachineLimits(
                descriptors,
                Math.min(total, MachineFiles.ofThisMachine().memory(AVAILABLE).orElse(total)));
    }

    /** Why a round that takes so much cannot run here, if so. */
    Optional<String> reasonAgainst(Demand demand) {
        long sockets = Math.max(0, descriptors - OTHER_DESCRIPTORS);
        if (demand.sockets() > sockets) {
            return Optional.of("needs " + Quantity.format(demand.sockets()) + " sockets at once and can have " + sockets
                    + " here (ulimit -n is " + descriptors + ")");
        }
        long heap = heapGibibytes(demand);
        if (heap > 0 && heap * GIBIBYTE > memoryBytes) {
            return Optional.of("needs a heap of " + heap + " GiB for " + Quantity.format(demand.tasks())
                    + " tasks, and " + memoryBytes / GIBIBYTE + " GiB of memory are available here");
        }
        return Optional.empty();
    }

    /** The heap that such a round needs if it is more than every fork has, in GiB; 0 if not. */
    private static long heapGibibytes(Demand demand) {
        if (demand.tasks() <= HEAP_ANYWAY / HEAP_PER_TASK) {
            return 0;
        }
        return demand.tasks() > Long.MAX_VALUE / HEAP_PER_TASK
                ? Long.MAX_VALUE / GIBIBYTE
                : Math.ceilDiv(demand.tasks() * HEAP_PER_TASK, GIBIBYTE);
    }

    /** The options of a fork's JVM beside those that all have, which they follow. */
    static List<String> jvmOptions(Demand demand) {
        long heap = heapGibibytes(demand);
        return heap == 0 ? List.of() : List.of("-Xmx" + heap + "g");
    }
}
