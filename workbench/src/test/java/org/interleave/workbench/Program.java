package org.interleave.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interleave.core.runtime.JvmOptions;

/** The program as a process of its own, from the tests' class path. */
public final class Program {

    private Program() {}

    /** What starts it with these arguments. */
    static List<String> command(String... arguments) {
        return command(List.of(), System.getProperty("java.class.path"), arguments);
    }

    /** What starts it with these arguments, more flags for its JVM, and another class path. */
    static List<String> command(List<String> flags, String classPath, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dinterleave.worker-archive=off",
                "-Dinterleave.run-lock=" + placeOfLock()));
        command.addAll(JvmOptions.COMMON);
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Programs of different tests do not wait for each other. */
    private static Path placeOfLock() {
        try {
            Path locks = Files.createDirectories(Path.of("target", "run-locks"));
            return Files.createTempDirectory(locks, "").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What starts a run that is soon over, with more flags for its JVM and more arguments. */
    public static List<String> briefRun(List<String> flags, int forks, String... more) {
        List<String> command = command(
                flags,
                System.getProperty("java.class.path"),
                "run",
                "countdown",
                "--strategies",
                "sequential",
                "--set",
                "count=1k",
                "--forks",
                Integer.toString(forks));
        command.addAll(List.of(more));
        return command;
    }
}
