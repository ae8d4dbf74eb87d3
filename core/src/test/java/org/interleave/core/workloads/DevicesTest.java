package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Round;
import org.interleave.core.WrongResultException;
import org.interleave.core.workloads.Devices.Noticed;
import org.interleave.core.workloads.Devices.Watched;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DevicesTest {

    private static final DeviceChanges CHANGES = new DeviceChanges(2, Duration.ofMillis(2), Duration.ofMillis(20), 1);

    private final Devices devices = new Devices();

    private Round<Watched> round(String how, String transport) {
        return devices.prepare(TestRun.parameters(
                devices,
                Map.of("how", how, "transport", transport, "clients", "2", "duration", "100ms", "poll-every", "5ms")));
    }

    @ParameterizedTest
    @CsvSource({"polls, tcp", "polls, udp", "subscribes, tcp", "subscribes, udp"})
    void clientsWatchUntilNothingChangesAnyMore(String how, String transport) throws Exception {
        try (Round<Watched> round = round(how, transport)) {
            Outcome<Watched> outcome = TestRun.onThreads(round, 100);
            Map<String, Metric> metrics = round.verify(outcome);
            double changes = TestRun.value(metrics, "changes");
            double missed = TestRun.value(metrics, "missed_changes");
            assertThat(changes).isGreaterThan(20);
            Histogram notice = Objects.requireNonNull(round.latencies(outcome).get("notice"));
            assertThat(notice.getTotalCount()).isEqualTo((long) (changes - missed));
            if (how.equals("subscribes") && transport.equals("tcp")) {
                assertThat(missed).isZero();
            }
            assertThat(TestRun.value(metrics, "requests")).isGreaterThanOrEqualTo(4);
            assertThat(TestRun.value(metrics, "server_cpu")).isPositive();
            assertThat(devices.metrics().orElseThrow()).containsAll(metrics.keySet());
        }
    }

    @Test
    void theMomentsOfChangesAreTheSeeds() {
        List<DeviceChanges.Due> due = CHANGES.inOrder();
        assertThat(due)
                .isEqualTo(DeviceChanges.of(CHANGES.arguments()).inOrder())
                .hasSizeBetween(5, 50);
        assertThat(new DeviceChanges(2, Duration.ofMillis(2), Duration.ofMillis(20), 2).inOrder())
                .isNotEqualTo(due);
        assertThat(due).isSortedAccordingTo((a, b) -> Long.compare(a.nanos(), b.nanos()));
        int many = new DeviceChanges(1, Duration.ofMillis(1), Duration.ofSeconds(100), 3)
                .inOrder()
                .size();
        assertThat(many).isBetween(98_000, 102_000);
    }

    @Test
    void whatTheServerHasNotLoggedIsRefused() throws Exception {
        try (Round<Watched> round = round("subscribes", "tcp")) {
            Outcome<Watched> outcome = TestRun.onThreads(round, 100);
            Watched right = outcome.results().get(1);
            List<Noticed> noticed = right.noticed();
            Noticed first = noticed.getFirst();
            refused(round, outcome, with(right, plus(noticed, first)), "twice");
        }
        try (Round<Watched> round = round("subscribes", "tcp")) {
            Outcome<Watched> outcome = TestRun.onThreads(round, 100);
            Watched right = outcome.results().get(1);
            Noticed other = new Noticed(0, 99_999, 1, 2);
            refused(round, outcome, with(right, plus(right.noticed(), other)), "which the server has not logged");
        }
        try (Round<Watched> round = round("subscribes", "tcp")) {
            Outcome<Watched> outcome = TestRun.onThreads(round, 100);
            Watched right = outcome.results().get(1);
            List<Noticed> fewer = right.noticed().subList(1, right.noticed().size());
            refused(round, outcome, with(right, fewer), "was told of");
        }
        try (Round<Watched> round = round("polls", "udp")) {
            Outcome<Watched> outcome = TestRun.onThreads(round, 100);
            Watched right = outcome.results().get(1);
            refused(round, outcome, with(right, List.of()), "did not notice the last values");
        }
        try (Round<Watched> round = round("polls", "udp")) {
            Outcome<Watched> outcome = TestRun.onThreads(round, 100);
            Watched right = outcome.results().get(1);
            Watched elsewhere = new Watched(
                    right.noticed(), right.requests(), right.asked(), right.answered() + 1, right.answered());
            refused(round, outcome, elsewhere, "their clocks differ");
        }
        try (Round<Watched> round = round("polls", "tcp")) {
            Outcome<Watched> outcome = TestRun.onThreads(round, 100);
            Watched right = outcome.results().get(1);
            Watched more =
                    new Watched(right.noticed(), right.requests() + 1, right.asked(), right.heard(), right.answered());
            refused(round, outcome, more, "requests");
        }
    }

    private static Watched with(Watched watched, List<Noticed> noticed) {
        return new Watched(noticed, watched.requests(), watched.asked(), watched.heard(), watched.answered());
    }

    private static List<Noticed> plus(List<Noticed> noticed, Noticed one) {
        List<Noticed> more = new ArrayList<>(noticed);
        more.add(one);
        return more;
    }

    private static void refused(Round<Watched> round, Outcome<Watched> outcome, Watched wrong, String message) {
        assertThatThrownBy(() -> round.verify(TestRun.withResult(outcome, 1, wrong)))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theServerDropsWhatIsNoRequestAndServesOthers() throws Exception {
        try (DeviceServerProcess server = DeviceServerProcess.start(CHANGES, 1)) {
            try (Socket stranger = connect(((Port.Tcp) server.port(Transport.TCP)).peer())) {
                stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(stranger.getInputStream().read())
                        .as("a frame of another length ends the connection")
                        .isEqualTo(-1);
            }
            try (DatagramSocket client = new DatagramSocket()) {
                client.connect(((Port.Udp) server.port(Transport.UDP)).peer());
                client.setSoTimeout((int) TimeUnit.MINUTES.toMillis(1));
                send(client, new byte[3]);
                send(client, bytes(new DeviceFrame(DeviceFrame.Kind.GET, 1, 2, 0, 0))); // there is no such device
                send(client, bytes(new DeviceFrame(DeviceFrame.Kind.EVENT, 2, 0, 0, 0)));
                send(client, bytes(new DeviceFrame(DeviceFrame.Kind.PUT, 3, 1, 42, 0)));
                DatagramPacket reply = new DatagramPacket(new byte[100], 100);
                client.receive(reply);
                DeviceFrame put = DeviceFrame.of(ByteBuffer.wrap(reply.getData(), 0, reply.getLength()));
                assertThat(put.id()).isEqualTo(3);
                assertThat(put.value()).isEqualTo(42);
            }
            try (Socket client = connect(((Port.Tcp) server.port(Transport.TCP)).peer())) {
                DataOutputStream out = new DataOutputStream(client.getOutputStream());
                out.writeInt(DeviceFrame.BYTES);
                out.write(bytes(new DeviceFrame(DeviceFrame.Kind.GET, 4, 1, 0, 0)));
                DataInputStream in = new DataInputStream(client.getInputStream());
                assertThat(in.readInt()).isEqualTo(DeviceFrame.BYTES);
                DeviceFrame got = DeviceFrame.of(ByteBuffer.wrap(in.readNBytes(DeviceFrame.BYTES)));
                assertThat(got.value()).isEqualTo(42);
            }
            DeviceServerProcess.Log log = server.finish();
            assertThat(log.changes())
                    .singleElement()
                    .satisfies(change -> assertThat(change.value()).isEqualTo(42));
        }
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        return new Socket(address.getAddress(), address.getPort());
    }

    private static byte[] bytes(DeviceFrame frame) {
        return frame.buffer().array();
    }

    private static void send(DatagramSocket socket, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length));
    }

    @Test
    void noProcessIsLeftWhenTheRoundIsClosed() {
        DeviceServerProcess server = DeviceServerProcess.start(CHANGES, 1);
        assertThat(server.process().isAlive()).isTrue();
        server.close();
        assertThat(server.process().isAlive()).isFalse();
    }

    @Test
    void noProcessIsLeftWhenTheOneThatStartedItIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starting.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long pid = Long.parseLong(parent.inputReader(StandardCharsets.US_ASCII).readLine());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        parent.destroyForcibly();
        server.onExit().get(1, TimeUnit.MINUTES);
        assertThat(server.isAlive()).isFalse();
    }

    /** Starts a server, prints its process id, and waits to be killed. */
    static final class Starting {

        private Starting() {}

        /** Takes no arguments. */
        public static void main(String[] arguments) throws InterruptedException {
            DeviceServerProcess server = DeviceServerProcess.start(CHANGES, 1);
            System.out.println(server.process().pid());
            Thread.sleep(Duration.ofHours(1));
        }
    }
}
