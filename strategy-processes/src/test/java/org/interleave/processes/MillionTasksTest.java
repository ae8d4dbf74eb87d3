package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.processes.node.NodeProcess;
import org.interleave.processes.pool.Pools;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs many tasks; how many says the property {@code interleave.tasks}, or else a million, on a node fewer. */
@Tag("thorough")
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MillionTasksTest {

    private static final int TASKS = Integer.getInteger("interleave.tasks", 1_000_000);
    private static final int TASKS_OF_NODE = Integer.getInteger("interleave.tasks", 20_000);
    private static final int RUNS = 10;
    private static final int COLLECTIONS = 4;
    private static final long SLACK = 2 << 20;

    private record Small(int number) implements Task<Long> {

        @Override
        public Step<Long> advance(Turn turn) {
            return Step.done(Tick.run(number, 1));
        }
    }

    /**
     * The memory that is still used after collections. The serial collector leaves dead objects between living ones three
     * times out of four, so the least of four is what is used.
     */
    private static long least(LongSupplier used) {
        return LongStream.generate(used).limit(COLLECTIONS).min().orElseThrow();
    }

    /** In this process. */
    private static long used() {
        return least(() -> {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        });
    }

    private static Task<Long> usedThere() {
        return turn -> Step.done(used());
    }

    @Test
    void aWorkersMemoryStaysFlat() throws InterruptedException {
        long first = 0;
        long last = 0;
        try (Execution execution = Pools.open(Map.of("workers", "1"))) {
            for (int run = 0; run < RUNS; run++) {
                List<Task<Long>> tasks = Collections.nCopies(TASKS / RUNS, new Small(7));
                assertThat(execution.run(Job.of(tasks)).results()).containsOnly(Tick.jump(7, 1));
                last = execution.run(Job.of(List.of(usedThere()))).results().getFirst();
                first = run == 0 ? last : first;
            }
        }
        System.out.println("a worker's memory in use: " + first + " bytes after " + TASKS / RUNS + " tasks, " + last
                + " after " + TASKS);
        assertThat(last).isLessThan(first + SLACK);
    }

    /** In another process. */
    private static long used(long pid) {
        return least(() -> histogram(pid));
    }

    /** The bytes in use in another process after a collection. */
    private static long histogram(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try (BufferedReader histogram = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                .start()
                .inputReader()) {
            String total = histogram
                    .lines()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(total.split("\\s+", -1)[2]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Of a node, its worker and the process that uses them. */
    private static List<Long> usedBy(NodeProcess node) {
        return List.of(used(node.pid()), used(node.workers().getFirst().pid()), used());
    }

    /** Runs until the node has completed so many tasks, of which others complete some too. */
    private static void runOnNode(Execution execution, long tasks) throws InterruptedException {
        List<Task<Long>> some = Collections.nCopies(10_000, new Small(7));
        double completed = 0;
        while (completed < tasks) {
            Outcome<Long> outcome = execution.run(Job.of(some));
            assertThat(outcome.results()).containsOnly(Tick.jump(7, 1));
            completed += Objects.requireNonNull(outcome.metrics().get("remote_tasks"))
                    .value();
        }
    }

    @Test
    void aNodesMemoryStaysFlatAndSoDoesItsUsers() throws InterruptedException {
        try (NodeProcess node = NodeProcess.onLoopback(1, 1).getFirst();
                Execution execution = NodeProcess.open(List.of(node))) {
            runOnNode(execution, TASKS_OF_NODE / RUNS);
            List<Long> first = usedBy(node);
            runOnNode(execution, TASKS_OF_NODE - TASKS_OF_NODE / RUNS);
            List<Long> last = usedBy(node);
            System.out.println("memory in use by a node, its worker and its user: " + first + " bytes after "
                    + TASKS_OF_NODE / RUNS + " tasks of the node, " + last + " after " + TASKS_OF_NODE);
            for (int process = 0; process < first.size(); process++) {
                assertThat(last.get(process)).isLessThan(first.get(process) + SLACK);
            }
        }
    }
}
