package org.interleave.core.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The options of JVMs that the product starts, as they stand in argument files of the {@code java} command, one on each line.
 * A shell script names the same files with {@code @FILE}.
 */
public final class JvmOptions {

    /** What every JVM needs in which strategies run. */
    public static final List<String> COMMON = read(JvmOptions.class, "jvm.options");

    private JvmOptions() {}

    /**
     * The options in an argument file. Lines that are empty or begin with {@code #} are none.
     *
     * @param neighbour a class in whose package the file lies
     * @param name the file's name
     */
    public static List<String> read(Class<?> neighbour, String name) {
        try (InputStream file = Objects.requireNonNull(neighbour.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
