package org.interleave.workbench.measure;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.machine.BuildNotes;

/**
 * Another build of this program, whose forks take turns with this one's: a checkout with its launcher, which builds it if need
 * be, or the directory of its built jars. Both have the JVM, the flags and the plug-ins of this one.
 *
 * @param notes what that build noted of itself
 * @param files what its forks are started from
 */
public record OtherBuild(BuildNotes notes, ProgramFiles files) {

    private static final String OPTION = "--against ";
    private static final String PROGRAM = "interleave-workbench-";
    private static final String OURS = "interleave-";
    private static final String JAR = ".jar";
    private static final List<String> NO_CLASSES = List.of("-sources.jar", "-javadoc.jar", "-tests.jar");

    /**
     * Finds one, and has its launcher build it if it has one.
     *
     * @throws InvalidInputException if there is none, or its forks do not speak as this one's
     */
    public static OtherBuild at(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new InvalidInputException(OPTION + directory
                    + " is no directory; it has to be a checkout of Interleave, or have its built jars");
        }
        Path root = directory.toAbsolutePath().normalize();
        if (root.toString().contains(File.pathSeparator)) {
            throw new InvalidInputException(OPTION + directory + " has a '" + File.pathSeparator
                    + "' in its path, which no class path can name");
        }
        Path launcher = root.resolve("interleave");
        if (Files.isRegularFile(launcher) && Files.isExecutable(launcher)) {
            build(directory, launcher);
        }
        Path program = Stream.of(root.resolve("workbench/target"), root)
                .filter(place -> jar(place).isPresent() && Files.isDirectory(place.resolve("lib")))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(OPTION + directory + " is no build of Interleave: neither "
                        + "there nor in workbench/target are " + PROGRAM + "*.jar and lib"));
        BuildNotes notes = notes(directory, jar(program).orElseThrow());
        checkProtocol(directory, notes);
        return new OtherBuild(
                notes, new ProgramFiles(classPath(program), Optional.of(program.resolve(ForkArchive.NAME))));
    }

    /** Also says what it is at, on standard error. */
    private static void build(Path directory, Path launcher) {
        try {
            Process process = new ProcessBuilder(launcher.toString(), "--version")
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            int status = process.waitFor();
            if (status != 0) {
                throw new InvalidInputException(OPTION + directory + " does not build: " + launcher
                        + " --version ended with exit status " + status);
            }
        } catch (IOException e) {
            throw new InvalidInputException(OPTION + directory + ": cannot run " + launcher + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InvalidInputException(OPTION + directory + ": interrupted while it was built", e);
        }
    }

    private static Optional<Path> jar(Path program) {
        return jars(program, PROGRAM).stream().findFirst();
    }

    private static List<Path> jars(Path directory, String beginning) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, beginning + "*" + JAR)) {
            files.forEach(jars::add);
        } catch (IOException | DirectoryIteratorException absent) {
            return List.of();
        }
        return jars.stream()
                .filter(jar -> NO_CLASSES.stream().noneMatch(jar.toString()::endsWith))
                .sorted()
                .toList();
    }

    /** The same, in the same order, as its launcher has it: an archive of classes is for one class path. */
    private static String classPath(Path program) {
        return Stream.of(
                        jars(program, PROGRAM).stream(),
                        jars(program.resolve("lib"), OURS).stream(),
                        Stream.of(program.resolve("lib").resolve("*")))
                .flatMap(paths -> paths)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static BuildNotes notes(Path directory, Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry entry = file.getEntry(BuildNotes.RESOURCE);
            if (entry == null) {
                throw new IOException("it has no " + BuildNotes.RESOURCE);
            }
            try (InputStream resource = file.getInputStream(entry)) {
                return BuildNotes.read(resource);
            }
        } catch (IOException e) {
            throw new InvalidInputException(
                    OPTION + directory + ": cannot read " + jar.getFileName() + ": " + e.getMessage(), e);
        }
    }

    private static void checkProtocol(Path directory, BuildNotes notes) {
        Optional<String> own = Build.notes().forkProtocol();
        if (!notes.forkProtocol().equals(own)) {
            throw new InvalidInputException(OPTION + directory + " cannot take turns with this build: its forks speak "
                    + name(notes.forkProtocol()) + ", those of this one " + name(own)
                    + "; measure each by itself, and compare the two results");
        }
    }

    private static String name(Optional<String> protocol) {
        return protocol.map("protocol "::concat).orElse("a protocol without a version");
    }

    /** The environment of what it measures beside this build. */
    Environment environment(Environment own) {
        return new Environment(notes.version(), notes.commit(), own.machine(), own.jvm(), own.plugins());
    }
}
