package org.interleave.processes.node;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.interleave.processes.wire.Fingerprint;
import org.interleave.processes.wire.FrameCodec;

/**
 * The version of the code that a node and its user have to share: that of the protocol, and a checksum of the classes of
 * core and of this module. It is the same on two machines that run the same release, wherever it lies there and whether in
 * jars or in directories.
 */
final class CodeVersion {

    private static final String SUFFIX = ".class";

    private CodeVersion() {}

    /** The code version of this process. */
    static String own() {
        return "protocol " + FrameCodec.VERSION + ", code " + Long.toHexString(checksum());
    }

    private static long checksum() {
        Map<String, Long> sums = new TreeMap<>();
        try {
            for (File source : Fingerprint.sources()) {
                if (source.isDirectory()) {
                    addDirectory(source.toPath(), sums);
                } else {
                    addJar(source, sums);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CRC32C all = new CRC32C();
        all.update(sums.toString().getBytes(StandardCharsets.UTF_8));
        return all.getValue();
    }

    private static void addDirectory(Path directory, Map<String, Long> sums) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
                String name = directory.relativize(file).toString().replace(File.separatorChar, '/');
                sums.put(name, sum(Files.readAllBytes(file)));
            }
        }
    }

    private static void addJar(File file, Map<String, Long> sums) throws IOException {
        try (JarFile jar = new JarFile(file)) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().endsWith(SUFFIX)) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        sums.put(entry.getName(), sum(in.readAllBytes()));
                    }
                }
            }
        }
    }

    private static long sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue();
    }
}
