package org.interleave.processes.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.TaskFailure;
import org.interleave.processes.RemoteNodes;
import org.interleave.processes.Tasks;
import org.interleave.processes.cluster.Certificates;
import org.interleave.processes.cluster.LogLimiter;
import org.interleave.processes.cluster.NodeAddress;
import org.interleave.processes.cluster.NodeClient;
import org.interleave.processes.cluster.NodeConnection;
import org.interleave.processes.cluster.NodePort;
import org.interleave.processes.cluster.NodeTimeouts;
import org.interleave.processes.cluster.UserCertificates;
import org.interleave.processes.pool.PoolSettings;
import org.interleave.processes.pool.Pools;
import org.interleave.processes.pool.ProcessPool;
import org.interleave.processes.pool.TaskTimeoutException;
import org.interleave.processes.pool.Worker;
import org.interleave.processes.pool.WorkerSetup;
import org.interleave.processes.pool.WorkerSource;
import org.interleave.processes.wire.AllowList;
import org.interleave.processes.wire.Codec;
import org.interleave.processes.wire.Fingerprint;
import org.interleave.processes.wire.FlowControl;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FrameCodec;
import org.interleave.processes.wire.JavaSerialization;
import org.interleave.processes.wire.MessageBatch;
import org.interleave.processes.wire.PayloadCodec;
import org.interleave.processes.wire.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node with the right certificates cannot do to its user. */
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileNodeTest {

    private static final NodeAddress ADDRESS = new NodeAddress("127.0.0.1", 1);

    private static final WorkerSetup SETUP =
            new WorkerSetup(Fingerprint.take(), Codec.JAVA, Pools.DEPTH, Transport.PIPE, Duration.ofMinutes(3));

    /** What a node does when it is given a task. */
    interface Script {
        void given(Frame.RunTask task, HostileNode node);
    }

    /**
     * A node as its user sees it, with a connection that leads nowhere but to a script, and the only source of a pool's
     * workers. What the node sends is delivered by a thread of its own.
     */
    static final class HostileNode implements WorkerSource, NodeConnection {

        private final Script script;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final RemoteNode node;
        private final NodeConnection.Handler user;

        HostileNode(Script script, Worker.Owner owner) {
            this.script = script;
            NodeClient.ClientInfo info = new NodeClient.ClientInfo(1, "the user", "");
            Numbers numbers = new Numbers();
            node = new RemoteNode(
                    ADDRESS,
                    Certificates.temporary(),
                    new NodeTimeouts(NodeTimeouts.DEFAULT_SILENCE),
                    SETUP,
                    info,
                    numbers::next,
                    owner);
            user = node.handler(this, new AtomicBoolean());
            sends(new NodeFrame.WorkerReady(0, "worker\u001b[2J", Duration.ZERO, List.of()));
            sends(new NodeFrame.WorkersReady());
        }

        private static final class Numbers {
            private int last;

            int next() {
                return --last;
            }
        }

        void sends(NodeFrame frame) {
            sends(NodeFrameCodec.encode(frame));
        }

        void sends(Frame.OfRun frame) {
            sends(new NodeFrame.Framed(0, frame));
        }

        void sends(ByteBuffer frame) {
            later(() -> user.received(frame));
        }

        private void later(Runnable delivery) {
            if (!thread.isShutdown()) {
                thread.execute(delivery);
            }
        }

        /** And wants the next task. Tasks are given in their order. */
        void sendsResult(Frame.RunTask task, ByteBuffer payload) {
            sends(new Frame.Begun(task.run(), task.task()));
            sends(new Frame.Completed(task.run(), task.task(), 0, 0, 0, payload));
            sends(new Frame.RequestTasks(task.run(), task.task() + 1));
        }

        @Override
        public void send(ByteBuffer frame) {
            if (NodeFrameCodec.decode(frame) instanceof NodeFrame.Framed framed
                    && framed.frame() instanceof Frame.RunTask task) {
                script.given(task, this);
            }
        }

        @Override
        public void sendBlocking(ByteBuffer frame) {
            send(frame);
        }

        @Override
        public void end(String why) {
            later(() -> user.closed(why));
        }

        @Override
        public void fill() throws InterruptedException {
            assertThat(node.awaitWorkers(System.nanoTime())).isEmpty();
        }

        @Override
        public List<Worker> all() {
            return List.copyOf(node.workers());
        }

        @Override
        public boolean anyLeft() {
            return !node.workers().isEmpty();
        }

        @Override
        public void endStalled() {}

        @Override
        public Map<String, Metric> metrics() {
            return Map.of();
        }

        @Override
        public void close() {
            end("it is done");
            thread.shutdown();
        }
    }

    /** Runs tasks with nobody to help but a node that follows a script. */
    private static Outcome<Serializable> run(Duration patience, int tasks, Script script) throws InterruptedException {
        List<Task<Serializable>> all = IntStream.range(0, tasks)
                .<Task<Serializable>>mapToObj(index -> turn -> Step.done("never"))
                .toList();
        PayloadCodec codec = new JavaSerialization(AllowList.ofUser(List.of()), Pools.DEPTH);
        PoolSettings settings = Pools.settings(1, codec).withNodes(patience);
        try (Execution execution = ProcessPool.open(settings, owner -> new HostileNode(script, owner))) {
            return execution.run(Job.of(all));
        }
    }

    private static Arguments rule(String name, Script script, String broken) {
        return Arguments.of(name, script, broken);
    }

    private static Frame.Failed failed(Frame.RunTask task, String message) {
        return new Frame.Failed(task.run(), task.task(), new TaskFailure("type", message, "", ""));
    }

    private static Frame.Post post(Frame.RunTask task, int inbox, int messages, int size) {
        Message[] all = new Message[messages];
        Arrays.fill(all, Message.copyOf(ByteBuffer.allocate(size), size));
        return new Frame.Post(task.run(), inbox, 0, MessageBatch.of(all));
    }

    static Stream<Arguments> rules() {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        return Stream.of(
                rule(
                        "a worker it does not have",
                        (task, node) -> node.sends(new NodeFrame.Framed(9, new Frame.Begun(task.run(), task.task()))),
                        "it sent something of worker 9, which it does not have"),
                rule(
                        "the end of a worker it does not have",
                        (task, node) -> node.sends(new NodeFrame.WorkerEnded(9, "ended")),
                        "it sent something of worker 9, which it does not have"),
                rule(
                        "the same worker twice",
                        (task, node) -> node.sends(new NodeFrame.WorkerReady(0, "w", Duration.ZERO, List.of())),
                        "it announced worker 0 twice"),
                rule(
                        "too many workers",
                        (task, node) -> IntStream.range(1, 300)
                                .forEach(number ->
                                        node.sends(new NodeFrame.WorkerReady(number, "w", Duration.ZERO, List.of()))),
                        "it announced more than 256 workers"),
                rule(
                        "a task that no run has",
                        (task, node) -> node.sends(new Frame.Completed(task.run(), 77, 0, 0, 0, nothing)),
                        "it sent something about task 77 of a run of 2 tasks"),
                rule(
                        "a negative task",
                        (task, node) -> node.sends(new Frame.Cancelled(task.run(), -1)),
                        "it sent something about task -1 of a run of 2 tasks"),
                rule(
                        "the same beginning twice",
                        (task, node) -> {
                            node.sends(new Frame.Begun(task.run(), task.task()));
                            node.sends(new Frame.Begun(task.run(), task.task()));
                        },
                        "cannot begin task 0"),
                rule(
                        "the same end twice",
                        (task, node) -> {
                            node.sends(failed(task, "once"));
                            node.sends(failed(task, "twice"));
                        },
                        "does not have task 0"),
                rule(
                        "a time that cannot be",
                        (task, node) -> node.sends(new Frame.Completed(task.run(), task.task(), 0, -1, 0, nothing)),
                        "it sent a task's time of -1 ns"),
                rule(
                        "an endless failure",
                        (task, node) -> node.sends(failed(task, "x".repeat(100_000))),
                        "it sent a failure with a text of 100000 characters, allowed are 16384"),
                rule(
                        "what is for workers",
                        (task, node) -> node.sends(new Frame.Reclaim(task.run(), 1)),
                        "it sent a Reclaim, which no worker does"),
                rule(
                        "what is for nodes",
                        (task, node) -> node.sends(new NodeFrame.Kill(0)),
                        "it sent a Kill, which no node does"),
                rule(
                        "garbage",
                        (task, node) -> node.sends(ByteBuffer.allocate(100)),
                        "there is no node frame of type 0"),
                rule(
                        "a cut frame",
                        (task, node) -> node.sends(ByteBuffer.wrap(new byte[] {2, 0, 0})),
                        "it is no node frame"),
                rule(
                        "messages without credit",
                        (task, node) -> IntStream.range(0, 100).forEach(i -> node.sends(post(task, 1, 100, 1))),
                        "it sent task 1 more than the " + FlowControl.WINDOW + " messages that may be under way"),
                rule(
                        "messages that fill the memory",
                        (task, node) -> {
                            ByteBuffer large = NodeFrameCodec.encode(
                                    new NodeFrame.Framed(0, post(task, 1, 1, FrameCodec.MAX_PAYLOAD)));
                            long most = Runtime.getRuntime().maxMemory() / FrameCodec.MAX_PAYLOAD;
                            LongStream.range(0, most).forEach(i -> node.sends(large.duplicate()));
                        },
                        "bytes that may be under way"),
                rule(
                        "messages to nobody",
                        (task, node) -> node.sends(post(task, 5, 1, 1)),
                        "it sent something about task 5 of a run of 2 tasks"),
                rule(
                        "credit for what was not sent",
                        (task, node) -> {
                            node.sends(new Frame.Begun(task.run(), task.task()));
                            node.sends(new Frame.Credit(task.run(), task.task(), -1, 1_000_000));
                        },
                        "it took 1000000 messages for task 0, to which 0 are under way"),
                rule(
                        "credit of somebody else's",
                        (task, node) -> node.sends(new Frame.Credit(task.run(), 1, -1, 1)),
                        "it took messages for task 1, which it does not have"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void whatNoNodeMaySendEndsItsSessionAndTheRunWithAReason(String name, Script script, String broken)
            throws InterruptedException {
        Outcome<Serializable> outcome = run(Duration.ofMinutes(3), 2, script);
        assertThat(outcome.completions()).allMatch(completion -> completion instanceof Completion.Failed);
        assertThat(outcome.completions().getFirst().worker()).isEqualTo("worker\\u001b[2J on " + ADDRESS);
        assertThat(Pools.failure(outcome, 1))
                .contains("task 1")
                .contains(
                        " on 127.0.0.1:1, which was lost with its node: it violated the protocol, and is not connected to"
                                + " again: ")
                .contains(broken);
    }

    /** Answers the first task that it is given with garbage. */
    private static NodePort.SessionAcceptor garbage(AtomicInteger sessions) {
        return new NodePort.SessionAcceptor() {
            @Override
            public Optional<String> objection(String codeVersion) {
                return Optional.empty();
            }

            @Override
            public NodeConnection.Handler accept(NodeConnection connection, String client) {
                sessions.incrementAndGet();
                connection.send(
                        NodeFrameCodec.encode(new NodeFrame.WorkerReady(0, "worker", Duration.ZERO, List.of())));
                connection.send(NodeFrameCodec.encode(new NodeFrame.WorkersReady()));
                return new NodeConnection.Handler() {
                    @Override
                    public void received(ByteBuffer frame) {
                        connection.send(ByteBuffer.allocate(100));
                    }

                    @Override
                    public void closed(String why) {}
                };
            }
        };
    }

    @Test
    void aNodeThatSendsGarbageIsLostWithItsTasksAndNotConnectedToAgain() throws InterruptedException {
        AtomicInteger sessions = new AtomicInteger();
        NodeAddress any = new NodeAddress("127.0.0.1", 0);
        try (NodePort port = NodePort.open(
                any,
                UserCertificates.obtain(),
                new NodeTimeouts(NodeTimeouts.DEFAULT_SILENCE),
                garbage(sessions),
                new LogLimiter(line -> {}))) {
            Parameters options = Parameters.defaults(new RemoteNodes().options())
                    .with(RemoteNodes.NODES, List.of(port.address()))
                    .with(RemoteNodes.WORKERS, 1L);
            List<Task<String>> tasks = List.of(Tasks.answer("a"), Tasks.answer("b"), Tasks.answer("c"));
            try (Execution execution = new RemoteNodes().open(options)) {
                Outcome<String> outcome = execution.run(Job.of(tasks));
                assertThat(Pools.failed(outcome)).hasSizeLessThan(tasks.size());
                for (int task : Pools.failed(outcome)) {
                    assertThat(Pools.failure(outcome, task))
                            .contains(
                                    "was lost with its node: it violated the protocol, and is not connected to again: ");
                }
                assertThat(execution.run(Job.of(tasks)).results()).containsExactly("a", "b", "c");
            }
        }
        assertThat(sessions).hasValue(1);
    }

    @Test
    void aResultThatIsNeverUnpackedFailsItsTaskAlone() throws InterruptedException {
        ByteBuffer payload = Codec.JAVA.open(Pools.DEPTH).encode(Tasks.setsInSets(27));
        Script script = (task, node) -> node.sendsResult(
                task, task.task() == 0 ? payload : Codec.JAVA.open(Pools.DEPTH).encode("good"));
        Outcome<Serializable> outcome = run(Duration.ofMillis(200), 2, script);
        assertThat(Pools.failed(outcome)).containsExactly(0);
        assertThat(Pools.failure(outcome, 0))
                .isEqualTo(TaskTimeoutException.class.getName()
                        + ": the result of task 0 could not be unpacked within patience=200ms");
    }

    @Test
    void aResultThatClaimsToBeLargerThanItIsFailsItsTaskAlone() throws InterruptedException {
        ByteBuffer payload = Codec.JAVA.open(Pools.DEPTH).encode(new int[1]);
        payload.putInt(payload.limit() - 2 * Integer.BYTES, 1 << 28);
        Script script = (task, node) -> node.sendsResult(
                task, task.task() == 0 ? payload : Codec.JAVA.open(Pools.DEPTH).encode("good"));
        Outcome<Serializable> outcome = run(Duration.ofMinutes(3), 2, script);
        assertThat(Pools.failed(outcome)).containsExactly(0);
        assertThat(Pools.failure(outcome, 0))
                .contains(
                        "the result of task 0 cannot be taken in: its " + payload.remaining() + " bytes claim to hold");
    }

    @Test
    void whatANodePrintsMovesNoCursorAndHasAnEnd() throws InterruptedException, IOException {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            run(Duration.ofMinutes(3), 1, (task, node) -> {
                node.sends(new NodeFrame.Printed("\u001b]0;owned\u0007", "x".repeat(1_000_000)));
                node.sends(new NodeFrame.WorkerEnded(0, "\u001b[31m" + "y".repeat(1_000_000)));
            });
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.contains("owned"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("[\\u001b]0;owned\\u0007 on 127.0.0.1:1] xxx")
                        .endsWith("...")
                        .hasSizeLessThan(5_000));
    }
}
