package org.interleave.processes.node;

import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.interleave.core.StrategyException;
import org.interleave.core.runtime.JvmOptions;
import org.interleave.processes.cluster.Certificates;
import org.interleave.processes.cluster.NodeAddress;
import org.interleave.processes.cluster.NodeTimeouts;
import org.interleave.processes.pool.WorkerOutput;

/**
 * Nodes of one worker each that were started on this machine for trying nodes out, and end with their execution. They and
 * their user have certificates that were made for them: no other process has them.
 */
public final class LoopbackNodes {

    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final List<Child> children = new ArrayList<>();
    private final Map<NodeAddress, Certificates> addresses = new LinkedHashMap<>();

    private LoopbackNodes() {}

    /** A node, the thread that reads what it prints, and its first line, which is the last if it did not come up. */
    private record Child(Process process, Thread reading, CompletableFuture<String> said) {}

    /**
     * Starts some, side by side, and waits until they listen. Their certificates are made while they start.
     *
     * @param silence how long each and its user may not hear of each other
     * @param patience how long each may take
     * @throws StrategyException if one does not; then none is left
     */
    public static LoopbackNodes start(int count, NodeTimeouts silence, Duration patience) {
        LoopbackNodes nodes = new LoopbackNodes();
        boolean up = false;
        try {
            for (int i = 0; i < count; i++) {
                nodes.children.add(child(silence));
            }
            if (count > 0) {
                nodes.await(Certificates.temporary(), patience);
            }
            up = true;
            return nodes;
        } catch (IOException e) {
            throw new StrategyException("cannot start a node: " + e.getMessage(), e);
        } finally {
            if (!up) {
                nodes.close();
            }
        }
    }

    private void await(Certificates certificates, Duration patience) {
        byte[] encoded = certificates.encoded();
        children.forEach(child -> handOver(encoded, child.process()));
        children.forEach(child -> addresses.put(address(child, patience), certificates));
    }

    private static void handOver(byte[] certificates, Process node) {
        try {
            DataOutputStream out = new DataOutputStream(node.getOutputStream());
            out.writeInt(certificates.length);
            out.write(certificates);
            out.flush();
        } catch (IOException e) {
            // it has ended; what it said is read next
        }
    }

    /** Compiled little, for a node has little to do itself. */
    private static Child child(NodeTimeouts silence) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.COMMON);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName(),
                "127.0.0.1:0",
                "1",
                NodeMain.HANDED_OVER,
                Long.toString(silence.silence().toMillis())));
        Process process =
                new ProcessBuilder(command).redirectError(new File("/dev/null")).start();
        CompletableFuture<String> said = new CompletableFuture<>();
        WorkerOutput output = new WorkerOutput(process.getInputStream(), said::complete);
        Thread reading = Thread.ofPlatform()
                .name("node " + process.pid())
                .daemon()
                .start(() -> {
                    output.run();
                    said.complete("it printed nothing");
                });
        return new Child(process, reading, said);
    }

    private static NodeAddress address(Child child, Duration patience) {
        String said = child.said()
                .completeOnTimeout("it takes too long", patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        try {
            return NodeAddress.parse(said);
        } catch (IllegalArgumentException | CompletionException e) {
            throw new StrategyException("a node on loopback did not come up: " + said, e);
        }
    }

    /** The addresses that they listen on, and the certificates for each. */
    public Map<NodeAddress, Certificates> addresses() {
        return Collections.unmodifiableMap(addresses);
    }

    /** Ends the nodes, and waits until nothing is left of them. An interrupt is kept for later. */
    public void close() {
        boolean interrupted = Thread.interrupted();
        for (Child child : children) {
            try {
                child.process().getOutputStream().close();
            } catch (IOException e) {
                child.process().destroyForcibly();
            }
        }
        for (Child child : children) {
            try {
                if (!child.process().waitFor(END_LIMIT)) {
                    child.process().destroyForcibly();
                }
                child.process().waitFor();
                child.reading().join();
            } catch (InterruptedException e) {
                interrupted = true;
                child.process().destroyForcibly();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
