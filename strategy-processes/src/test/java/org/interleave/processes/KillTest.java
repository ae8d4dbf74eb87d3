package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kills workers at random, with a fixed seed, while they are busy, idle or starting, and accounts for every task. The
 * property {@code interleave.kills} says how many are killed in all by the long run.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {

    private static final int WORKERS = 4;
    private static final int KILLS = Integer.getInteger("interleave.kills", 200) / 4;
    private static final int FEW = 8;
    private static final int TASKS = 1000;

    private final Set<Long> killed = new HashSet<>();

    @ParameterizedTest
    @CsvSource({"1,1,0", "2,0,0", "3,50,0", "4,0,100000"})
    @Tag("thorough")
    void nothingIsLostButWhatRanInAKilledWorker(int seed, int chunk, int retries, @TempDir Path directory)
            throws Exception {
        kill(KILLS, seed, chunk, retries, directory);
    }

    @Test
    void nothingIsLostButWhatRanInOneOfAFewKilledWorkers(@TempDir Path directory) throws Exception {
        kill(FEW, 5, 0, 0, directory);
    }

    private void kill(int kills, int seed, int chunk, int retries, Path directory) throws Exception {
        Random random = new Random(seed);
        Map<String, String> options = Map.of(
                "workers", Integer.toString(WORKERS),
                "chunk-size", Integer.toString(chunk),
                "retries", retries == 0 ? "0" : "1000");
        try (Execution execution = Pools.open(options)) {
            for (int run = 0; killed.size() < kills; run++) {
                Path begun = Files.createFile(directory.resolve("begun-" + run));
                oneRun(execution, begun, kills, retries > 0, random);
                killIdle(random);
            }
            assertThat(execution
                            .run(Job.of(tasks(directory.resolve("begun-0"), true)))
                            .results())
                    .hasSize(TASKS);
            assertThat(workers()).hasSize(WORKERS);
        }
        assertThat(ProcessHandle.current().children()).isEmpty();
        assertThat(Pools.namesOf(ProcessHandle.current().pid())).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains(" pid "));
    }

    private static List<Task<Long>> tasks(Path begun, boolean idempotent) {
        return IntStream.range(0, TASKS)
                .<Task<Long>>mapToObj(number -> new Tasks.Counted(begun.toString(), number, idempotent))
                .toList();
    }

    private void oneRun(Execution execution, Path begun, int kills, boolean idempotent, Random random)
            throws Exception {
        int before = killed.size();
        CompletableFuture<Outcome<Long>> run = Pools.start(execution, tasks(begun, idempotent));
        while (!run.isDone() && killed.size() < kills) {
            Thread.sleep(random.nextInt(200));
            killOne(workers(), random);
            if (random.nextInt(4) == 0) {
                killOne(young(), random);
            }
        }
        check(run.get(5, TimeUnit.MINUTES), begun, idempotent, killed.size() - before);
    }

    private static List<ProcessHandle> workers() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }

    /** Waits for a worker that has just been started, if one comes. */
    private List<ProcessHandle> young() {
        Set<Long> known = workers().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        long deadline = System.nanoTime() + Duration.ofMillis(100).toNanos();
        List<ProcessHandle> young = List.of();
        while (young.isEmpty() && System.nanoTime() - deadline < 0) {
            young = workers().stream()
                    .filter(worker -> !known.contains(worker.pid()))
                    .toList();
        }
        return young;
    }

    private void killOne(List<ProcessHandle> candidates, Random random) {
        if (!candidates.isEmpty()) {
            ProcessHandle victim = candidates.get(random.nextInt(candidates.size()));
            if (victim.destroyForcibly()) {
                killed.add(victim.pid());
            }
        }
    }

    /** One of them, some, or all. */
    private void killIdle(Random random) {
        List<ProcessHandle> idle = new ArrayList<>(workers());
        int count = random.nextInt(WORKERS + 1);
        idle.stream().limit(count).forEach(worker -> killOne(List.of(worker), random));
        if (random.nextBoolean()) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> workers().stream().noneMatch(worker -> killed.contains(worker.pid())));
        }
    }

    private static void check(Outcome<Long> outcome, Path begun, boolean idempotent, int kills) throws IOException {
        List<Integer> failed = Pools.failed(outcome);
        assertThat(failed.size()).isLessThanOrEqualTo(idempotent ? 0 : kills);
        for (int task = 0; task < TASKS; task++) {
            if (failed.contains(task)) {
                assertThat(Pools.failure(outcome, task))
                        .contains("task " + task + " was lost with worker-")
                        .contains("exit status 137 (SIGKILL)");
            } else {
                assertThat(outcome.completions().get(task))
                        .isInstanceOfSatisfying(
                                Completion.Succeeded.class,
                                succeeded -> assertThat(succeeded.result())
                                        .isEqualTo(Tick.jump(succeeded.task() + 1, Tasks.Counted.TICKS)));
            }
        }
        List<String> beginnings = Files.readAllLines(begun);
        if (!idempotent) {
            assertThat(beginnings).doesNotHaveDuplicates();
        }
        assertThat(beginnings).hasSizeBetween(TASKS - failed.size(), TASKS + kills);
    }
}
