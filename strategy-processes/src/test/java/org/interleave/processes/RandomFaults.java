package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Parameters;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.processes.node.NodeProcess;

/**
 * Lets faults happen to nodes at random, with a fixed seed, while tasks run on them, and accounts for every task: workers
 * and, every tenth time, nodes are killed. In between nodes are stopped and continued, and links, where there are any, cut
 * and mended; for less than it takes until a node counts as lost, or for more.
 *
 * <p>The property {@code kills} says how many are killed, {@code seed} what is drawn from.
 */
final class RandomFaults {

    private static final int KILLS = Integer.getInteger("kills", 10);
    private static final long SEED = Long.getLong("seed", 20_261_121);
    private static final int TASKS = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private enum Fault {
        WORKER_KILLED,
        NODE_KILLED,
        NODE_STOPPED,
        LINK_CUT
    }

    private final List<NodeSite> sites;
    private final Path directory;

    // of the thread that lets them happen, until it has ended
    private final Random random = new Random(SEED);
    private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);

    // of the thread that runs tasks
    private int runs;
    private int lost;
    private int remote;

    private RandomFaults(List<NodeSite> sites, Path directory) {
        this.sites = sites;
        this.directory = directory;
    }

    /** Lets them happen, one after the other, and ends when every node takes part again. */
    static void happenTo(List<NodeSite> sites, Path directory) throws Exception {
        RandomFaults faults = new RandomFaults(sites, directory);
        Parameters options = NodeProcess.options(
                        sites.stream().map(NodeSite::node).toList())
                .with(RemoteNodes.CERTIFICATES, sites.getFirst().certificates())
                .with(Processes.RETRIES, 1_000L);
        try (Execution execution = new RemoteNodes().open(options)) {
            CompletableFuture<Void> happening = CompletableFuture.runAsync(faults::happen);
            while (!happening.isDone()) {
                faults.run(execution);
            }
            happening.join();
            NodeProcess.awaitWhole(execution, sites.size(), directory);
        }
        faults.report();
    }

    private void happen() {
        for (int kill = 1; kill <= KILLS; kill++) {
            if (kill % 10 == 0) {
                killNode(site());
            } else {
                killWorker();
            }
            if (kill % 5 == 1) {
                stop(site());
            }
            if (kill % 5 == 3) {
                cut(site());
            }
            pause(random.nextInt(300));
        }
    }

    private NodeSite site() {
        return sites.get(random.nextInt(sites.size()));
    }

    private void count(Fault fault) {
        happened.merge(fault, 1, Integer::sum);
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Nodes that are not lost have one. */
    private void killWorker() {
        await().atMost(PATIENCE).until(() -> {
            List<ProcessHandle> workers = workers();
            return !workers.isEmpty()
                    && workers.get(random.nextInt(workers.size())).destroyForcibly();
        });
        count(Fault.WORKER_KILLED);
    }

    private List<ProcessHandle> workers() {
        return sites.stream().flatMap(site -> site.node().workers().stream()).toList();
    }

    private void killNode(NodeSite site) {
        site.node().kill();
        count(Fault.NODE_KILLED);
        site.startAgain();
        site.node().awaitLine("has joined");
    }

    private void stop(NodeSite site) {
        site.node().signal("STOP");
        count(Fault.NODE_STOPPED);
        pause(outage());
        site.node().signal("CONT");
    }

    private void cut(NodeSite site) {
        site.link().ifPresent(link -> {
            link.cut();
            count(Fault.LINK_CUT);
            pause(outage());
            link.mend();
        });
    }

    /** In milliseconds; a node is lost after ten seconds. */
    private int outage() {
        return random.nextInt(6) == 0 ? 10_500 + random.nextInt(1_500) : random.nextInt(1_500);
    }

    private void run(Execution execution) throws InterruptedException, IOException {
        Path begun = Files.createFile(directory.resolve("begun-" + runs++));
        List<Task<Long>> tasks = IntStream.range(0, TASKS)
                .<Task<Long>>mapToObj(number -> new Tasks.Counted(begun.toString(), number, idempotent(number)))
                .toList();
        List<Completion<Long>> completions = execution.run(Job.of(tasks)).completions();
        List<String> beginnings = Files.readAllLines(begun);
        assertThat(completions).hasSize(TASKS);
        Set<String> begunTasks = new HashSet<>(beginnings);
        for (int task = 0; task < TASKS; task++) {
            check(task, completions.get(task), begunTasks);
        }
        assertThat(beginnings)
                .filteredOn(number -> !idempotent(Integer.parseInt(number)))
                .doesNotHaveDuplicates();
    }

    private static boolean idempotent(int task) {
        return task % 2 == 0;
    }

    private void check(int task, Completion<Long> completion, Set<String> begun) {
        assertThat(completion.task()).isEqualTo(task);
        if (completion instanceof Completion.Succeeded<Long> succeeded) {
            assertThat(succeeded.result()).isEqualTo(Tick.jump(task + 1, Tasks.Counted.TICKS));
            assertThat(begun).contains(Integer.toString(task));
            remote += completion.worker().contains(" on ") ? 1 : 0;
        } else {
            assertThat(idempotent(task)).isFalse();
            assertThat(((Completion.Failed<Long>) completion).failure().message())
                    .matches("task " + task + " was lost with worker-1 pid \\d+ on [0-9.:]+, which .*(SIGKILL|node).*");
            lost++;
        }
    }

    private void report() {
        System.out.println("over " + sites.size() + " nodes, seed " + SEED + ": " + happened + "; " + runs + " runs of "
                + TASKS + " tasks, of which nodes completed " + remote + " and " + lost + " were lost, each by name");
        assertThat(remote).isPositive();
        assertThat(happened.getOrDefault(Fault.WORKER_KILLED, 0) + happened.getOrDefault(Fault.NODE_KILLED, 0))
                .isEqualTo(KILLS);
    }
}
