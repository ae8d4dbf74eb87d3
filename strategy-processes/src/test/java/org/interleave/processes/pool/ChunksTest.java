package org.interleave.processes.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Task;
import org.interleave.processes.Tasks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChunksTest {

    private static Execution open(int workers, int chunk) {
        return Pools.open(Map.of("workers", Integer.toString(workers), "chunk-size", Integer.toString(chunk)));
    }

    private static List<Task<String>> answers(int count) {
        return IntStream.range(0, count)
                .mapToObj(task -> Tasks.answer(Integer.toString(task)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {ChunkSize.AUTOMATIC, 7})
    void everyTaskIsDoneOnceAndResultsAreInOrder(int chunk) throws InterruptedException {
        try (Execution execution = open(3, chunk)) {
            for (int size : List.of(0, 1, 2, 2000)) {
                List<String> expected =
                        IntStream.range(0, size).mapToObj(Integer::toString).toList();
                assertThat(execution.run(Job.of(answers(size))).results()).isEqualTo(expected);
            }
        }
    }

    @Tag("thorough")
    @ParameterizedTest
    @ValueSource(ints = {1, 5000})
    void everyTaskIsDoneOnceInTheSmallestChunksAndInLargerOnesThanThereAreTasks(int chunk) throws InterruptedException {
        everyTaskIsDoneOnceAndResultsAreInOrder(chunk);
    }

    @Test
    void allWorkersTakePart() throws InterruptedException {
        try (Execution execution = open(2, 10)) {
            Outcome<String> outcome = execution.run(Job.of(answers(100)));
            assertThat(outcome.completions())
                    .extracting(Completion::worker)
                    .doesNotContain("")
                    .hasSize(100);
            assertThat(outcome.completions().stream().map(Completion::worker).distinct())
                    .hasSize(2);
        }
    }

    @Test
    void whatWaitsBehindATaskThatComputesGoesToAnotherWorker(@TempDir Path directory) throws InterruptedException {
        String file = directory.resolve("there").toString();
        List<Task<String>> tasks = new ArrayList<>(List.of(new Tasks.ComputesUntil(file)));
        tasks.addAll(answers(20));
        tasks.add(new Tasks.Creates(file));
        tasks.addAll(answers(5));
        try (Execution execution = open(2, 1000)) {
            Outcome<String> outcome = execution.run(Job.of(tasks));
            assertThat(outcome.results()).contains("found it", "created it", "19");
        }
    }

    @Test
    void tasksOfAChunkThatWaitForEachOtherAreAllBegun(@TempDir Path directory) throws InterruptedException {
        int size = 20;
        List<Tasks.BlockingOnce> tasks = IntStream.range(0, size)
                .mapToObj(index -> new Tasks.BlockingOnce(new Tasks.Meet(directory.toString(), index, size)))
                .toList();
        try (Execution execution = open(1, size)) {
            assertThat(execution.run(Job.of(tasks)).results()).hasSize(size);
        }
    }

    @Test
    void messagesFollowATaskThatIsHandedOutAgain(@TempDir Path directory) throws Exception {
        int messages = 1000; // less than an inbox and what is on the way to it hold
        String file = directory.resolve("there").toString();
        try (Execution execution = open(2, 2)) {
            Task<Long> computes = new Tasks.ComputesThenCounts(file);
            Task<Long> creates = new Tasks.SendsThenCreates(1, messages, file);
            List<Task<Long>> tasks = List.of(computes, new Tasks.Receiver(1, messages), creates);
            assertThat(execution.run(Job.of(tasks)).results()).containsExactly(0L, (long) messages, (long) messages);
        }
    }

    @Test
    void cancellingEndsWhatIsQueuedAtAWorker(@TempDir Path directory) throws Exception {
        Path hogging = directory.resolve("hogging");
        List<Task<String>> tasks = new ArrayList<>(List.of(new Tasks.Hog(hogging.toString(), false)));
        tasks.addAll(answers(10));
        try (Execution execution = open(1, 100)) {
            CompletableFuture<Outcome<String>> run = Pools.start(execution, tasks);
            Tasks.awaitFile(hogging);
            execution.cancel();
            List<Completion<String>> completions = run.get(1, TimeUnit.MINUTES).completions();
            assertThat(completions).hasSize(11).allMatch(completion -> completion instanceof Completion.Cancelled);
            assertThat(completions.getFirst().worker()).startsWith("worker-1 pid ");
            assertThat(completions.subList(1, 11))
                    .extracting(Completion::worker)
                    .containsOnly("");
            assertThat(execution.run(Job.of(answers(3))).results()).containsExactly("0", "1", "2");
        }
    }

    @Test
    @Tag("thorough")
    void aWorkerIsReplacedAfterSoManyTasks() throws InterruptedException {
        Map<String, String> options = Map.of("workers", "2", "max-tasks-per-worker", "3", "chunk-size", "2");
        try (Execution execution = Pools.open(options)) {
            List<Long> pids = new ArrayList<>();
            for (int run = 0; run < 3; run++) {
                List<Task<Long>> tasks = Collections.nCopies(5, Tasks.pid());
                pids.addAll(execution.run(Job.of(tasks)).results());
            }
            assertThat(pids)
                    .hasSize(15)
                    .allSatisfy(
                            pid -> assertThat(Collections.frequency(pids, pid)).isLessThanOrEqualTo(3));
            execution.run(Job.of(List.of(Tasks.pid())));
            assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                    .hasSizeLessThanOrEqualTo(3);
        }
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void aWorkerWhoseTasksWaitGetsMoreThanItIsAllowed(@TempDir Path directory) throws InterruptedException {
        int size = 6;
        List<Tasks.BlockingOnce> tasks = IntStream.range(0, size)
                .mapToObj(index -> new Tasks.BlockingOnce(new Tasks.Meet(directory.toString(), index, size)))
                .toList();
        try (Execution execution = Pools.open(Map.of("workers", "1", "max-tasks-per-worker", "2"))) {
            assertThat(execution.run(Job.of(tasks)).results()).hasSize(size);
        }
    }

    @Test
    void aChunkThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> Pools.open(Map.of("chunk-size", "20k")))
                .hasMessageContaining("chunk-size=20k")
                .hasMessageContaining("from 0 to 10k");
    }
}
