package org.interleave.workbench.measure;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.machine.LibC;

/** The checks of what every measurement needs of the machine, before anything is measured: some 50 ms, mostly a JVM's start. */
public final class Preflight {

    /** A little more than forks write that have no workers. */
    private static final int TEMPORARY_BYTES = 1 << 16;

    private static final long START_MINUTES = 2;

    private Preflight() {}

    /** Tries everything. @throws InvalidInputException if something is missing; says what, and how to come by it */
    public static void check() {
        checkTemporaryDirectory(TemporaryFiles.place());
        checkProcessCounters(Path.of("/proc"));
        checkForkStarts(ForkRunner.JVM_FLAGS);
    }

    /** Processes have their pipes there, and libraries their native code. */
    static void checkTemporaryDirectory(Path directory) {
        try {
            Path file = Files.createTempFile(directory, "interleave", ".tmp");
            try {
                Files.write(file, new byte[TEMPORARY_BYTES]);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new InvalidInputException(
                    "cannot write temporary files to " + directory + " (" + text(e)
                            + "): make room there, or name another directory with"
                            + " JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR",
                    e);
        }
    }

    private static String text(IOException thrown) {
        if (thrown instanceof NoSuchFileException) {
            return "no such directory";
        }
        String reason = thrown instanceof FileSystemException failure ? failure.getReason() : thrown.getMessage();
        return Objects.requireNonNullElse(reason, thrown.getClass().getSimpleName());
    }

    /** Without them the processor time of workers would count as none. */
    static void checkProcessCounters(Path proc) {
        if (LibC.AVAILABLE
                && !(Files.isReadable(proc.resolve("stat")) && Files.isReadable(proc.resolve("self/status")))) {
            throw new InvalidInputException(
                    "cannot read " + proc + ", which tells the processor time of processes and of"
                            + " the machine: mount it (mount -t proc proc /proc)");
        }
    }

    /** Options from the environment, or limits of memory and processes, may keep a fork's JVM from starting. */
    static void checkForkStarts(List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-version");
        try {
            Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
            java.getOutputStream().close();
            List<String> printed =
                    java.inputReader().lines().limit(ForkOutput.LINES_KEPT).toList();
            boolean ended = java.waitFor(START_MINUTES, TimeUnit.MINUTES);
            java.destroyForcibly();
            if (!ended || java.exitValue() != 0) {
                throw refused(ForkFailure.said(printed)
                        .orElse(ended ? "exit status " + java.exitValue() : "it does not end"));
            }
        } catch (IOException | OutOfMemoryError e) {
            throw refused(ForkFailure.line(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static InvalidInputException refused(String why) {
        List<String> options = ForkRunner.environmentOptions();
        return new InvalidInputException("the JVM of a fork does not start: " + why
                + (options.isEmpty() ? "" : " (with " + String.join(", ", options) + ")"));
    }
}
