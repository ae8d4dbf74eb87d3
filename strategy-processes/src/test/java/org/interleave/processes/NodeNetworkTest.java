package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Task;
import org.interleave.processes.cluster.Certificates;
import org.interleave.processes.node.NodeProcess;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes behind links that are cut and mended: in network namespaces, with certificates. {@link
 * RandomFaults} says how to have more of that.
 */
@Needs(Resource.NETWORK_NAMESPACES)
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodeNetworkTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final List<Namespace> NAMESPACES = new ArrayList<>();
    private static final List<NodeSite> SITES = new ArrayList<>();

    @TempDir
    private static Path directory;

    @BeforeAll
    static void startNodes() {
        for (int number = 0; number < 3; number++) {
            NAMESPACES.add(Namespace.make(number));
        }
        Path certificates = directory.resolve("certificates");
        Certificates.create(certificates);
        SITES.addAll(NodeSite.in(NAMESPACES, certificates));
        assertThat(SITES.getFirst().address().toString()).isEqualTo("10.231.77.2:7001");
    }

    @AfterAll
    static void stopNodes() {
        SITES.forEach(NodeSite::close);
        NAMESPACES.forEach(Namespace::close);
    }

    /** With the first node only. */
    private static Execution open() {
        Parameters options = NodeProcess.options(List.of(SITES.getFirst().node()));
        return new RemoteNodes()
                .open(options.with(RemoteNodes.CERTIFICATES, SITES.getFirst().certificates()));
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

    @Tag("thorough")
    @Test
    void aShortCutLosesNothing(@TempDir Path files) throws Exception {
        Path go = files.resolve("go");
        try (Execution execution = open()) {
            CompletableFuture<Outcome<String>> run = start(execution, files, go);
            NAMESPACES.getFirst().cut();
            Files.createFile(go);
            TimeUnit.MILLISECONDS.sleep(500); // the cut
            NAMESPACES.getFirst().mend();
            assertThat(run.get(3, TimeUnit.MINUTES).results()).containsExactly("called", "called");
        }
    }

    @Tag("thorough")
    @Test
    void aLongCutLosesTheNodeUntilItIsMended(@TempDir Path files) throws Exception {
        Path go = files.resolve("go");
        try (Execution execution = open()) {
            CompletableFuture<Outcome<String>> run = start(execution, files, go);
            NAMESPACES.getFirst().cut();
            Files.createFile(go);
            List<Completion<String>> completions = run.get(3, TimeUnit.MINUTES).completions();
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
            SITES.getFirst().node().awaitLine("has left: it has not been heard of");
            NAMESPACES.getFirst().mend();
            List<Task<String>> tasks = List.of(Tasks.answer("a"), Tasks.answer("b"));
            await().atMost(PATIENCE)
                    .until(() -> execution.run(Job.of(tasks)).completions().stream()
                            .anyMatch(completion -> completion.worker().endsWith(" on 10.231.77.2:7001")));
        }
    }

    @Test
    @Tag("thorough")
    void whateverHappensNothingHangsAndNothingIsDoubled(@TempDir Path files) throws Exception {
        RandomFaults.happenTo(SITES, files);
    }
}
