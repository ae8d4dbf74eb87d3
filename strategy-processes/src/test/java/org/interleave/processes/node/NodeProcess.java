package org.interleave.processes.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Task;
import org.interleave.core.runtime.JvmOptions;
import org.interleave.processes.RemoteNodes;
import org.interleave.processes.Tasks;
import org.interleave.processes.cluster.NodeAddress;

/** A node in a JVM of its own, as a test sees it. */
public final class NodeProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration SILENCE = RemoteNodes.NODE_SILENCE.defaultValue(Preset.QUICK);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reading;

    private NodeProcess(Process process) {
        this.process = process;
        reading = Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException ignored) {
            // it was killed
        }
    }

    /** Starts one, and does not wait until it listens. */
    public static NodeProcess start(
            List<String> prefix, String listen, int workers, Optional<Path> certificates, String... allowed) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.COMMON);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName(),
                listen,
                Integer.toString(workers),
                certificates.map(Path::toString).orElse(""),
                Long.toString(SILENCE.toMillis())));
        command.addAll(List.of(allowed));
        try {
            return new NodeProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts some on loopback, side by side, and waits until they listen. */
    public static List<NodeProcess> onLoopback(int count, int workers, String... allowed) {
        List<NodeProcess> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(start(List.of(), "127.0.0.1:0", workers, Optional.empty(), allowed));
        }
        nodes.forEach(NodeProcess::address);
        return nodes;
    }

    /** Opens the strategy with one worker here and these nodes. */
    public static Execution open(List<NodeProcess> nodes) {
        return new RemoteNodes().open(options(nodes));
    }

    public static Parameters options(List<NodeProcess> nodes) {
        return Parameters.defaults(new RemoteNodes().options())
                .with(
                        RemoteNodes.NODES,
                        nodes.stream().map(NodeProcess::address).toList())
                .with(RemoteNodes.WORKERS, 1L);
    }

    /** Runs until this machine and so many nodes of one worker each have taken part in one run. */
    public static void awaitWhole(Execution execution, int nodes, Path directory) {
        int size = nodes + 1;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            Path meeting = Files.createTempDirectory(directory, "meeting");
            List<Task<String>> tasks = IntStream.range(0, size)
                    .<Task<String>>mapToObj(
                            index -> new Tasks.BlockingOnce(new Tasks.MeetSoon(meeting.toString(), index, size)))
                    .toList();
            List<Completion<String>> completions = execution.run(Job.of(tasks)).completions();
            return completions.stream()
                            .map(completion -> completion.worker().replaceFirst(".*?( on |$)", ""))
                            .distinct()
                            .count()
                    == size;
        });
    }

    /** Where it listens, once it does. */
    public NodeAddress address() {
        await().atMost(PATIENCE).until(() -> !lines.isEmpty());
        return NodeAddress.parse(lines.getFirst());
    }

    /** Waits until it has said something, and answers the line. */
    public String awaitLine(String part) {
        await().atMost(PATIENCE).until(() -> lines.stream().anyMatch(line -> line.contains(part)));
        return lines.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    public long pid() {
        return process.pid();
    }

    /** Its workers. */
    public List<ProcessHandle> workers() {
        return process.children().filter(ProcessHandle::isAlive).toList();
    }

    public void signal(String name) {
        signal(name, process.pid());
    }

    public static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Kills it; its workers end by themselves. */
    public void kill() {
        List<ProcessHandle> workers = workers();
        process.destroyForcibly();
        await().atMost(PATIENCE).until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Ends it in order, with all its workers. */
    @Override
    public void close() {
        List<ProcessHandle> workers = workers();
        signal("CONT");
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(PATIENCE)).as("ends when told to").isTrue();
            reading.join();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
        await().atMost(PATIENCE).until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
    }
}
