package org.interleave.processes.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.io.Dns;
import akka.io.dns.DnsProtocol;
import akka.pattern.Patterns;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node's port, and who comes to it with certificates and without. */
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodePortTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final NodeAddress ANY = new NodeAddress("127.0.0.1", 0);
    private static final NodeClient.ClientInfo INFO = new NodeClient.ClientInfo(1, "a client", "codeVersion");
    private static final NodeTimeouts DEFAULT = new NodeTimeouts(NodeTimeouts.DEFAULT_SILENCE);

    private static Optional<Certificates> made = Optional.empty();

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final AtomicBoolean failing = new AtomicBoolean();
    private Optional<NodePort> started = Optional.empty();

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) {
        Path certificates = directory.resolve("certificates");
        Certificates.create(certificates);
        made = Optional.of(Certificates.load(certificates));
    }

    private static Certificates certificates() {
        return made.orElseThrow();
    }

    @BeforeEach
    void open() {
        GatewayLimits limits = new GatewayLimits(Duration.ofSeconds(30), 16, 16, 16);
        NodePort port = NodePort.open(
                new ClusterSystem.Settings(ANY, certificates(), DEFAULT, limits, new LogLimiter(lines::add)),
                new Echo());
        opened.add(port);
        started = Optional.of(port);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable open : opened.reversed()) {
            open.close();
        }
    }

    private NodePort port() {
        return started.orElseThrow();
    }

    /** Sends first, for nothing is taken in before it has; then sends back what comes. */
    private final class Echo implements NodePort.SessionAcceptor {

        @Override
        public Optional<String> objection(String codeVersion) {
            if (failing.get()) {
                throw new IllegalStateException("a failure of the node's");
            }
            return codeVersion.equals(INFO.codeVersion()) ? Optional.empty() : Optional.of("an unknown code version");
        }

        @Override
        public NodeConnection.Handler accept(NodeConnection connection, String client) {
            connection.send(US_ASCII.encode("hello"));
            return new NodeConnection.Handler() {
                @Override
                public void received(ByteBuffer frame) {
                    connection.send(frame);
                }

                @Override
                public void closed(String why) {}
            };
        }
    }

    /** A session of this process: its connection, what came last, and why it ended. */
    private record EchoSession(
            CompletableFuture<NodeConnection> connection,
            AtomicReference<String> last,
            CompletableFuture<String> closed)
            implements NodeConnection.Handler {

        EchoSession() {
            this(new CompletableFuture<>(), new AtomicReference<>(""), new CompletableFuture<>());
        }

        NodeConnection.Handler begin(NodeConnection opened) {
            connection.complete(opened);
            return this;
        }

        @Override
        public void received(ByteBuffer frame) {
            last.set(US_ASCII.decode(frame).toString());
        }

        @Override
        public void closed(String why) {
            closed.complete(why);
        }

        void assertEchoes(String text) {
            await().atMost(PATIENCE).until(() -> !last.get().isEmpty());
            connection.join().send(US_ASCII.encode(text));
            await().atMost(PATIENCE).until(() -> last.get().equals(text));
        }

        String awaitEnd() {
            return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }
    }

    private EchoSession connect() {
        EchoSession session = new EchoSession();
        opened.add(NodeClient.connect(port().address(), ANY, certificates(), DEFAULT, INFO, session::begin));
        return session;
    }

    private SSLSocket connectWithCertificate() throws IOException {
        SSLSocket socket = (SSLSocket) certificates()
                .context()
                .getSocketFactory()
                .createSocket(port().address().host(), port().address().port());
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        opened.add(socket);
        return socket;
    }

    private static void assertClosed(Socket socket) {
        try {
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    private String awaitLine(String part) {
        await().atMost(PATIENCE).until(() -> lines.stream().anyMatch(line -> line.contains(part)));
        return lines.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    private static byte[] start(int stream) {
        return new byte[] {'A', 'K', 'K', 'A', (byte) stream};
    }

    /** A frame with what Artery's has. */
    private byte[] frame(int serializer, String recipient, String manifest, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN);
        frame.position(Integer.BYTES);
        frame.putInt(0).putLong(4711).putInt(serializer).putInt(-1);
        String path = "akka://interleave@" + port().address() + recipient;
        frame.putInt(28).putInt(28 + 2 + path.length());
        for (String literal : List.of(path, manifest)) {
            frame.putShort((short) literal.length()).put(literal.getBytes(US_ASCII));
        }
        frame.put(payload);
        frame.putInt(0, frame.position() - Integer.BYTES);
        byte[] bytes = new byte[frame.position()];
        frame.get(0, bytes);
        return bytes;
    }

    private byte[] malformed(String kind) {
        return switch (kind) {
            case "magic" -> "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII);
            case "length" -> new byte[] {-1, -1, -1, -1};
            case "header" ->
                new byte[] {
                    28, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                };
            case "serializer" -> frame(1, "/user", "", new byte[100]);
            case "manifest" -> frame(SessionMessageSerializer.IDENTIFIER, "/user", "?", new byte[100]);
            case "recipient" ->
                frame(SessionMessageSerializer.IDENTIFIER, "/user/nobody", "join-accepted", new byte[8]);
            case "join request" -> frame(SessionMessageSerializer.IDENTIFIER, "/user", "join-request", new byte[11]);
            case "handshake" -> frame(17, "/", "d", new byte[] {1, 2, 3, 4});
            case "gossip" -> frame(5, "/system/cluster/core/daemon", "GE", new byte[] {-1, -1, 3, 4});
            default -> throw new AssertionError(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "magic",
                "length",
                "header",
                "serializer",
                "manifest",
                "recipient",
                "join request",
                "handshake",
                "gossip"
            })
    void whatIsNoMessageEndsItsConnectionAndNoOther(String kind) throws IOException {
        EchoSession session = connect();
        session.assertEchoes("before");
        try (SSLSocket socket = connectWithCertificate()) {
            socket.getOutputStream().write(kind.equals("magic") ? new byte[0] : start(2));
            socket.getOutputStream().write(malformed(kind));
            assertClosed(socket);
        }
        assertThat(awaitLine("it sent what is no message")).matches("refused a stranger at 127\\.0\\.0\\.1:\\d+: .*");
        session.assertEchoes("after");
        assertThat(lines).filteredOn(line -> line.contains("Akka")).isEmpty();
    }

    @Test
    void manyConnectionsWithGarbageCostAFewLines() throws IOException {
        int strangers = 40;
        for (int i = 0; i < strangers; i++) {
            try (SSLSocket socket = connectWithCertificate()) {
                socket.getOutputStream().write(malformed("magic"));
                assertClosed(socket);
            }
        }
        connect().assertEchoes("still there");
        assertThat(lines).hasSizeLessThan(3 * LogLimiter.LINES);
    }

    @Test
    void anAddressThatNobodyHasComeFromIsNotCalled() {
        ClusterSystem.Running client = start((context, gateway) -> {
            for (String host : List.of("localhost", "10.9.8.7", "127.0.0.9")) {
                NodeAddress address = new NodeAddress(host, 22);
                ClusterSystem.remote(context.getSystem(), port().address())
                        .tell(new SessionMessage.JoinRequest(1, 2, address, "\u001b[2Jeve", INFO.codeVersion()));
            }
            return Behaviors.receive(Command.class)
                    .onMessage(Command.Stop.class, stop -> Behaviors.stopped())
                    .build();
        });
        assertThat(awaitLine("localhost:22"))
                .contains("\\u001b[2Jeve")
                .endsWith("is not an IPv4 address in dotted decimal");
        assertThat(awaitLine("10.9.8.7:22")).endsWith("is not on loopback, as this node is");
        assertThat(awaitLine("127.0.0.9:22")).endsWith("is not where a client has connected from");
        end(client);
    }

    /** Starts an actor system that may call the port, with an actor of its own. */
    private ClusterSystem.Running start(BiFunction<ActorContext<Command>, Gateway, Behavior<Command>> guardian) {
        return ClusterSystem.start(
                new ClusterSystem.Settings(
                        ANY, certificates(), DEFAULT, GatewayLimits.ofClient(DEFAULT), new LogLimiter(line -> {})),
                distrust -> {},
                (gateway, host) -> host.equals(port().address().host()),
                guardian);
    }

    @Test
    void theContextClassLoaderMayBeOneThatHasNothingOfAkka() {
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            connect().assertEchoes("there");
        } finally {
            thread.setContextClassLoader(own);
        }
    }

    private static void end(ClusterSystem.Running client) {
        client.system().tell(new Command.Stop("done"));
        ClusterSystem.awaitEnd(client.system());
    }

    @Test
    void nobodyIsCalledWhereNobodyHasComeFrom() {
        assertThat(resolved("127.0.0.1")).isZero();
        assertThat(resolved("localhost")).isZero();
        connect().assertEchoes("there");
        assertThat(resolved("127.0.0.1")).isOne();
        assertThat(resolved("127.0.0.2")).isZero();
        assertThat(resolved("localhost")).isZero();
    }

    /** How many addresses a host has, for the actor system of the port. */
    private int resolved(String host) {
        ActorSystem system = Adapter.toClassic(port().system());
        Object answer = Patterns.ask(Dns.get(system).getResolver(), DnsProtocol.resolve(host), PATIENCE)
                .toCompletableFuture()
                .join();
        return ((DnsProtocol.Resolved) answer).getRecords().size();
    }

    @Test
    void onlyCipherSuitesThatAuthenticateWhatTheyEncryptAreSpoken() throws IOException {
        try (SSLSocket socket = connectWithCertificate()) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(socket.getSession().getCipherSuite()).matches("TLS_ECDHE_.*_(GCM|CHACHA20_POLY1305)_.*");
        }
        try (SSLSocket socket = connectWithCertificate()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
        awaitLine("refused a stranger at 127.0.0.1:");
    }

    @Test
    void whoComesByTheBackDoorIsClosed() throws IOException {
        connect().assertEchoes("before");
        int inner = port().gateway().innerPort();
        try (Stranger silent = Stranger.connect(inner);
                Stranger speaking = Stranger.connect(inner)) {
            speaking.say(Stranger.hello(1)).awaitEnd();
            silent.awaitEnd();
        }
        connect(); // another has to wait, and is answered
        awaitLine("a port was called that is not for others");
    }

    @Test
    void aNodeWhoseActorFailsSaysSo() {
        failing.set(true);
        connect();
        assertThat(port().ended()
                        .toCompletableFuture()
                        .orTimeout(3, TimeUnit.MINUTES)
                        .join())
                .isEqualTo("its actor has failed: java.lang.IllegalStateException: a failure of the node's");
    }

    @Test
    void aNodeThatIsRemovedFromItsClusterSaysSoAndItsClientIsTold() {
        EchoSession session = new EchoSession();
        ClusterSystem.Running client = start((context, gateway) -> new NodeClientActor(
                context,
                port().address(),
                DEFAULT,
                INFO,
                new AtomicReference<>(""),
                new AtomicBoolean(),
                () -> "",
                session::begin));
        session.assertEchoes("there");
        Cluster.get(client.system()).manager().tell(new Down(ClusterSystem.akka(port().address())));
        assertThat(port().ended()
                        .toCompletableFuture()
                        .orTimeout(3, TimeUnit.MINUTES)
                        .join())
                .isEqualTo("it was removed from its own cluster");
        assertThat(session.awaitEnd()).isNotEmpty();
        end(client);
    }

    @Test
    void aNodeThatIsClosedHasNotEndedByItself() {
        port().close();
        assertThat(port().ended().toCompletableFuture()).isNotDone();
    }
}
