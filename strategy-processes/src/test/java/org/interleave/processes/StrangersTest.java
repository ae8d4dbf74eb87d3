package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.Serializable;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.acme.Trap;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Job;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Step;
import org.interleave.core.StrategyException;
import org.interleave.core.Task;
import org.interleave.processes.cluster.Certificates;
import org.interleave.processes.cluster.NodeAddress;
import org.interleave.processes.cluster.NodeClient;
import org.interleave.processes.cluster.NodeConnection;
import org.interleave.processes.cluster.NodeTimeouts;
import org.interleave.processes.node.Node;
import org.interleave.processes.node.NodeProcess;
import org.interleave.processes.wire.FrameCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who and what a node with certificates takes, and what it refuses. */
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrangersTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private static Path directory;

    private static Optional<NodeProcess> started = Optional.empty();

    @BeforeAll
    static void startNode() {
        Certificates.create(directory.resolve("ours"));
        Certificates.create(directory.resolve("theirs"));
        List<String> fewDescriptors = List.of("bash", "-c", "ulimit -n 256 && exec \"$@\"", "bash");
        started = Optional.of(
                NodeProcess.start(fewDescriptors, "127.0.0.1:0", 1, Optional.of(directory.resolve("ours"))));
    }

    @AfterAll
    static void stopNode() {
        started.ifPresent(NodeProcess::close);
    }

    private static NodeProcess node() {
        return started.orElseThrow();
    }

    private static Execution open(String certificates) {
        return open(certificates, "none");
    }

    private static Execution open(String certificates, String allow) {
        RemoteNodes strategy = new RemoteNodes();
        Map<String, String> options = Map.of(
                "allow",
                allow,
                "nodes",
                node().address().toString(),
                "workers",
                "1",
                "certificates",
                certificates.equals("none")
                        ? certificates
                        : directory.resolve(certificates).toString());
        return strategy.open(Parameters.of(strategy.name(), strategy.options(), options, Preset.QUICK));
    }

    @Test
    void whoHasTheCertificatesIsServed() throws InterruptedException {
        byte[] large = new byte[5_000_000];
        List<Task<Serializable>> tasks = List.of(turn -> Step.done(large), turn -> Step.done(large));
        try (Execution execution = open("ours")) {
            assertThat(execution.run(Job.of(tasks)).results()).containsExactly(large, large);
        }
    }

    @Tag("thorough")
    @Test
    void hundredsOfHalfOpenConnectionsAreInNobodysWay() throws Exception {
        byte[] halfHello = {22, 3, 1, 1, 0, 1, 0};
        List<Task<Serializable>> tasks = IntStream.range(0, 50)
                .<Task<Serializable>>mapToObj(i -> turn -> Step.done(i))
                .toList();
        NodeAddress address = node().address();
        List<Socket> strangers = new ArrayList<>();
        try (Execution execution = open("ours")) {
            for (int i = 0; i < 400; i++) {
                Socket stranger = new Socket(address.host(), address.port());
                strangers.add(stranger);
                stranger.getOutputStream().write(halfHello, 0, i % 2 == 0 ? 0 : halfHello.length);
                if (i % 100 == 0) {
                    assertThat(execution.run(Job.of(tasks)).results()).hasSize(50);
                }
            }
            assertThat(execution.run(Job.of(tasks)).results()).hasSize(50);
        }
        try (Execution next = open("ours")) {
            assertThat(next.run(Job.of(tasks)).results()).hasSize(50);
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
        assertThat(node().awaitLine("had not authenticated")).startsWith("closed a connection from 127.0.0.1:");
    }

    @Test
    void whoHasOthersIsRefused() {
        assertThatThrownBy(() -> open("theirs").close())
                .isInstanceOf(StrategyException.class)
                .hasMessageContaining("node " + node().address() + " cannot be used")
                .hasMessageContaining("the certificates were not accepted");
        assertThat(node().awaitLine("refused a stranger")).contains("the certificates were not accepted");
    }

    @Test
    @Tag("thorough")
    void whoHasHisOwnOnlyIsRefused() {
        assertThatThrownBy(() -> open("none").close())
                .isInstanceOf(StrategyException.class)
                .hasMessageContaining("node " + node().address() + " cannot be used")
                .hasMessageContaining("the certificates were not accepted")
                .hasMessageContaining(
                        "both sides need the same: --certificates DIR there and --set certificates=DIR here");
        node().awaitLine("refused a stranger");
    }

    @Test
    void whoHasOtherCodeIsRefused() {
        CompletableFuture<String> closed = new CompletableFuture<>();
        NodeClient.ClientInfo info = new NodeClient.ClientInfo(1, "an old release", "protocol 0, code 0");
        Certificates ours = Certificates.load(directory.resolve("ours"));
        try (NodeClient client = NodeClient.connect(
                node().address(),
                new NodeAddress("127.0.0.1", 0),
                ours,
                new NodeTimeouts(NodeTimeouts.DEFAULT_SILENCE),
                info,
                connection -> end(closed))) {
            assertThat(closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
                    .startsWith("it refuses: this node has other code (protocol " + FrameCodec.VERSION)
                    .contains("than its user (protocol 0, code 0); install the same release on both");
        }
        node().awaitLine("refused an old release at 127.0.0.1:");
    }

    private static NodeConnection.Handler end(CompletableFuture<String> closed) {
        return new NodeConnection.Handler() {
            @Override
            public void received(ByteBuffer frame) {
                throw new AssertionError("nothing is sent to who is refused");
            }

            @Override
            public void closed(String why) {
                closed.complete(why);
            }
        };
    }

    private static String failure(Completion<?> completion) {
        assertThat(completion.worker()).contains(" on 127.0.0.1:");
        return ((Completion.Failed<?>) completion).failure().message();
    }

    /** Tasks of which some are run by the node: local workers take any class. */
    private static List<String> failuresOf(Task<String> task) throws InterruptedException {
        try (Execution execution = open("ours", "plugin.*")) {
            await().atMost(PATIENCE)
                    .until(() -> execution.run(Job.of(List.of(task, task))).completions().stream()
                            .anyMatch(completion -> completion instanceof Completion.Failed));
            return execution.run(Job.of(List.of(task, task))).completions().stream()
                    .filter(completion -> completion instanceof Completion.Failed)
                    .map(StrangersTest::failure)
                    .toList();
        }
    }

    @Test
    void aTaskWithAForbiddenClassIsRefused() throws InterruptedException {
        File captured = new File("/tmp");
        Task<String> task = turn -> Step.done(captured.getPath());
        assertThat(failuresOf(task))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message)
                        .contains("cannot be unpacked in the worker: class java.io.File is not on the node's list"));
        node().awaitLine("class java.io.File is not on the node's list");
    }

    @Test
    @Tag("thorough")
    void aResultWithAForbiddenClassIsRefused(@TempDir Path files) throws InterruptedException {
        String sprung = files.resolve("sprung").toString();
        String allowed = files.resolve("allowed").toString();
        List<Task<Serializable>> tasks = List.of(
                turn -> Step.done(new Trap(sprung)), turn -> Step.done(new Trap(sprung)), turn -> Step.done("other"));
        try (Execution execution = open("ours")) {
            List<Completion<Serializable>> completions =
                    execution.run(Job.of(tasks)).completions();
            for (Completion<Serializable> completion : completions.subList(0, 2)) {
                assertThat(((Completion.Failed<?>) completion).failure().message())
                        .isEqualTo("the result of task " + completion.task() + " cannot be taken in: class"
                                + " org.acme.Trap is not on the list of classes allowed in results (--set allow=…)");
            }
            assertThat(completions.getLast()).isInstanceOf(Completion.Succeeded.class);
        }
        assertThat(Path.of(sprung)).doesNotExist();
        try (Execution execution = open("ours", "org.acme.*")) {
            Task<Serializable> task = turn -> Step.done(new Trap(allowed));
            assertThat(execution.run(Job.of(List.of(task))).results()).hasSize(1);
        }
        assertThat(Path.of(allowed)).exists();
    }

    @Tag("thorough")
    @Test
    void aTaskWhoseClassTheNodeLacksIsRefused(@TempDir Path plugin) throws Exception {
        PayloadTest.compilePlugin(plugin);
        URL[] urls = {plugin.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
            assertThat(failuresOf(PayloadTest.pluginTask(loader)))
                    .isNotEmpty()
                    .allSatisfy(message -> assertThat(message)
                            .contains("a class is missing: java.lang.ClassNotFoundException: plugin.PluginTask"));
        }
        node().awaitLine("plugin.PluginTask");
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere, 1, , , --listen nowhere is not HOST:PORT",
        "127.0.0.1:0, 0, , , --workers 0 is out of range",
        "10.1.2.3:7001, 1, , , can be reached from outside this machine",
        "127.0.0.1:0, 1, /nowhere, , there is no /nowhere/node.p12",
        "127.0.0.1:0, 1, , '!*', --allow !* is not a class",
        "10.1.2.3:7001, 1, ours, , cannot listen on 10.1.2.3:7001",
    })
    void wrongSettingsAreRefused(String listen, int workers, String certificates, String allowed, String message) {
        Node.Settings settings = new Node.Settings(
                listen,
                workers,
                Optional.ofNullable(certificates).map(directory::resolve),
                Optional.ofNullable(allowed).stream().toList(),
                List.of(),
                NodeTimeouts.DEFAULT_SILENCE);
        assertThatThrownBy(() -> Node.open(settings, line -> {}).close())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }
}
