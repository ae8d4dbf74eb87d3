package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.StrategyException;
import org.interleave.core.Task;
import org.interleave.processes.pool.Pools;
import org.interleave.processes.pool.ProcessPool;
import org.interleave.processes.pool.WorkerLostException;
import org.interleave.processes.pool.WorkerSetup;
import org.interleave.processes.wire.Codec;
import org.interleave.processes.wire.Fingerprint;
import org.interleave.processes.wire.Transport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerLossTest {

    private static Execution open(long workers) {
        return Pools.open(Map.of("workers", Long.toString(workers)));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20));
    }

    private static long awaitPid(Path file) throws IOException {
        await().until(() -> Files.exists(file));
        return Long.parseLong(Files.readString(file));
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void aKilledWorkerLosesItsTaskAndIsReplaced(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("pid");
        List<Task<String>> tasks = new ArrayList<>();
        tasks.add(new Tasks.Hog(file.toString(), false));
        tasks.add(Tasks.answer("one"));
        try (Execution execution = open(1)) {
            CompletableFuture<Outcome<String>> run = Pools.start(execution, tasks);
            long pid = awaitPid(file);
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            Outcome<String> outcome = run.get(1, TimeUnit.MINUTES);
            Completion.Failed<String> lost =
                    (Completion.Failed<String>) outcome.completions().get(0);
            assertThat(lost.worker()).isEqualTo("worker-1 pid " + pid);
            assertThat(lost.failure().type()).isEqualTo(WorkerLostException.class.getName());
            assertThat(lost.failure().message())
                    .contains("task 0")
                    .contains("worker-1 pid " + pid)
                    .contains("exit status 137 (SIGKILL)");
            Completion.Succeeded<String> later =
                    (Completion.Succeeded<String>) outcome.completions().get(1);
            assertThat(later.result()).isEqualTo("one");
            assertThat(later.worker()).startsWith("worker-1 pid ").isNotEqualTo(lost.worker());
        }
    }

    @Test
    void everyTaskOfALostWorkerFailsOnceAndTheOthersComplete() throws InterruptedException {
        Task<String> exits = turn -> {
            System.err.println("last words");
            System.exit(3);
            return Step.ready();
        };
        try (Execution execution = open(2)) {
            List<Completion<String>> completions = execution
                    .run(Job.of(List.of(
                            Tasks.answer("a"),
                            exits,
                            Tasks.answer("b"),
                            exits,
                            Tasks.answer("c"),
                            exits,
                            Tasks.answer("d"))))
                    .completions();
            for (int task : List.of(0, 2, 4, 6)) {
                assertThat(completions.get(task)).isInstanceOf(Completion.Succeeded.class);
            }
            for (int task : List.of(1, 3, 5)) {
                Completion.Failed<String> lost = (Completion.Failed<String>) completions.get(task);
                assertThat(lost.failure().message())
                        .startsWith("task " + task + " was lost with worker-")
                        .contains("exit status 3")
                        .contains("last words")
                        .doesNotContain("\n");
            }
            assertThat(execution.run(Job.of(List.of(Tasks.answer("again")))).results())
                    .containsExactly("again");
        }
    }

    @Test
    void aWorkerKilledBetweenRunsIsReplaced() throws InterruptedException {
        try (Execution execution = open(1)) {
            long first = execution.run(Job.of(List.of(Tasks.pid()))).results().getFirst();
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            await().until(() -> !alive(first));
            await().until(() ->
                    ProcessHandle.current().children().anyMatch(child -> child.pid() != first && child.isAlive()));
            long second = execution.run(Job.of(List.of(Tasks.pid()))).results().getFirst();
            assertThat(second).isNotEqualTo(first);
        }
    }

    @Test
    void closingLeavesNothing() throws InterruptedException {
        long self = ProcessHandle.current().pid();
        Execution execution = open(3);
        assertThat(execution.run(Job.of(List.of(Tasks.pid(), Tasks.pid()))).results())
                .hasSize(2);
        assertThat(Pools.namesOf(self)).isEmpty();
        List<ProcessHandle> workers = ProcessHandle.current().children().toList();
        assertThat(workers).hasSize(3);
        execution.close();
        assertThat(workers).noneMatch(ProcessHandle::isAlive);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("worker-") && name.contains(" pid "));
        execution.close();
    }

    @Test
    @Tag("thorough")
    void closingEndsAWorkerThatHangs() throws Exception {
        Execution execution = open(1);
        long pid = execution.run(Job.of(List.of(Tasks.pid()))).results().getFirst();
        signal("STOP", pid);
        execution.close();
        assertThat(alive(pid)).isFalse();
    }

    @Test
    void aWorkerThatRunsOtherCodeIsRefused() {
        WorkerSetup other =
                new WorkerSetup(Fingerprint.take() + 1, Codec.JAVA, Pools.DEPTH, Transport.PIPE, Duration.ofMinutes(3));
        assertThatThrownBy(() -> ProcessPool.open(Pools.settings(2), other))
                .isInstanceOf(StrategyException.class)
                .hasMessageMatching("worker-[12] pid \\d+ did not come up.*rebuilt since the parent started.*");
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void closingEndsARun(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("pid");
        Execution execution = open(1);
        CompletableFuture<Outcome<String>> run =
                Pools.start(execution, List.of(new Tasks.Hog(file.toString(), false), Tasks.answer("never")));
        long pid = awaitPid(file);
        execution.close();
        assertThat(alive(pid)).isFalse();
        assertThat(run.get(1, TimeUnit.MINUTES).completions())
                .hasSize(2)
                .allMatch(completion -> completion instanceof Completion.Cancelled);
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    @Test
    void ctrlCLeavesWorkersToTheParent(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("pid");
        Path go = directory.resolve("go");
        Task<String> task = new Tasks.BlockingOnce(new Tasks.WaitForFile(file.toString(), go.toString()));
        try (Execution execution = open(1)) {
            CompletableFuture<Outcome<String>> run = Pools.start(execution, List.of(task));
            long pid = awaitPid(file);
            for (int i = 0; i < 3; i++) {
                signal("INT", pid);
            }
            Files.createFile(go);
            assertThat(run.get(1, TimeUnit.MINUTES).results()).containsExactly("called");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipe", "shared-memory"})
    void workersEndWithAParentThatIsKilled(String transport, @TempDir Path directory) throws Exception {
        Path busyFile = directory.resolve("busy");
        Process parent = DoomedParent.start(Path.of(System.getProperty("java.io.tmpdir")), transport, busyFile);
        try (BufferedReader out = parent.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("open");
            long busy = awaitPid(busyFile);
            long inNativeCode = awaitPid(Path.of(busyFile + DoomedParent.NATIVE));
            List<ProcessHandle> workers = parent.children().toList();
            assertThat(workers).extracting(ProcessHandle::pid).containsExactlyInAnyOrder(busy, inNativeCode);
            parent.destroyForcibly();
            await().until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(Pools.namesOf(parent.pid())).isEmpty();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Tag("thorough")
    @Test
    void closingWhileAWorkerComesUpLeavesNothing() throws InterruptedException {
        Task<String> dies = turn -> {
            Runtime.getRuntime().halt(1);
            return Step.ready();
        };
        for (int i = 0; i < 5; i++) {
            Execution execution = open(1);
            execution.run(Job.of(List.of(dies)));
            execution.close();
            assertThat(ProcessHandle.current().children()).isEmpty();
            assertThat(Pools.namesOf(ProcessHandle.current().pid())).isEmpty();
        }
    }
}
