package org.interleave.processes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The other process of a benchmark: a JVM with the flags of this one, at the other end of two named pipes. */
final class BenchmarkPeer implements AutoCloseable {

    final NamedPipes pipes = NamedPipes.create();
    private final Process process;

    /**
     * Starts a peer.
     *
     * @param kind what it does, a case in {@link #main}
     */
    BenchmarkPeer(String kind) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BenchmarkPeer.class.getName(),
                kind,
                pipes.directory().toString(),
                Integer.toString(pipes.size()));
        process = new ProcessBuilder(command).inheritIO().start();
    }

    /** Serves until the pipe's end. */
    public static void main(String[] args) throws IOException {
        try (NamedPipes pipes = NamedPipes.join(Path.of(args[1]), Integer.parseInt(args[2]))) {
            switch (args[0]) {
                case "raw" -> RawPipe.serve(pipes);
                case "frames" -> FramedPipe.serve(pipes);
                case "inboxes" -> InboxPipe.serve(pipes);
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    @Override
    public void close() {
        pipes.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
