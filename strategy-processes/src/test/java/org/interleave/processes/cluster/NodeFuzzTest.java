package org.interleave.processes.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.javadsl.Adapter;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.interleave.processes.wire.FuzzTarget;
import org.interleave.processes.wire.Fuzzer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Malformed messages to a node, from somebody who has its certificate. The properties {@code fuzz.seconds} and {@code
 * fuzz.seed} say for how long and what is drawn from, {@code fuzz.inputs} how many the check of messages gets at least.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodeFuzzTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20_261_128);
    private static final Duration LONG = Duration.ofSeconds(Long.getLong("fuzz.seconds", 20));
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 100_000);
    private static final NodeAddress ANY = new NodeAddress("127.0.0.1", 0);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ORDINARY = 2;

    private final AtomicLong logged = new AtomicLong();
    private final Certificates certificates = Certificates.temporary();
    private Optional<NodePort> opened = Optional.empty();

    @BeforeEach
    void open() {
        LogLimiter log = new LogLimiter(line -> logged.addAndGet(line.length() + 1));
        NodeTimeouts timeouts = new NodeTimeouts(NodeTimeouts.DEFAULT_SILENCE);
        GatewayLimits limits = new GatewayLimits(PATIENCE, 16, 16, 16);
        opened = Optional.of(
                NodePort.open(new ClusterSystem.Settings(ANY, certificates, timeouts, limits, log), new Nobody()));
    }

    @AfterEach
    void close() {
        port().close();
    }

    private NodePort port() {
        return opened.orElseThrow();
    }

    /** Has no session with anybody: none of the samples is a whole conversation. */
    private static final class Nobody implements NodePort.SessionAcceptor {

        @Override
        public Optional<String> objection(String codeVersion) {
            return Optional.of("nobody is let in");
        }

        @Override
        public NodeConnection.Handler accept(NodeConnection connection, String client) {
            throw new AssertionError("nobody is let in");
        }
    }

    private byte[] frame(int serializer, String recipient, String manifest, byte[] payload) {
        byte[] path = ("akka://interleave@" + port().address() + recipient).getBytes(US_ASCII);
        byte[] kind = manifest.getBytes(US_ASCII);
        int size = Envelope.HEADER + 2 * Short.BYTES + path.length + kind.length + payload.length;
        return ByteBuffer.allocate(Integer.BYTES + size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(size)
                .putInt(0) // version, flags and versions of tables
                .putLong(4711)
                .putInt(serializer)
                .putInt(-1)
                .putInt(Envelope.HEADER)
                .putInt(Envelope.HEADER + Short.BYTES + path.length)
                .putShort((short) path.length)
                .put(path)
                .putShort((short) kind.length)
                .put(kind)
                .put(payload)
                .array();
    }

    private List<byte[]> samples() {
        ExtendedActorSystem system = (ExtendedActorSystem) Adapter.toClassic(port().system());
        SessionMessageSerializer serializer = new SessionMessageSerializer(system);
        Stream<byte[]> ours = Stream.<SessionMessage>of(
                        new SessionMessage.JoinRequest(1, 2, new NodeAddress("127.0.0.1", 3), "näme", "codeVersion"),
                        new SessionMessage.JoinAccepted(1),
                        new SessionMessage.JoinRefused(1, true, "reason"),
                        new SessionMessage.Segment(1, 0, new byte[] {0, 0, 0, 1, 2}),
                        new SessionMessage.Ack(1, 2),
                        new SessionMessage.Close(1, "why"))
                .map(message -> frame(
                        SessionMessageSerializer.IDENTIFIER,
                        "/user",
                        serializer.manifest(message),
                        serializer.toBinary(message)));
        byte[] bytes = {10, 4, 8, 1, 18, 0, 1, 2, 3};
        Stream<byte[]> akkas = Stream.of(
                frame(5, "/system/cluster/core/daemon", "GE", bytes),
                frame(5, "/system/cluster/heartbeatReceiver", "HB", bytes),
                frame(6, "/", "", bytes),
                frame(16, "/system/remote-watcher", "B", bytes),
                frame(17, "/", "d", bytes),
                frame(22, "/system/cluster", "", bytes));
        return Stream.concat(ours, akkas).toList();
    }

    private static byte[] start() {
        return new byte[] {'A', 'K', 'K', 'A', ORDINARY};
    }

    private abstract class Target implements FuzzTarget {

        private final List<byte[]> samples = NodeFuzzTest.this.samples();

        @Override
        public List<byte[]> samples() {
            return samples;
        }

        @Override
        public ByteOrder lengthOrder() {
            return ByteOrder.LITTLE_ENDIAN;
        }

        @Override
        public long logged() {
            return logged.get();
        }

        @Override
        public void close() {}

        /** What is wrong with an input, if anything. */
        Optional<String> flaw(byte[] input) {
            ExtendedActorSystem system = (ExtendedActorSystem) Adapter.toClassic(port().system());
            ArteryFrames frames = new ArteryFrames(new MessageCheck(system));
            assertThat(frames.take(ByteBuffer.wrap(start()))).isEmpty();
            return frames.take(ByteBuffer.wrap(input));
        }
    }

    /** What looks at each frame before Akka does. */
    private final class CheckTarget extends Target {

        @Override
        public String name() {
            return "check of a node's messages";
        }

        @Override
        public Verdict take(byte[] input) {
            return flaw(input).isPresent() ? Verdict.REFUSED : Verdict.TAKEN;
        }
    }

    /** A node, to which each input comes by a connection of its own. */
    private final class NodeTarget extends Target {

        @Override
        public String name() {
            return "live node";
        }

        @Override
        public Verdict take(byte[] input) throws IOException {
            boolean refused = flaw(input).isPresent();
            try (SSLSocket socket = connect()) {
                socket.getOutputStream().write(start());
                socket.getOutputStream().write(input);
                if (refused) {
                    assertClosed(socket);
                }
            } catch (SSLException | SocketException closed) {
                assertThat(refused).as("closed by the node: %s", closed).isTrue();
            }
            return refused ? Verdict.REFUSED : Verdict.TAKEN;
        }

        private static void assertClosed(SSLSocket socket) throws IOException {
            try {
                assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            } catch (SocketTimeoutException e) {
                throw new AssertionError("a malformed message does not end its connection", e);
            }
        }

        private SSLSocket connect() throws IOException {
            SSLSocket socket = (SSLSocket) certificates
                    .context()
                    .getSocketFactory()
                    .createSocket(port().address().host(), port().address().port());
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            return socket;
        }

        /** It listens still, and has not ended. */
        @Override
        public void close() {
            try (SSLSocket socket = connect()) {
                socket.startHandshake();
            } catch (IOException e) {
                throw new AssertionError("the node does not answer any more", e);
            }
            assertThat(port().ended().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void malformedMessagesAreRefused() throws Exception {
        Fuzzer.run(new CheckTarget(), SEED, 2_000, Duration.ZERO);
        Fuzzer.run(new NodeTarget(), SEED, 20, Duration.ZERO);
    }

    @Test
    @Tag("thorough")
    void malformedMessagesForLong() throws Exception {
        Fuzzer.run(new CheckTarget(), SEED, INPUTS, LONG.dividedBy(2));
        Fuzzer.run(new NodeTarget(), SEED, 200, LONG.dividedBy(2));
    }
}
