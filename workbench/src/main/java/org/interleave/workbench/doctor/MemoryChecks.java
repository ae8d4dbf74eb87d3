package org.interleave.workbench.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.interleave.workbench.machine.MachineFiles;
import org.interleave.workbench.report.HumanFormat;

/** The checks of memory: how much is free, whether some of it is on a disk, and where processes share it. */
final class MemoryChecks {

    /** The program, a fork with its heap, and some workers. */
    static final long ENOUGH = 4L << 30;

    private static final long MUCH_SWAPPED = 64L << 20;

    /** A worker takes 2 MiB. */
    private static final long ENOUGH_SHARED = 64L << 20;

    private MemoryChecks() {}

    static List<Finding> of(Patient patient) {
        MachineFiles files = patient.files();
        return List.of(free(files), swap(files), shared(files.root().resolve("dev/shm")));
    }

    private static Finding free(MachineFiles files) {
        Optional<Long> available = files.memory("MemAvailable");
        if (available.isEmpty()) {
            return Finding.fine("memory", "not told here");
        }
        String fact = bytes(available.get()) + " available";
        return available.get() < ENOUGH
                ? Finding.spoils(
                        "memory",
                        fact,
                        "have " + bytes(ENOUGH)
                                + " free: a fork takes a heap of up to 2 GiB, and what is short of memory"
                                + " reads its code from the disk again and again")
                : Finding.fine("memory", fact);
    }

    private static Finding swap(MachineFiles files) {
        long all = files.memory("SwapTotal").orElse(0L);
        long used = all - files.memory("SwapFree").orElse(all);
        if (used > MUCH_SWAPPED) {
            return Finding.spoils(
                    "swap",
                    bytes(used) + " swapped out: it comes back while something is measured",
                    "end what takes the memory, then swapoff -a and swapon -a, as root");
        }
        return Finding.fine("swap", all == 0 ? "none" : bytes(all) + ", hardly used");
    }

    private static Finding shared(Path directory) {
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            return Finding.spoils(
                    "/dev/shm",
                    Files.isDirectory(directory) ? "cannot be written to" : "is not there",
                    "mount -t tmpfs tmpfs /dev/shm, as root: workers with transport=shared-memory have their memory there");
        }
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            return free < ENOUGH_SHARED
                    ? Finding.spoils(
                            "/dev/shm",
                            bytes(free) + " free",
                            "make room, or give it more (mount -o remount,size=1g /dev/shm; docker run --shm-size=1g):"
                                    + " workers with transport=shared-memory take 2 MiB each")
                    : Finding.fine("/dev/shm", bytes(free) + " free");
        } catch (IOException e) {
            return Finding.fine("/dev/shm", "how much is free is not told");
        }
    }

    static String bytes(long bytes) {
        return HumanFormat.quantity((double) bytes, "bytes");
    }
}
