package org.interleave.processes.wire;

import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.interleave.core.Task;

/**
 * The fingerprint of the code that a process runs: a checksum over name, size and time of the files that core and this
 * module were loaded from, and over the JVM's version. The parent takes it when the strategy is loaded, each worker when it
 * starts. They differ if the code was rebuilt in between, when the worker would serialise other classes than the parent
 * knows.
 *
 * <p>Written without lambdas and streams, whose machinery would be a third of a worker's start, and with a checksum that
 * needs no tables made in Java.
 */
public final class Fingerprint {

    private Fingerprint() {}

    /** The fingerprint of this process's code, as it lies on the disk now. */
    public static long take() {
        CRC32 sum = new CRC32();
        add(sum, System.getProperty("java.vm.version"));
        for (File source : sources()) {
            add(sum, source);
        }
        return sum.getValue();
    }

    /** The jars or directories of core and of this module. */
    public static List<File> sources() {
        return List.of(source(Task.class), source(Fingerprint.class));
    }

    /** The jar or directory that a class was loaded from. */
    static File source(Class<?> type) {
        URI location = URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString());
        return new File(location);
    }

    private static void add(CRC32 sum, File file) {
        add(sum, file.getPath());
        File[] inside = file.listFiles();
        if (inside == null) {
            add(sum, Long.toString(file.length()));
            add(sum, Long.toString(file.lastModified()));
        } else {
            Arrays.sort(inside);
            for (File each : inside) {
                add(sum, each);
            }
        }
    }

    private static void add(CRC32 sum, String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
