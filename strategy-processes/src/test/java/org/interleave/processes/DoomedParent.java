package org.interleave.processes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Parameters;
import org.interleave.processes.wire.Transport;

/**
 * A process that opens a pool of two workers, one of which computes for ever and one does not return from native code, says
 * so, and waits to be killed.
 */
final class DoomedParent {

    static final String NATIVE = "-native";

    private DoomedParent() {}

    /**
     * Starts one.
     *
     * @param temporary the directory for its temporary files
     * @param busy where the worker that computes leaves its process id, and with {@link #NATIVE} added the other
     */
    static Process start(Path temporary, String transport, Path busy) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dinterleave.worker-archive=off",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedParent.class.getName(),
                        transport,
                        busy.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws InterruptedException {
        Processes strategy = new Processes();
        Parameters options = Parameters.defaults(strategy.options())
                .with(Processes.WORKERS, 2L)
                .with(Processes.TRANSPORT, Transport.of(args[0]));
        try (Execution execution = strategy.open(options)) {
            System.out.println("open");
            execution.run(Job.of(List.of(new Tasks.Hog(args[1], false), new Tasks.NeverReturns(args[1] + NATIVE))));
        }
    }
}
