package org.interleave.workbench.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The resident memory of this process and its children at its peak, as Linux keeps it in {@code /proc}.
 *
 * <p>The peak is the high-water mark of a process's own address space ({@code VmHWM}). {@code getrusage} has another, which
 * survives {@code exec}: a process that was started by a large one begins with the large one's. Of a child that only counts
 * which it does not share: a page that several processes have mapped counts for each in proportion ({@code Pss}), so that
 * children of one program do not count its code once each.
 */
public final class ProcessMemory {

    private static final Path PROC = Path.of("/proc");

    /** What written to {@code clear_refs} sets the high-water mark to what is resident now; see {@code proc(5)}. */
    private static final String RESET_PEAK = "5";

    private ProcessMemory() {}

    /** Lets peaks begin at what is resident now; only where {@link LibC#AVAILABLE}. */
    public static void resetPeaks(List<ProcessHandle> children) {
        resetPeak(ProcessHandle.current().pid());
        children.forEach(child -> resetPeak(child.pid()));
    }

    private static void resetPeak(long pid) {
        try {
            Files.writeString(
                    PROC.resolve(pid + "/clear_refs"), RESET_PEAK, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
        } catch (IOException ended) {
            // or a kernel that keeps no marks: then the peak is that of the process's life
        }
    }

    /**
     * The sum of the processes' peaks since {@link #resetPeaks}, in bytes; only where {@link LibC#AVAILABLE}.
     *
     * @throws IllegalStateException if the system does not tell
     */
    public static long peakBytes(List<ProcessHandle> children) {
        try {
            long sum = peakBytes(ProcessHandle.current().pid());
            for (ProcessHandle child : children) {
                sum += shareOfChild(child.pid());
            }
            return sum;
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the memory of this process", e);
        }
    }

    private static long shareOfChild(long pid) {
        try {
            return peakShareBytes(pid);
        } catch (IOException ended) {
            return 0;
        }
    }

    /** The most bytes that a process had resident. */
    static long peakBytes(long pid) throws IOException {
        return kilobytes(PROC.resolve(pid + "/status"), "VmHWM:") * 1024;
    }

    /** The part of that which it does not share, if it shared as much then as it does now. */
    static long peakShareBytes(long pid) throws IOException {
        Path rollup = PROC.resolve(pid + "/smaps_rollup");
        long resident = kilobytes(rollup, "Rss:");
        long share = kilobytes(rollup, "Pss:");
        long peak = peakBytes(pid);
        return resident == 0 ? peak : Math.round((double) peak * share / resident);
    }

    private static long kilobytes(Path file, String key) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.substring(key.length()).strip().split("\\s+", -1)[0]);
            }
        }
        throw new IOException(file + " has no " + key);
    }
}
