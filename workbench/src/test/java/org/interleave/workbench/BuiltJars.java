package org.interleave.workbench;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The built jars of this program, as the build lays them out, made of what the tests run with. */
final class BuiltJars {

    private static final String NOTES = "org/interleave/workbench/machine/build.properties";

    private BuiltJars() {}

    /**
     * Makes them.
     *
     * @param directory where they are to be
     * @param protocol the line that stands for the version of the fork protocol in the notes of the build
     */
    static void make(Path directory, String protocol) throws IOException {
        Path lib = Files.createDirectories(directory.resolve("lib"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.isRegularFile(path) && entry.endsWith(".jar")) {
                take(path, lib.resolve(path.getFileName()));
            } else if (path.endsWith("target/classes")) {
                String module = String.valueOf(path.getName(path.getNameCount() - 3));
                Path place = module.equals("workbench") ? directory : lib;
                jar(place.resolve("interleave-" + module + "-0.1.0.jar"), path, protocol);
            }
        }
    }

    /** A link where there can be one: there are many. */
    private static void take(Path jar, Path place) throws IOException {
        if (Files.exists(place)) {
            return;
        }
        try {
            Files.createLink(place, jar);
        } catch (FileSystemException | UnsupportedOperationException anotherFileSystem) {
            Files.copy(jar, place);
        }
    }

    private static void jar(Path jar, Path classes, String protocol) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Path file : files(classes)) {
                String name = classes.relativize(file).toString();
                entries.putNextEntry(new JarEntry(name));
                if (name.equals(NOTES)) {
                    String notes = "version=0.0.9\ncommit=0ld5ha\n" + protocol + "\n";
                    entries.write(notes.getBytes(StandardCharsets.UTF_8));
                } else {
                    entries.write(Files.readAllBytes(file));
                }
                entries.closeEntry();
            }
        }
    }

    private static List<Path> files(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
