package org.interleave.workbench.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.interleave.core.InvalidInputException;

/**
 * The files of plug-ins: jars and directories with classes, and shared libraries with kernels in C, which are not loaded here.
 * All paths are absolute.
 *
 * @param plugins where the classes of each plug-in are, in the order of their names
 * @param libraries in the order of their names
 */
record PluginFiles(List<ClassPath> plugins, List<Path> libraries) {

    private static final String JAR = ".jar";

    /** What a directory of classes has and no other. */
    private static final Path SERVICES = Path.of("META-INF", "services");

    /** {@code .so}, or what this system has instead. */
    private static final String LIBRARY =
            System.mapLibraryName("x").substring(System.mapLibraryName("x").indexOf('.'));

    /** How files of machine code begin: ELF, Mach-O of 64 bits, and Mach-O for several processors. */
    private static final Set<String> MACHINE_CODE = Set.of("7f454c46", "cffaedfe", "cafebabe");

    private static final int MAGIC_BYTES = 4;

    /**
     * Where the classes of one plug-in are.
     *
     * @param place the directory that is the plug-in, or its only jar
     * @param entries jars, or a directory of classes and jars beside them
     */
    record ClassPath(Path place, List<Path> entries) {}

    /**
     * The files at a place: a plug-in is a jar, a directory with jars, or one with classes and {@code META-INF/services}. A
     * directory may hold directories that are plug-ins of their own.
     *
     * @param place a directory with at least one of them, or one of them
     * @throws InvalidInputException if it is something else, or cannot be read
     */
    static PluginFiles of(String place) {
        Path path = Path.of(place);
        if (!Files.exists(path)) {
            throw new InvalidInputException(
                    place + " is not there; plug-ins are a directory, a " + JAR + " file or a " + LIBRARY + " file");
        }
        Path absolute = path.toAbsolutePath().normalize();
        PluginFiles files = Files.isDirectory(path) ? ofDirectories(absolute) : ofFile(absolute, place);
        if (files.plugins().isEmpty() && files.libraries().isEmpty()) {
            throw new InvalidInputException(place + " holds no plug-in: no " + JAR + " file and no " + LIBRARY
                    + " file, and no classes with " + SERVICES + "; nor does a directory in it");
        }
        return files;
    }

    private static PluginFiles ofFile(Path file, String place) {
        if (file.toString().endsWith(JAR)) {
            return new PluginFiles(List.of(new ClassPath(file, List.of(file))), List.of());
        }
        if (file.toString().endsWith(LIBRARY)) {
            return new PluginFiles(List.of(), List.of(file));
        }
        throw new InvalidInputException(
                place + " is no plug-in: it is not a directory, a " + JAR + " file or a " + LIBRARY + " file");
    }

    private static PluginFiles ofDirectories(Path directory) {
        List<ClassPath> plugins = new ArrayList<>();
        List<Path> libraries = new ArrayList<>();
        collect(directory, plugins, libraries);
        if (!Files.isDirectory(directory.resolve(SERVICES))) {
            inside(directory).stream().filter(Files::isDirectory).forEach(inner -> collect(inner, plugins, libraries));
        }
        return new PluginFiles(plugins, libraries);
    }

    private static void collect(Path directory, List<ClassPath> plugins, List<Path> libraries) {
        List<Path> files = inside(directory);
        List<Path> entries = new ArrayList<>();
        if (Files.isDirectory(directory.resolve(SERVICES))) {
            entries.add(directory);
        }
        entries.addAll(ending(files, JAR));
        if (!entries.isEmpty()) {
            plugins.add(new ClassPath(directory, entries));
        }
        libraries.addAll(ending(files, LIBRARY));
    }

    /** The jars and directories of classes of all plug-ins. */
    List<Path> entries() {
        return plugins.stream().flatMap(plugin -> plugin.entries().stream()).toList();
    }

    private static List<Path> inside(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.toAbsolutePath().normalize()).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInputException("cannot read the plug-ins of " + directory + ": " + e.getMessage(), e);
        }
    }

    private static List<Path> ending(List<Path> files, String ending) {
        return files.stream()
                .filter(file -> file.toString().endsWith(ending))
                .filter(file -> !Files.isDirectory(file))
                .toList();
    }

    /** Why a jar cannot be used; empty if it can be opened, or is a directory of classes. */
    static Optional<String> problemOfClasses(Path jar) {
        if (Files.isDirectory(jar)) {
            return Optional.empty();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            file.size();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        }
    }

    /** The names of the services that a jar or a directory of classes has files for, in order. */
    static List<String> services(Path classes) {
        try {
            if (Files.isDirectory(classes)) {
                return inside(classes.resolve(SERVICES)).stream()
                        .map(file -> String.valueOf(file.getFileName()))
                        .toList();
            }
            try (JarFile file = new JarFile(classes.toFile())) {
                String directory = "META-INF/services/";
                return file.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.startsWith(directory) && name.length() > directory.length())
                        .map(name -> name.substring(directory.length()))
                        .sorted()
                        .toList();
            }
        } catch (IOException e) {
            throw new InvalidInputException("cannot read plug-in " + classes + ": " + e.getMessage(), e);
        }
    }

    /** The files of a directory of classes, or the jar itself, in order. */
    static List<Path> contents(Path classes) {
        if (!Files.isDirectory(classes)) {
            return List.of(classes);
        }
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            !file.toString().endsWith(JAR) && !file.toString().endsWith(LIBRARY))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInputException("cannot read plug-in " + classes + ": " + e.getMessage(), e);
        }
    }

    /** Why a library cannot be used, as far as that can be told without running its code; empty if it may be. */
    static Optional<String> problemOfLibrary(Path library) {
        try (InputStream file = Files.newInputStream(library)) {
            byte[] magic = file.readNBytes(MAGIC_BYTES);
            return MACHINE_CODE.contains(HexFormat.of().formatHex(magic))
                    ? Optional.empty()
                    : Optional.of("it is no shared library: it begins with "
                            + (magic.length == 0
                                    ? "nothing"
                                    : "the bytes " + HexFormat.of().formatHex(magic)));
        } catch (IOException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        }
    }
}
