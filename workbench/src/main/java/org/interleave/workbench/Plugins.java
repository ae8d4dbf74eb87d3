package org.interleave.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.interleave.core.Catalog;
import org.interleave.core.InvalidInputException;

/** Finds strategies, workloads and experiments: the built-in ones and those in the jars of a directory. */
final class Plugins {

    private Plugins() {}

    /**
     * Everything that is there.
     *
     * @param directory where to look for jars, if anywhere
     * @throws InvalidInputException if the directory or a jar in it cannot be read, or a plug-in cannot be loaded
     */
    static Catalog catalog(Optional<String> directory) {
        ClassLoader own = Plugins.class.getClassLoader();
        if (directory.isEmpty()) {
            return Catalog.load(own);
        }
        URL[] jars = jars(directory.get()).toArray(URL[]::new);
        // Stays open: plug-ins load classes for as long as the program runs.
        return Catalog.load(new URLClassLoader("plugins", jars, own));
    }

    /**
     * The jars of a directory.
     *
     * @throws InvalidInputException if the directory or a jar in it cannot be read
     */
    static List<URL> jars(String directory) {
        return files(Path.of(directory)).stream().map(Plugins::url).toList();
    }

    private static List<Path> files(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new InvalidInputException("--plugins " + directory + " is not a directory");
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw new InvalidInputException("--plugins " + directory + " holds no .jar file");
            }
            jars.forEach(Plugins::checkReadable);
            return jars;
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInputException("cannot read --plugins " + directory + ": " + e.getMessage(), e);
        }
    }

    private static void checkReadable(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            file.size();
        } catch (IOException e) {
            throw new InvalidInputException("cannot read plug-in " + jar + ": " + e.getMessage(), e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new InvalidInputException("cannot read plug-in " + jar + ": " + e.getMessage(), e);
        }
    }
}
