package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Task;
import org.interleave.processes.cluster.Certificates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node behind a link that is cut and mended: in a network namespace, with certificates. Needs Linux and root. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodeNetworkTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ID = Long.toString(ProcessHandle.current().pid() % 100_000);
    private static final String SPACE = "interleave" + ID;
    private static final String HERE = "ila" + ID;
    private static final String THERE = "ilb" + ID;

    @TempDir
    private static Path directory;

    private static Optional<NodeProcess> started = Optional.empty();

    @BeforeAll
    static void startNode() {
        assumeTrue(run("ip", "netns", "add", SPACE).isEmpty(), "network namespaces cannot be made here");
        must("ip", "link", "add", HERE, "type", "veth", "peer", "name", THERE, "netns", SPACE);
        must("ip", "addr", "add", "10.231.77.1/30", "dev", HERE);
        must("ip", "link", "set", HERE, "up");
        must("ip", "-n", SPACE, "addr", "add", "10.231.77.2/30", "dev", THERE);
        must("ip", "-n", SPACE, "link", "set", THERE, "up");
        must("ip", "-n", SPACE, "link", "set", "lo", "up");
        Certificates.create(directory.resolve("certificates"));
        started = Optional.of(NodeProcess.start(
                List.of("ip", "netns", "exec", SPACE),
                "10.231.77.2:7001",
                1,
                Optional.of(directory.resolve("certificates"))));
        assertThat(started.get().address().toString()).isEqualTo("10.231.77.2:7001");
    }

    @AfterAll
    static void stopNode() {
        started.ifPresent(NodeProcess::close);
        run("ip", "link", "del", HERE);
        run("ip", "netns", "del", SPACE);
    }

    private static void must(String... command) {
        assertThat(run(command)).isEmpty();
    }

    /** What went wrong, if anything. */
    private static Optional<String> run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(said);
        } catch (IOException e) {
            return Optional.of(e.toString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Execution open() {
        RemoteNodes strategy = new RemoteNodes();
        Map<String, String> options = Map.of(
                "nodes",
                "10.231.77.2:7001",
                "workers",
                "1",
                "certificates",
                directory.resolve("certificates").toString());
        return strategy.open(Parameters.of(strategy.name(), strategy.options(), options, Preset.QUICK));
    }

    private static CompletableFuture<Outcome<String>> start(Execution execution, Path files, Path go) {
        List<Task<String>> tasks = IntStream.range(0, 2)
                .<Task<String>>mapToObj(index -> new Tasks.BlockingOnce(
                        new Tasks.WaitForFile(files.resolve("pid-" + index).toString(), go.toString())))
                .toList();
        CompletableFuture<Outcome<String>> run = CompletableFuture.supplyAsync(() -> {
            try {
                return execution.run(Job.of(tasks));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(PATIENCE)
                .until(() -> Files.exists(files.resolve("pid-0")) && Files.exists(files.resolve("pid-1")));
        return run;
    }

    @Test
    void aShortCutLosesNothing(@TempDir Path files) throws Exception {
        Path go = files.resolve("go");
        try (Execution execution = open()) {
            CompletableFuture<Outcome<String>> run = start(execution, files, go);
            must("ip", "link", "set", HERE, "down");
            Files.createFile(go);
            TimeUnit.MILLISECONDS.sleep(500); // the cut
            must("ip", "link", "set", HERE, "up");
            assertThat(run.get(1, TimeUnit.MINUTES).results()).containsExactly("called", "called");
        }
    }

    @Test
    void aLongCutLosesTheNodeUntilItIsMended(@TempDir Path files) throws Exception {
        Path go = files.resolve("go");
        try (Execution execution = open()) {
            CompletableFuture<Outcome<String>> run = start(execution, files, go);
            must("ip", "link", "set", HERE, "down");
            Files.createFile(go);
            List<Completion<String>> completions = run.get(1, TimeUnit.MINUTES).completions();
            assertThat(completions)
                    .filteredOn(completion -> completion instanceof Completion.Succeeded)
                    .hasSize(1);
            assertThat(completions)
                    .filteredOn(completion -> completion instanceof Completion.Failed)
                    .singleElement()
                    .satisfies(completion -> assertThat(((Completion.Failed<String>) completion)
                                    .failure()
                                    .message())
                            .contains("on 10.231.77.2:7001, which was lost with its node: it has not been heard of"));
            started.orElseThrow().awaitLine("has left: it has not been heard of");
            must("ip", "link", "set", HERE, "up");
            List<Task<String>> tasks = List.of(Tasks.answer("a"), Tasks.answer("b"));
            await().atMost(PATIENCE)
                    .until(() -> execution.run(Job.of(tasks)).completions().stream()
                            .anyMatch(completion -> completion.worker().endsWith(" on 10.231.77.2:7001")));
        }
    }
}
