package org.interleave.processes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The command that starts a worker: this JVM's own {@code java}, on this JVM's class path, for nobody knows yet which
 * tasks will come. A long class path costs little, since core and this module come first on it and entries are opened
 * only when a class is looked for in them.
 *
 * <p>The JVM is made to start fast and to leave nothing behind: a collector without threads of its own, no file for
 * {@code jps}, and a crash is told on stderr, where it is captured. It compiles as any other.
 */
final class WorkerCommand {

    private static final List<String> FLAGS = List.of(
            "-Xshare:auto",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+ErrorFileToStderr",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8");

    private WorkerCommand() {}

    /** Starts a worker at the other end of these pipes. Its stdin is empty. */
    static Process start(NamedPipes pipes, int number) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classPath()));
        command.add(WorkerMain.class.getName());
        command.add(pipes.directory().toString());
        command.add(Integer.toString(pipes.size()));
        command.add(Integer.toString(number));
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
    }

    private static Set<String> classPath() {
        Set<String> entries = new LinkedHashSet<>();
        Fingerprint.sources().forEach(source -> entries.add(source.getPath()));
        entries.addAll(Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
        return entries;
    }
}
