package org.interleave.workbench.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;

/**
 * The files of plug-ins: jars with classes, and shared libraries with kernels in C, which are not loaded here. All paths are
 * absolute.
 *
 * @param jars in the order of their names
 * @param libraries in the order of their names
 */
record PluginFiles(List<Path> jars, List<Path> libraries) {

    private static final String JAR = ".jar";

    /** {@code .so}, or what this system has instead. */
    private static final String LIBRARY =
            System.mapLibraryName("x").substring(System.mapLibraryName("x").indexOf('.'));

    /** How files of machine code begin: ELF, Mach-O of 64 bits, and Mach-O for several processors. */
    private static final Set<String> MACHINE_CODE = Set.of("7f454c46", "cffaedfe", "cafebabe");

    private static final int MAGIC_BYTES = 4;

    /**
     * The files at a place.
     *
     * @param place a directory with at least one of them, or one of them
     * @throws InvalidInputException if it is something else, or cannot be read
     */
    static PluginFiles of(String place) {
        Path path = Path.of(place);
        if (Files.isDirectory(path)) {
            return of(place, inside(path));
        }
        if (!Files.exists(path)) {
            throw new InvalidInputException("--plugins " + place + " is not there, it has to be a directory, a " + JAR
                    + " file or a " + LIBRARY + " file");
        }
        if (!isPlugin(path)) {
            throw new InvalidInputException(
                    "--plugins " + place + " is not a directory, a " + JAR + " file or a " + LIBRARY + " file");
        }
        return of(place, List.of(path.toAbsolutePath().normalize()));
    }

    private static PluginFiles of(String place, List<Path> files) {
        List<Path> jars = ending(files, JAR);
        List<Path> libraries = ending(files, LIBRARY);
        if (jars.isEmpty() && libraries.isEmpty()) {
            throw new InvalidInputException(
                    "--plugins " + place + " holds no " + JAR + " file and no " + LIBRARY + " file");
        }
        return new PluginFiles(jars, libraries);
    }

    private static List<Path> inside(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.toAbsolutePath().normalize()).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInputException("cannot read --plugins " + directory + ": " + e.getMessage(), e);
        }
    }

    private static boolean isPlugin(Path file) {
        return Stream.of(JAR, LIBRARY).anyMatch(ending -> file.toString().endsWith(ending));
    }

    private static List<Path> ending(List<Path> files, String ending) {
        return files.stream().filter(file -> file.toString().endsWith(ending)).toList();
    }

    /** Why a jar cannot be used; empty if it can be opened. */
    static Optional<String> problemOfJar(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            file.size();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
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
