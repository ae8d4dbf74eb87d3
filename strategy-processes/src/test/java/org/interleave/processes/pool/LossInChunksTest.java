package org.interleave.processes.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.processes.Tasks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tasks are lost with a worker, which are not, and what is said of them. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LossInChunksTest {

    private static Map<String, String> chunks(String option, String value) {
        return Map.of("workers", "1", "chunk-size", "100", option, value);
    }

    /** Ends its worker, the first so many times that it runs; each run leaves a line in a file. */
    private record Halts(String file, int times, boolean idempotent) implements Task<String> {

        @Override
        public Step<String> advance(Turn turn) throws IOException {
            Path path = Path.of(file);
            int before = Files.exists(path) ? Files.readAllLines(path).size() : 0;
            Files.writeString(path, "run\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (before < times) {
                Runtime.getRuntime().halt(7);
            }
            return Step.done("survived");
        }

        private int runs() throws IOException {
            return Files.readAllLines(Path.of(file)).size();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ChunkSize.AUTOMATIC, 3})
    void onlyTheTaskThatRanIsLost(int chunk) throws InterruptedException {
        Task<String> halts = turn -> {
            Runtime.getRuntime().halt(9);
            return Step.ready();
        };
        List<Task<String>> tasks = new ArrayList<>();
        for (int task = 0; task < 40; task++) {
            tasks.add(task % 8 == 5 ? halts : Tasks.answer(Integer.toString(task)));
        }
        try (Execution execution = Pools.open(Map.of("workers", "2", "chunk-size", Integer.toString(chunk)))) {
            Outcome<String> outcome = execution.run(Job.of(tasks));
            assertThat(Pools.failed(outcome)).containsExactly(5, 13, 21, 29, 37);
            for (int task : Pools.failed(outcome)) {
                assertThat(Pools.failure(outcome, task))
                        .startsWith(WorkerLostException.class.getName() + ": task " + task + " was lost with worker-")
                        .contains("ended with exit status 9");
            }
        }
    }

    @Tag("thorough")
    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void onlyTheTaskThatRanIsLostOfTheSmallestChunksAndOfOneThatHoldsAll(int chunk) throws InterruptedException {
        onlyTheTaskThatRanIsLost(chunk);
    }

    @Test
    void anIdempotentTaskIsRunAgain(@TempDir Path directory) throws Exception {
        Halts halts = new Halts(directory.resolve("runs").toString(), 2, true);
        try (Execution execution = Pools.open(chunks("retries", "2"))) {
            Outcome<String> outcome = execution.run(Job.of(List.of(Tasks.answer("a"), halts, Tasks.answer("b"))));
            assertThat(outcome.results()).containsExactly("a", "survived", "b");
            assertThat(halts.runs()).isEqualTo(3);
        }
    }

    @Test
    @Tag("thorough")
    void anIdempotentTaskIsRunAgainOnlySoOften(@TempDir Path directory) throws Exception {
        Halts halts = new Halts(directory.resolve("runs").toString(), 100, true);
        try (Execution execution = Pools.open(chunks("retries", "2"))) {
            Outcome<String> outcome = execution.run(Job.of(List.of(Tasks.answer("a"), halts, Tasks.answer("b"))));
            assertThat(Pools.failed(outcome)).containsExactly(1);
            assertThat(halts.runs()).isEqualTo(3);
        }
    }

    @Test
    void anyOtherTaskIsNotRunAgain(@TempDir Path directory) throws Exception {
        Halts halts = new Halts(directory.resolve("runs").toString(), 1, false);
        try (Execution execution = Pools.open(chunks("retries", "2"))) {
            Outcome<String> outcome = execution.run(Job.of(List.of(Tasks.answer("a"), halts, Tasks.answer("b"))));
            assertThat(Pools.failed(outcome)).containsExactly(1);
            assertThat(halts.runs()).isEqualTo(1);
        }
    }

    @Test
    void aTaskThatRunsForTooLongIsKilled(@TempDir Path directory) throws InterruptedException {
        Task<String> hog = new Tasks.Hog(directory.resolve("pid").toString(), false);
        try (Execution execution = Pools.open(chunks("task-timeout", "500ms"))) {
            Outcome<String> outcome = execution.run(Job.of(List.of(hog)));
            assertThat(Pools.failed(outcome)).containsExactly(0);
            assertThat(Pools.failure(outcome, 0))
                    .startsWith(TaskTimeoutException.class.getName() + ": task 0 was lost with worker-1 pid ")
                    .contains("was killed because task 0 had run for longer than task-timeout=500ms")
                    .contains("exit status 137 (SIGKILL)");
        }
    }

    @Test
    @Tag("thorough")
    void aWorkerThatIsStuckWithTasksItHasNotBegunIsReplaced() throws Exception {
        try (Execution execution = Pools.open(chunks("task-timeout", "5s"))) {
            long pid = execution.run(Job.of(List.of(Tasks.pid()))).results().getFirst();
            new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
            Outcome<Long> outcome = execution.run(Job.of(List.of(Tasks.pid(), Tasks.pid())));
            assertThat(outcome.results()).hasSize(2).doesNotContain(pid);
        }
    }

    @Test
    void aWorkerWithoutMemoryEndsAndSaysSo() throws InterruptedException {
        Task<String> greedy = turn -> {
            long[][] rows = new long[100][];
            for (int row = 0; row < rows.length; row++) {
                rows[row] = new long[Integer.MAX_VALUE - 8];
            }
            return Step.done(Integer.toString(rows.length));
        };
        try (Execution execution = Pools.open(chunks("retries", "0"))) {
            Outcome<String> outcome = execution.run(Job.of(List.of(Tasks.answer("a"), greedy, Tasks.answer("b"))));
            assertThat(Pools.failed(outcome)).containsExactly(1);
            assertThat(Pools.failure(outcome, 1))
                    .contains("exit status 3")
                    .contains("java.lang.OutOfMemoryError: Java heap space");
        }
    }

    @Test
    void whatIsQueuedAtAKilledWorkerIsHandedOutAgain(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("pid");
        List<Task<String>> tasks =
                List.of(new Tasks.Hog(file.toString(), false), Tasks.answer("a"), Tasks.answer("b"), Tasks.answer("c"));
        try (Execution execution = Pools.open(chunks("retries", "0"))) {
            CompletableFuture<Outcome<String>> run = Pools.start(execution, tasks);
            Tasks.awaitFile(file);
            long pid = Long.parseLong(Files.readString(file));
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            Outcome<String> outcome = run.get(1, TimeUnit.MINUTES);
            assertThat(Pools.failed(outcome)).containsExactly(0);
            assertThat(outcome.completions().subList(1, 4))
                    .extracting(Completion::worker)
                    .allMatch(worker -> !worker.endsWith(" " + pid));
        }
    }
}
