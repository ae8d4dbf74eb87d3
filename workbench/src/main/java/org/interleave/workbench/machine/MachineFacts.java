package org.interleave.workbench.machine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.function.Supplier;
import org.interleave.workbench.report.Machine;
import oshi.SystemInfo;

/** The facts about this machine for a report, as far as they can be found out; none is lost for want of another. */
public final class MachineFacts {

    private static final String UNKNOWN = "unknown";

    private MachineFacts() {}

    /** Asks the system. What it does not tell is {@code unknown}, or what the JVM knows of it. */
    public static Machine read() {
        // The library that OSHI calls the system through is unpacked and loaded from here; by default it is the home.
        System.setProperty("jna.tmpdir", System.getProperty("jna.tmpdir", System.getProperty("java.io.tmpdir")));
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
        return new Machine(
                fact(
                        () -> hardware().getProcessor().getLogicalProcessorCount(),
                        () -> Runtime.getRuntime().availableProcessors()),
                fact(() -> hardware().getProcessor().getProcessorIdentifier().getName(), () -> UNKNOWN),
                fact(
                        () -> ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                                .getTotalMemorySize(),
                        () -> 0L),
                fact(() -> new SystemInfo().getOperatingSystem().toString(), () -> system),
                system + " " + System.getProperty("os.arch"));
    }

    private static oshi.hardware.HardwareAbstractionLayer hardware() {
        return new SystemInfo().getHardware();
    }

    /** OSHI's native library may be missing, or on a file system from which nothing may be executed. */
    private static <T> T fact(Supplier<T> source, Supplier<T> otherwise) {
        try {
            return Objects.requireNonNull(source.get());
        } catch (RuntimeException | LinkageError e) {
            return otherwise.get();
        }
    }
}
