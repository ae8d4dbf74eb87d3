package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Serializable;
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
import org.interleave.core.Task;
import org.interleave.processes.node.NodeProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are killed or stopped in mid-run. {@link RandomFaults} says how to have more of that. */
@Tag("thorough")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodeLossTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final List<NodeSite> SITES = new ArrayList<>();

    @BeforeAll
    static void startNodes() {
        SITES.addAll(NodeSite.onLoopback(3));
    }

    @AfterAll
    static void stopNodes() {
        SITES.forEach(NodeSite::close);
    }

    private static Execution open() {
        return NodeProcess.open(SITES.stream().map(NodeSite::node).toList());
    }

    private static <R extends Serializable> CompletableFuture<Outcome<R>> start(
            Execution execution, List<Task<R>> tasks) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return execution.run(Job.of(tasks));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Four tasks, one for each worker, that wait for a file. */
    private static List<Task<String>> waiting(Path directory, Path go) {
        return IntStream.range(0, 4)
                .<Task<String>>mapToObj(index -> new Tasks.BlockingOnce(
                        new Tasks.WaitForFile(directory.resolve("pid-" + index).toString(), go.toString())))
                .toList();
    }

    /** Which of them runs on a node, once all run. */
    private static int taskOn(NodeProcess node, Path directory) {
        await().atMost(PATIENCE)
                .until(() -> IntStream.range(0, 4).allMatch(index -> Files.exists(directory.resolve("pid-" + index))));
        List<Long> workers = node.workers().stream().map(ProcessHandle::pid).toList();
        return IntStream.range(0, 4)
                .filter(index -> workers.contains(pid(directory.resolve("pid-" + index))))
                .findFirst()
                .orElseThrow();
    }

    private static long pid(Path file) {
        try {
            return Long.parseLong(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertOnlyLost(int lost, String address, List<Completion<String>> completions) {
        for (Completion<String> completion : completions) {
            if (completion.task() == lost) {
                assertThat(completion).isInstanceOf(Completion.Failed.class);
                assertThat(((Completion.Failed<String>) completion).failure().message())
                        .matches("task " + lost + " was lost with worker-1 pid \\d+ on " + address
                                + ", which was lost with its node: .*");
            } else {
                assertThat(completion).isInstanceOf(Completion.Succeeded.class);
            }
        }
    }

    @Test
    void aNodeThatIsKilledLosesItsTasksOnly(@TempDir Path directory) throws Exception {
        Path go = directory.resolve("go");
        try (Execution execution = open()) {
            CompletableFuture<Outcome<String>> run = start(execution, waiting(directory, go));
            NodeProcess node = SITES.getFirst().node();
            String address = node.address().toString();
            int lost = taskOn(node, directory);
            node.kill();
            Files.createFile(go);
            assertOnlyLost(lost, address, run.get(3, TimeUnit.MINUTES).completions());
            assertThat(execution.run(Job.of(List.of(Tasks.answer("on")))).results())
                    .containsExactly("on");
        }
        SITES.getFirst().startAgain();
    }

    @Tag("thorough")
    @Test
    void aNodeThatIsStoppedIsLostAndDeliversNothingWhenItGoesOn(@TempDir Path directory) throws Exception {
        Path go = directory.resolve("go");
        NodeProcess node = SITES.getFirst().node();
        try (Execution execution = open()) {
            CompletableFuture<Outcome<String>> run = start(execution, waiting(directory, go));
            int lost = taskOn(node, directory);
            node.signal("STOP");
            Files.createFile(go);
            assertOnlyLost(
                    lost,
                    node.address().toString(),
                    run.get(3, TimeUnit.MINUTES).completions());
            node.signal("CONT");
            NodeProcess.awaitWhole(execution, SITES.size(), directory);
        }
    }

    @Test
    void aShortPauseIsNoLoss(@TempDir Path directory) throws Exception {
        Path go = directory.resolve("go");
        NodeProcess node = SITES.getFirst().node();
        try (Execution execution = open()) {
            CompletableFuture<Outcome<String>> run = start(execution, waiting(directory, go));
            taskOn(node, directory);
            node.signal("STOP");
            Files.createFile(go);
            TimeUnit.MILLISECONDS.sleep(1_000); // the pause
            node.signal("CONT");
            assertThat(run.get(3, TimeUnit.MINUTES).results()).containsOnly("called");
        }
    }

    @Test
    @Tag("thorough")
    void whateverHappensNothingHangsAndNothingIsDoubled(@TempDir Path directory) throws Exception {
        RandomFaults.happenTo(SITES, directory);
    }
}
