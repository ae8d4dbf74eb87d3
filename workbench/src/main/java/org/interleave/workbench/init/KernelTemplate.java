package org.interleave.workbench.init;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Tick;

/**
 * A template of a kernel in C: its source, the header that it includes, and how to build and run it.
 *
 * @param name the kernel's name, and that of its directory and source file
 */
public record KernelTemplate(String name) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final String HEADER = "/META-INF/native/interleave.h";
    private static final long SEED = 1;
    private static final long TICKS = 2_000_000;

    /**
     * Checks the name.
     *
     * @throws InvalidInputException if it would not do for a file, or on a command line
     */
    public KernelTemplate {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInputException(
                    "'" + name + "' is no name for a kernel: it has to begin with a small letter, and"
                            + " to have up to 40 small letters, digits and hyphens");
        }
    }

    /** The command that builds its library, in its directory. */
    public String build() {
        return "cc -shared -fPIC -O2 -o " + library() + " " + name + ".c";
    }

    /** The arguments with which the program runs it, in its directory. */
    public List<String> arguments() {
        return List.of(
                "run",
                "kernel",
                "--plugins",
                library(),
                "--set",
                "name=" + name,
                "--set",
                "arguments=" + SEED + "," + TICKS,
                "--set",
                "expected=" + Tick.jump(SEED, TICKS));
    }

    /** The command that runs it, in its directory. */
    public String run() {
        return "interleave " + String.join(" ", arguments());
    }

    private String library() {
        return System.mapLibraryName(name);
    }

    /**
     * Writes it to a new directory of its name.
     *
     * @param parent where the directory is made
     * @return the files
     * @throws InvalidInputException if the directory is there already, or cannot be written
     */
    public List<Path> write(Path parent) {
        Path directory = parent.resolve(name);
        try {
            SequencedMap<String, String> files = files();
            Files.createDirectories(parent);
            Files.createDirectory(directory);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
            return files.keySet().stream().map(directory::resolve).toList();
        } catch (FileAlreadyExistsException there) {
            throw new InvalidInputException(there.getFile() + " is there already, and nothing is overwritten", there);
        } catch (IOException e) {
            throw new InvalidInputException("cannot write " + directory + ": " + e, e);
        }
    }

    private SequencedMap<String, String> files() throws IOException {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put(name + ".c", filled("kernel/kernel.c"));
        files.put("interleave.h", resource(HEADER));
        files.put("README.md", filled("kernel/README.md"));
        return files;
    }

    private String filled(String resource) throws IOException {
        return resource(resource)
                .replace("@NAME@", name)
                .replace("@BUILD@", build())
                .replace("@RUN@", run());
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = KernelTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program has been built without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
