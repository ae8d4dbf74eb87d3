package org.interleave.processes.cluster;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** The file descriptors of this process. */
final class Descriptors {

    /** The number that a system has at least which does not tell. */
    private static final long FEW = 256;

    private Descriptors() {}

    private static Optional<UnixOperatingSystemMXBean> system() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? Optional.of(unix)
                : Optional.empty();
    }

    /** The most that it may have. */
    static long most() {
        return system().map(UnixOperatingSystemMXBean::getMaxFileDescriptorCount)
                .orElse(FEW);
    }

    /** The number that it may still open now. */
    static long free() {
        return system().map(unix -> unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount())
                .orElse(FEW);
    }
}
