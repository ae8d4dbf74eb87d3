package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.Availability;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Step;
import org.interleave.core.StrategyException;
import org.interleave.core.Task;
import org.interleave.processes.cluster.NodeAddress;
import org.interleave.processes.cluster.NodeTimeouts;
import org.interleave.processes.node.LoopbackNodes;
import org.interleave.processes.node.NodeProcess;
import org.interleave.processes.pool.Pools;
import org.interleave.processes.pool.ProcessPool;
import org.interleave.processes.wire.FrameCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes that do what they should. */
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemoteNodesTest {

    private static List<NodeProcess> nodes = List.of();

    @BeforeAll
    static void startNodes() {
        nodes = NodeProcess.onLoopback(2, 2);
    }

    @AfterAll
    static void stopNodes() {
        nodes.forEach(NodeProcess::close);
    }

    private static <R extends Serializable> Completion.Failed<R> failed(Completion<R> completion) {
        assertThat(completion).isInstanceOf(Completion.Failed.class);
        return (Completion.Failed<R>) completion;
    }

    @Test
    void everyWorkerTakesPartAndTellsItsNode(@TempDir Path directory) throws InterruptedException {
        int size = 5;
        List<Task<String>> tasks = IntStream.range(0, size)
                .<Task<String>>mapToObj(
                        index -> new Tasks.BlockingOnce(new Tasks.Meet(directory.toString(), index, size)))
                .toList();
        try (Execution execution = NodeProcess.open(nodes)) {
            Outcome<String> outcome = execution.run(Job.of(tasks));
            assertThat(outcome.completions()).extracting(Completion::task).containsExactly(0, 1, 2, 3, 4);
            Map<String, Long> byPlace = outcome.completions().stream()
                    .map(completion -> completion.worker().replaceFirst("worker-\\d pid \\d+( on )?", ""))
                    .collect(Collectors.groupingBy(place -> place, Collectors.counting()));
            assertThat(byPlace)
                    .containsEntry("", 1L)
                    .containsEntry(nodes.get(0).address().toString(), 2L)
                    .containsEntry(nodes.get(1).address().toString(), 2L);
            assertThat(outcome.metrics()).containsEntry("remote_tasks", Metric.count(4));
            assertThat(outcome.metrics()).containsEntry("busy_nodes", Metric.count(2));
            assertThat(execution.provenance()).isEqualTo(Map.of(ProcessPool.WORKER_FLAGS, Set.of(Pools.workerFlags())));
        }
    }

    @Test
    @Tag("thorough")
    void tasksOfDifferentNodesTalkToEachOther() throws InterruptedException {
        int size = 5;
        List<Task<Integer>> ring = IntStream.range(0, size)
                .<Task<Integer>>mapToObj(index -> new Tasks.RingMember(index, size, 20))
                .toList();
        List<Task<Long>> stream = List.of(
                new Tasks.Sender(1, 20_000),
                new Tasks.Receiver(1, 20_000),
                new Tasks.Sender(3, 20_000),
                new Tasks.Receiver(3, 20_000));
        try (Execution execution = NodeProcess.open(nodes)) {
            assertThat(execution.run(Job.of(ring)).results()).containsOnly(20);
            assertThat(execution.run(Job.of(stream)).results()).containsOnly(20_000L);
        }
    }

    @Tag("thorough")
    @Test
    void largePayloadsPassAndTooLargeOnesAreRefused() throws InterruptedException {
        byte[] large = new byte[20_000_000];
        large[large.length - 1] = 1;
        Task<Serializable> echo = turn -> Step.done(large);
        Task<Serializable> tooLarge = turn -> Step.done(new byte[FrameCodec.MAX_PAYLOAD + 1]);
        try (Execution execution = NodeProcess.open(nodes)) {
            List<Completion<Serializable>> completions = execution
                    .run(Job.of(List.of(echo, echo, echo, tooLarge, tooLarge)))
                    .completions();
            for (Completion<Serializable> completion : completions.subList(0, 3)) {
                assertThat(completion)
                        .isInstanceOfSatisfying(
                                Completion.Succeeded.class,
                                succeeded -> assertThat(succeeded.result()).isEqualTo(large));
            }
            for (Completion<Serializable> completion : completions.subList(3, 5)) {
                assertThat(failed(completion).failure().message())
                        .contains("more than the " + FrameCodec.MAX_PAYLOAD + " bytes");
            }
        }
    }

    @Test
    @Tag("thorough")
    void whatWorkersPrintIsRelayedWithTheirNames() throws InterruptedException {
        int lines = 20_000;
        Task<String> prints = turn -> {
            for (int i = 0; i < lines; i++) {
                System.out.println("line " + i);
            }
            System.err.println("an error");
            return Step.done("printed");
        };
        PrintStream before = System.err;
        ByteArrayOutputStream relayed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(relayed, true, StandardCharsets.UTF_8));
        try (Execution execution = NodeProcess.open(nodes)) {
            List<Completion<String>> completions = execution
                    .run(Job.of(List.of(prints, prints, prints, prints, prints)))
                    .completions();
            assertThat(completions).allMatch(completion -> completion instanceof Completion.Succeeded);
            for (Completion<String> completion : completions) {
                String name = "[" + completion.worker() + "] ";
                await().atMost(Duration.ofMinutes(3))
                        .untilAsserted(() -> assertThat(relayed.toString(StandardCharsets.UTF_8))
                                .contains(name + "line 0\n", name + "line " + (lines - 1) + "\n", name + "an error\n"));
            }
        } finally {
            System.setErr(before);
        }
    }

    @Tag("thorough")
    @Test
    void anotherUserHasToWait() throws InterruptedException {
        try (Execution execution = NodeProcess.open(nodes)) {
            assertThat(execution.run(Job.of(List.of(Tasks.answer("first")))).results())
                    .containsExactly("first");
            assertThatThrownBy(() -> NodeProcess.open(nodes.subList(0, 1)).close())
                    .isInstanceOf(StrategyException.class)
                    .hasMessageContaining("node " + nodes.getFirst().address())
                    .hasMessageContaining(
                            "it works for process " + ProcessHandle.current().pid());
            assertThat(execution.run(Job.of(List.of(Tasks.answer("again")))).results())
                    .containsExactly("again");
        }
        NodeProcess.open(nodes).close();
    }

    /** Lists in lists, more deeply than is allowed by default. */
    private static Serializable nested(int depth) {
        ArrayList<Object> list = new ArrayList<>();
        for (int level = 0; level < depth; level++) {
            list = new ArrayList<>(List.of(list));
        }
        return list;
    }

    @Test
    @Tag("thorough")
    void howDeepObjectsMayBeIsForTheRunToSayOnNodesToo() throws InterruptedException {
        Task<Serializable> task = turn -> Step.done(nested(30_000));
        Parameters deep = NodeProcess.options(nodes).with(Processes.OBJECT_DEPTH, 70_000L);
        try (Execution execution = new RemoteNodes().open(deep)) {
            List<Completion<Serializable>> completions =
                    execution.run(Job.of(Collections.nCopies(5, task))).completions();
            assertThat(completions).allMatch(completion -> completion instanceof Completion.Succeeded);
            assertThat(completions).anyMatch(completion -> completion.worker().contains(" on "));
        }
    }

    @Test
    void aNodeThatIsNotThereIsNamed() {
        Parameters options = Parameters.of(
                "remote-nodes", new RemoteNodes().options(), Map.of("nodes", "127.0.0.1:1"), Preset.QUICK);
        assertThatThrownBy(() -> new RemoteNodes().open(options))
                .isInstanceOf(StrategyException.class)
                .hasMessageContaining("node 127.0.0.1:1 cannot be used: nothing answers there: Connection refused");
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .hasSize(nodes.size());
    }

    @Test
    @Tag("thorough")
    void itStartsNodesOfItsOwn() throws InterruptedException {
        Parameters options = Parameters.defaults(new RemoteNodes().options())
                .with(RemoteNodes.LOOPBACK_NODES, 2L)
                .with(RemoteNodes.WORKERS, 1L);
        List<ProcessHandle> started = new ArrayList<>();
        try (Execution execution = new RemoteNodes().open(options)) {
            List<Task<Long>> tasks = new ArrayList<>();
            IntStream.range(0, 30).forEach(index -> tasks.add(Tasks.pid()));
            assertThat(execution.run(Job.of(tasks)).results()).hasSize(30);
            started.addAll(startedHere());
            assertThat(started).describedAs("two nodes and three workers").hasSizeGreaterThanOrEqualTo(5);
        }
        await().until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(startedHere()).isEmpty();
    }

    @Test
    @Tag("thorough")
    void nodesOfARunKnowNobodyElseAndLeaveNoKeyBehind() throws IOException {
        Path files = Path.of(System.getProperty("java.io.tmpdir"));
        List<String> before = names(files);
        LoopbackNodes started =
                LoopbackNodes.start(1, new NodeTimeouts(NodeTimeouts.DEFAULT_SILENCE), Duration.ofMinutes(3));
        try {
            NodeAddress address = started.addresses().keySet().iterator().next();
            assertThat(names(files)).isEqualTo(before);
            Parameters options = Parameters.defaults(new RemoteNodes().options())
                    .with(RemoteNodes.NODES, List.of(address))
                    .with(RemoteNodes.WORKERS, 1L);
            assertThatThrownBy(() -> new RemoteNodes().open(options).close())
                    .isInstanceOf(StrategyException.class)
                    .hasMessageContaining("node " + address + " cannot be used: the certificates were not accepted");
        } finally {
            started.close();
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(Path::toString).sorted().toList();
        }
    }

    /** What runs because of this process, other than the nodes that all tests share, and theirs. */
    private static List<ProcessHandle> startedHere() {
        Set<Long> shared = nodes.stream().map(NodeProcess::pid).collect(Collectors.toSet());
        return ProcessHandle.current()
                .children()
                .filter(child -> !shared.contains(child.pid()))
                .flatMap(child -> Stream.concat(Stream.of(child), child.descendants()))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "nodes, x, is not HOST:PORT",
        "nodes, '127.0.0.1:7001,127.0.0.1', is not HOST:PORT",
        "nodes, '127.0.0.1:7001,127.0.0.1:7001', names a node twice",
        "nodes, 127.0.0.1:70000, has a port out of range",
        "nodes, 127.0.0.1:0, has port 0",
        "nodes, 0.0.0.0:7001, has no address of one machine",
        "nodes, nowhere.invalid:7001, has a host that cannot be resolved",
        "loopback-nodes, 17, allowed is from 0 to 16",
        "workers, 0, allowed is from 1 to 256",
        "allow, 'org.acme.Sum,!*', is not a class such as org.acme.Sum",
    })
    void wrongOptionsAreRefused(String option, String value, String message) {
        RemoteNodes strategy = new RemoteNodes();
        assertThatThrownBy(
                        () -> Parameters.of(strategy.name(), strategy.options(), Map.of(option, value), Preset.QUICK))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "none, none, needs nodes: start some with interleave node",
        "10.1.2.3:7001, none, needs --set certificates=DIR",
        "127.0.0.1:7001, /nowhere, there is no /nowhere/node.p12",
    })
    void whatIsMissingIsTold(String given, String certificates, String reason) {
        RemoteNodes strategy = new RemoteNodes();
        Parameters options = Parameters.of(
                strategy.name(),
                strategy.options(),
                Map.of("nodes", given, "certificates", certificates),
                Preset.QUICK);
        Availability availability = strategy.availability(options);
        assertThat(((Availability.Unavailable) availability).reason()).contains(reason);
        assertThatThrownBy(() -> strategy.open(options)).hasMessageContaining(reason);
    }

    @Tag("thorough")
    @Test
    void aNodeThatComesBackTakesPartAgain() {
        NodeProcess first = NodeProcess.onLoopback(1, 1).getFirst();
        String address = first.address().toString();
        try (Execution execution = NodeProcess.open(List.of(first))) {
            first.kill();
            NodeProcess second = NodeProcess.start(List.of(), address, 1, Optional.empty());
            try {
                second.awaitLine("has joined");
                await().atMost(Duration.ofMinutes(3)).until(() -> {
                    List<Task<Long>> tasks = List.of(Tasks.pid(), Tasks.pid(), Tasks.pid(), Tasks.pid());
                    Outcome<Long> outcome = execution.run(Job.of(tasks));
                    return outcome.completions().stream()
                            .anyMatch(completion -> completion.worker().endsWith(" on " + address));
                });
            } finally {
                second.close();
            }
        } finally {
            first.close();
        }
    }
}
