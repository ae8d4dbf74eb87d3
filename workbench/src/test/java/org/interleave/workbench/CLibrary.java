package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles libraries of kernels, as a user does. */
public final class CLibrary {

    /** Where {@code interleave.h} is. */
    static final Path HEADERS = Path.of("..", "strategy-native", "src", "main", "c")
            .toAbsolutePath()
            .normalize();

    /** Where there are kernels that misbehave. */
    private static final Path TEST_SOURCES = Path.of("..", "strategy-native", "src", "test", "c")
            .toAbsolutePath()
            .normalize();

    private CLibrary() {}

    /**
     * A library of one of the sources of {@code strategy-native}'s tests.
     *
     * @param directory where to put it
     * @param flags more of them for the compiler
     */
    public static Path ofTestSource(String name, Path directory, String... flags)
            throws IOException, InterruptedException {
        Path library = directory.resolve(System.mapLibraryName(name));
        List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-O2", "-I", HEADERS.toString()));
        command.addAll(List.of(flags));
        command.addAll(List.of(
                "-o", library.toString(), TEST_SOURCES.resolve(name + ".c").toString()));
        run(directory, command);
        return library;
    }

    /** Runs a command in a directory, which has to succeed. */
    static void run(Path directory, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).describedAs(output).isZero();
    }
}
