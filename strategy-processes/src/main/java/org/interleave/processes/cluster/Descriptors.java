package org.interleave.processes.cluster;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** The file descriptors of this process. */
final class Descriptors {

    /** What a system that does not tell has at least. */
    private static final long FEW = 256;

    private Descriptors() {}

    private static Optional<UnixOperatingSystemMXBean> system() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? Optional.of(unix)
                : Optional.empty();
    }

    /** How many it may have. */
    static long most() {
        return system().map(UnixOperatingSystemMXBean::getMaxFileDescriptorCount)
                .orElse(FEW);
    }

    /** How many more it may open now. */
    static long free() {
        return system().map(unix -> unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount())
                .orElse(FEW);
    }
}
