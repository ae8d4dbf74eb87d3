package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.interleave.core.Execution;
import org.interleave.core.Outcome;
import org.interleave.core.Task;
import org.interleave.core.runtime.ScratchDirectory;
import org.interleave.processes.node.NodeProcess;
import org.interleave.processes.pool.Pools;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills processes at random, with a seed, while they are busy, idle or starting: workers, nodes and their workers, and
 * parents with all their workers at once. Accounts for every task and for what is left.
 *
 * <p>The property {@code kills} says how many are killed in all by the long run, {@code seed} what is drawn from: {@code mvn
 * -pl strategy-processes -am -DexcludedGroups= -Dsurefire.failIfNoSpecifiedTests=false -Dtest=KillTest#whateverIsKilled
 * -Dkills=10000 test}.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {

    private static final int KILLS = Integer.getInteger("kills", 200);
    private static final long SEED = Long.getLong("seed", 20_261_128);
    private static final int FEW = 20;

    /** Kills before a task has begun again: a pool gives up one slot's workers when twenty in a row do not come up. */
    private static final int IN_A_ROW = 8;

    private static final int WORKERS = 4;
    private static final int TASKS = 1000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Path MEMORY = Path.of("/dev/shm");

    /** How long what is killed may take with all that depends on it. */
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    private final KillTally tally = new KillTally();
    private final Random random = new Random(SEED);
    private final Set<Long> killed = new HashSet<>();
    private final Set<Long> parents =
            new HashSet<>(List.of(ProcessHandle.current().pid()));

    @TempDir
    private Path directory = Path.of("");

    @Test
    @Tag("thorough")
    void nothingIsLostButWhatRanInOneOfAFewKilledWorkers() throws Exception {
        killWorkersOfAPool(FEW, "pipe", 0, false);
        report("pool");
    }

    @Test
    @Tag("thorough")
    void whateverIsKilled() throws Exception {
        int parentsAtOnce = Math.max(2, KILLS / 100);
        int overNodes = Math.max(10, KILLS / 10);
        int overPools = KILLS - parentsAtOnce - overNodes;
        killWorkersOfAPool(overPools / 4, "pipe", 1, false);
        killWorkersOfAPool(overPools / 4, "shared-memory", 0, false);
        killWorkersOfAPool(overPools / 4, "pipe", 50, false);
        killWorkersOfAPool(overPools - overPools / 4 * 3, "shared-memory", 0, true);
        report("so far, over pools");
        killNodesAndTheirWorkers(overNodes);
        report("so far, over pools and nodes");
        killParentsWithAllWorkers(parentsAtOnce);
        report("over pools, nodes, and parents with their workers");
        assertThat(tally.lost()).isPositive();
    }

    private void report(String where) {
        System.out.println("kills " + where + ", seed " + SEED + ": " + tally);
        assertThat(tally.clean()).as(tally.toString()).isTrue();
    }

    private void killWorkersOfAPool(int kills, String transport, int chunk, boolean idempotent) throws Exception {
        killed.clear();
        Map<String, String> options = Map.of(
                "workers",
                Integer.toString(WORKERS),
                "transport",
                transport,
                "chunk-size",
                Integer.toString(chunk),
                "retries",
                idempotent ? "1000" : "0");
        try (Execution execution = Pools.open(options)) {
            while (killed.size() < kills) {
                run(execution, idempotent, () -> killBusy(kills));
                killIdle();
            }
            tally.killed(killed.size());
            run(execution, true, () -> {});
            assertThat(workers()).hasSize(WORKERS);
        }
        countLeft();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains(" pid "));
    }

    /** Runs tasks, does something again and again meanwhile, and accounts for all of them. */
    private void run(Execution execution, boolean idempotent, Runnable meanwhile) throws Exception {
        Path begun = Files.createFile(directory.resolve("begun"));
        List<Task<Long>> tasks = IntStream.range(0, TASKS)
                .<Task<Long>>mapToObj(number -> new Tasks.Counted(begun.toString(), number, idempotent))
                .toList();
        CompletableFuture<Outcome<Long>> run = Pools.start(execution, tasks);
        long written = 0;
        int before = killed.size();
        while (!run.isDone()) {
            pause(1 + random.nextInt(50));
            if (Files.size(begun) != written) {
                written = Files.size(begun);
                before = killed.size();
            }
            if (killed.size() - before < IN_A_ROW) {
                meanwhile.run();
            }
        }
        try {
            Outcome<Long> outcome = run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            tally.account(TASKS, outcome.completions(), Files.readAllLines(begun), task -> idempotent);
        } catch (TimeoutException e) {
            tally.hung();
        }
        Files.delete(begun);
    }

    /** Some at a time when all have come to work, or one by one while most are starting, which is much cheaper. */
    private void killBusy(int kills) {
        if (killed.size() >= kills) {
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> {
                pause(200 + random.nextInt(400));
                for (int i = random.nextInt(WORKERS); i >= 0; i--) {
                    killOne(workers());
                }
            }
            case 1, 2 -> killOne(young());
            default -> killOne(workers());
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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

    private void killOne(List<ProcessHandle> candidates) {
        if (!candidates.isEmpty()) {
            ProcessHandle victim = candidates.get(random.nextInt(candidates.size()));
            if (victim.destroyForcibly()) {
                killed.add(victim.pid());
            }
        }
    }

    /** One of them, some, or all. */
    private void killIdle() {
        List<ProcessHandle> idle = new ArrayList<>(workers());
        int count = random.nextInt(WORKERS + 1);
        idle.stream().limit(count).forEach(worker -> killOne(List.of(worker)));
        if (random.nextBoolean()) {
            awaitEnd(idle.subList(0, Math.min(count, idle.size())));
        }
    }

    /** Waits for processes to be gone; those that are not count as left. */
    private void awaitEnd(List<ProcessHandle> processes) {
        try {
            Awaitility.await()
                    .atMost(END_LIMIT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        } catch (ConditionTimeoutException e) {
            tally.left((int) processes.stream().filter(ProcessHandle::isAlive).count(), List.of());
        }
    }

    /** One of its own here, and one at each of two nodes; every twentieth that is killed is a node. */
    private void killNodesAndTheirWorkers(int kills) throws Exception {
        killed.clear();
        List<NodeSite> sites = NodeSite.onLoopback(2);
        try (Execution execution =
                NodeProcess.open(sites.stream().map(NodeSite::node).toList())) {
            int next = 20;
            while (killed.size() < kills) {
                run(execution, false, () -> {
                    if (killed.size() < kills) {
                        pause(random.nextInt(400));
                        killOne(workersOf(sites));
                    }
                });
                if (killed.size() >= next) {
                    next += 20;
                    killNode(sites.get(random.nextInt(sites.size())));
                }
            }
            tally.killed(killed.size());
            NodeProcess.awaitWhole(execution, sites.size(), directory);
        } finally {
            sites.forEach(site -> parents.add(site.node().pid()));
            sites.forEach(NodeSite::close);
        }
        countLeft();
    }

    private List<ProcessHandle> workersOf(List<NodeSite> sites) {
        Set<Long> nodes = sites.stream().map(site -> site.node().pid()).collect(Collectors.toSet());
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.isAlive() && !nodes.contains(process.pid()))
                .toList();
    }

    private void killNode(NodeSite site) {
        long pid = site.node().pid();
        parents.add(pid);
        site.node().kill();
        killed.add(pid);
        site.startAgain();
    }

    /** Parents of two workers each, at a random moment from their start on, and then what they have left. */
    private void killParentsWithAllWorkers(int count) throws Exception {
        int files = 0;
        for (int i = 0; i < count; i++) {
            Process parent = DoomedParent.start(
                    directory, random.nextBoolean() ? "pipe" : "shared-memory", directory.resolve("busy-" + i));
            parents.add(parent.pid());
            pause(random.nextInt(1500));
            List<ProcessHandle> all = new ArrayList<>(parent.descendants().toList());
            all.addFirst(parent.toHandle());
            all.forEach(ProcessHandle::destroyForcibly);
            tally.killed(all.size());
            awaitEnd(all);
            files += names().size();
            List.of(directory, MEMORY).forEach(ScratchDirectory::sweep);
        }
        System.out.println("parents killed with their workers left " + files + " directories, which were swept");
        countLeft();
    }

    private void countLeft() {
        tally.left((int) ProcessHandle.current().descendants().count(), names());
    }

    /** What is there of what the processes that take part have made. */
    private List<String> names() {
        return parents.stream()
                .flatMap(parent -> Pools.namesOf(parent, directory).stream())
                .toList();
    }
}
