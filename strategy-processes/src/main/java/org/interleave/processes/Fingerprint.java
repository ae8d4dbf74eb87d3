package org.interleave.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.interleave.core.Task;

/**
 * What code a process runs: a checksum over name, size and time of the files that core and this module were loaded
 * from, and over the Java version. The parent takes it when the strategy is loaded, each worker when it starts. They
 * differ if the code was rebuilt in between, when the worker would serialise other classes than the parent knows.
 */
final class Fingerprint {

    private Fingerprint() {}

    /** The fingerprint of this process's code, as it lies on the disk now. */
    static long take() {
        CRC32C sum = new CRC32C();
        add(sum, Runtime.version().toString());
        for (Path source : sources()) {
            try (Stream<Path> files = Files.walk(source)) {
                files.filter(file -> !Files.isDirectory(file)).sorted().forEach(file -> add(sum, file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sum.getValue();
    }

    /** The jars or directories of core and of this module. */
    static List<Path> sources() {
        return Stream.of(Task.class, Fingerprint.class)
                .map(Fingerprint::source)
                .distinct()
                .toList();
    }

    private static Path source(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not a file: " + e.getInput(), e);
        }
    }

    private static void add(CRC32C sum, Path file) {
        try {
            add(sum, file.toString());
            ByteBuffer facts = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(Files.size(file))
                    .putLong(Files.getLastModifiedTime(file).toMillis());
            sum.update(facts.flip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(CRC32C sum, String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
