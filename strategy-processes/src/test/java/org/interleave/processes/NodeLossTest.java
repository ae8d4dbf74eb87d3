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
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are killed or stopped in mid-run. For 200 kills run it with {@code -Dinterleave.kills=200}. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodeLossTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int KILLS = Integer.getInteger("interleave.kills", 20);

    private static final List<NodeProcess> NODES = new ArrayList<>();

    @BeforeAll
    static void startNodes() {
        NODES.addAll(NodeProcess.onLoopback(3, 1));
    }

    @AfterAll
    static void stopNodes() {
        NODES.forEach(NodeProcess::close);
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

    /** Runs until every node and this machine have taken part in one run. */
    private static void awaitWhole(Execution execution, Path directory) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            Path meeting = Files.createTempDirectory(directory, "meeting");
            List<Task<String>> tasks = IntStream.range(0, 4)
                    .<Task<String>>mapToObj(
                            index -> new Tasks.BlockingOnce(new Tasks.Meet(meeting.toString(), index, 4)))
                    .toList();
            List<Completion<String>> completions = execution.run(Job.of(tasks)).completions();
            return completions.stream()
                            .map(completion -> completion.worker().replaceFirst(".*?( on |$)", ""))
                            .distinct()
                            .count()
                    == 4;
        });
    }

    @Test
    void aNodeThatIsKilledLosesItsTasksOnly(@TempDir Path directory) throws Exception {
        Path go = directory.resolve("go");
        try (Execution execution = NodeProcess.open(NODES)) {
            CompletableFuture<Outcome<String>> run = start(execution, waiting(directory, go));
            String address = NODES.getFirst().address().toString();
            int lost = taskOn(NODES.getFirst(), directory);
            NODES.getFirst().kill();
            Files.createFile(go);
            assertOnlyLost(lost, address, run.get(1, TimeUnit.MINUTES).completions());
            assertThat(execution.run(Job.of(List.of(Tasks.answer("on")))).results())
                    .containsExactly("on");
        }
        startAgain(0);
    }

    @Test
    void aNodeThatIsStoppedIsLostAndDeliversNothingWhenItGoesOn(@TempDir Path directory) throws Exception {
        Path go = directory.resolve("go");
        NodeProcess node = NODES.getFirst();
        try (Execution execution = NodeProcess.open(NODES)) {
            CompletableFuture<Outcome<String>> run = start(execution, waiting(directory, go));
            int lost = taskOn(node, directory);
            node.signal("STOP");
            Files.createFile(go);
            assertOnlyLost(
                    lost,
                    node.address().toString(),
                    run.get(1, TimeUnit.MINUTES).completions());
            node.signal("CONT");
            awaitWhole(execution, directory);
        }
    }

    @Test
    void aShortPauseIsNoLoss(@TempDir Path directory) throws Exception {
        Path go = directory.resolve("go");
        NodeProcess node = NODES.getFirst();
        try (Execution execution = NodeProcess.open(NODES)) {
            CompletableFuture<Outcome<String>> run = start(execution, waiting(directory, go));
            taskOn(node, directory);
            node.signal("STOP");
            Files.createFile(go);
            TimeUnit.MILLISECONDS.sleep(1_000); // the pause
            node.signal("CONT");
            assertThat(run.get(1, TimeUnit.MINUTES).results()).containsOnly("called");
        }
    }

    /** Computes for some milliseconds, then answers its number. */
    record Number(long number) implements Task<Long> {

        @Override
        public Step<Long> advance(Turn turn) {
            Tick.run(1, 200_000);
            return Step.done(number);
        }
    }

    @Test
    void whateverIsKilledNothingHangsAndNothingIsDoubled(@TempDir Path directory) throws Exception {
        Random random = new Random(20_261_121);
        List<Task<Long>> tasks =
                IntStream.range(0, 200).<Task<Long>>mapToObj(Number::new).toList();
        try (Execution execution = NodeProcess.open(NODES)) {
            CompletableFuture<Void> killer = CompletableFuture.runAsync(() -> killSome(random));
            int lost = 0;
            int runs = 0;
            while (!killer.isDone()) {
                runs++;
                for (Completion<Long> completion : execution.run(Job.of(tasks)).completions()) {
                    if (completion instanceof Completion.Succeeded<Long> succeeded) {
                        assertThat(succeeded.result()).isEqualTo(completion.task());
                    } else {
                        lost++;
                        assertThat(((Completion.Failed<Long>) completion)
                                        .failure()
                                        .message())
                                .matches("task " + completion.task()
                                        + " was lost with worker-1 pid \\d+ on [0-9.:]+, which .*(SIGKILL|node).*");
                    }
                }
            }
            killer.join();
            assertThat(lost).isBetween(1, 3 * KILLS * tasks.size());
            awaitWhole(execution, directory);
            assertThat(runs).isPositive();
        }
    }

    /** Starts a node that was killed at the same address. */
    private static void startAgain(int index) {
        String address = NODES.get(index).address().toString();
        NODES.get(index).close();
        NODES.set(index, NodeProcess.start(List.of(), address, 1, Optional.empty()));
        NODES.get(index).address();
    }

    /** Kills workers of nodes, and every tenth time a node, which is then started again. */
    private static void killSome(Random random) {
        for (int kill = 1; kill <= KILLS; kill++) {
            int victim = random.nextInt(NODES.size());
            NodeProcess node = NODES.get(victim);
            if (kill % 10 == 0) {
                node.kill();
                startAgain(victim);
                NODES.get(victim).awaitLine("has come");
            } else {
                node.workers().forEach(worker -> NodeProcess.signal("KILL", worker.pid()));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
