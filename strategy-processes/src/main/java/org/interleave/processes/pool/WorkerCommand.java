package org.interleave.processes.pool;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.interleave.core.runtime.JvmOptions;
import org.interleave.processes.wire.Codec;
import org.interleave.processes.wire.Fingerprint;
import org.interleave.processes.wire.JavaSerialization;
import org.interleave.processes.wire.WorkerConnection;
import org.interleave.processes.worker.WorkerMain;

/**
 * The command that starts a worker: this JVM's own {@code java}. Its class path holds core, this module and what the codec
 * needs; the rest of this JVM's, for nobody knows yet which tasks will come, it gets as an argument and opens when a task
 * needs it. Each of a hundred entries would cost its start, and the first object that it reads more: with that, the JDK
 * looks for a logger in all of them.
 *
 * <p>The JVM is made to start fast and to leave nothing behind: its classes come from a {@link WorkerArchive} if there is
 * one, mapped where they were when that was made, so that the pages need no change and all workers share them; its
 * collector has no threads of its own, there is no file for {@code jps}, and a crash is told on stderr, where it is
 * captured. It compiles as any other. When it runs out of memory it ends and says so: which of its threads would be
 * hit first nobody knows, and a worker that lacks one cannot be relied on.
 */
final class WorkerCommand {

    private static final List<String> FLAGS = Stream.concat(
                    JvmOptions.COMMON.stream(),
                    Stream.of(
                            "-XX:+UseSerialGC",
                            "-XX:-UsePerfData",
                            "-XX:+UnlockDiagnosticVMOptions",
                            "-XX:ArchiveRelocationMode=0",
                            "-XX:+ErrorFileToStderr",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-XX:+DisplayVMOutputToStderr",
                            "-Dstdout.encoding=UTF-8",
                            "-Dstderr.encoding=UTF-8"))
            .toList();

    private static final File NOTHING = new File("/dev/null");

    private WorkerCommand() {}

    /** The flags that the JVM of a worker is started with now. */
    static List<String> flags() {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.addAll(WorkerArchive.flags());
        return List.copyOf(flags);
    }

    /** Starts a worker at the other end of a connection. Its stdin is empty. */
    static Process start(List<String> flags, WorkerConnection connection, int number, WorkerSetup setup)
            throws IOException {
        return worker(flags, connection, number, setup.codec(), setup.objectDepth())
                .start();
    }

    /**
     * Starts a worker that writes down, as it ends, what it has loaded. Its class path is the beginning of every worker's,
     * for the JVM takes an archive that was made with that, and none that was made with more. It writes down no profile: to
     * compile what so short a run called often takes longer than a start gains by it.
     */
    static Process train(Path archive, WorkerConnection connection) throws IOException {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add("-XX:AOTCacheOutput=" + archive);
        flags.add("-XX:-AOTRecordTraining");
        return worker(flags, connection, 0, Codec.JAVA, JavaSerialization.SHALLOW)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static ProcessBuilder worker(
            List<String> flags, WorkerConnection connection, int number, Codec codec, int objectDepth) {
        Set<String> own = ownClassPath();
        codec.library().ifPresent(library -> own.add(library.getPath()));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(String.join(File.pathSeparator, own));
        command.add(WorkerMain.class.getName());
        command.add(Integer.toString(number));
        command.add(codec.text());
        command.add(Integer.toString(objectDepth));
        command.add(String.join(File.pathSeparator, classPathWithout(own)));
        command.addAll(connection.address());
        return new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(NOTHING));
    }

    private static Set<String> ownClassPath() {
        Set<String> entries = new LinkedHashSet<>();
        Fingerprint.sources().forEach(source -> entries.add(source.getPath()));
        return entries;
    }

    /** The rest of this JVM's class path. */
    private static Set<String> classPathWithout(Set<String> own) {
        Set<String> entries = new LinkedHashSet<>(
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
        entries.removeAll(own);
        return entries;
    }
}
