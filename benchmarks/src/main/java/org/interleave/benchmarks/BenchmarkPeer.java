package org.interleave.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.interleave.processes.wire.WorkerConnection;

/** The other process of a benchmark: a JVM with the flags of this one, at the other end of a connection. */
final class BenchmarkPeer implements AutoCloseable {

    final WorkerConnection connection;
    private final Process process;

    /**
     * Starts a peer.
     *
     * @param kind what it does, a case in {@link #main}
     * @param connection the end of the connection that stays here
     */
    BenchmarkPeer(String kind, WorkerConnection connection) throws IOException {
        this.connection = connection;
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BenchmarkPeer.class.getName(),
                kind,
                connection.address().get(0),
                connection.address().get(1),
                connection.address().get(2));
        process = new ProcessBuilder(command).inheritIO().start();
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Serves until the pipe's end. */
    public static void main(String[] args) throws IOException {
        try (WorkerConnection connection = WorkerConnection.join(List.of(args).subList(1, args.length))) {
            switch (args[0]) {
                case "raw" -> RawPipe.serve(connection);
                case "frames" -> FramedPipe.serve(connection);
                case "inboxes" -> InboxPipe.serve(connection);
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    @Override
    public void close() {
        connection.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
