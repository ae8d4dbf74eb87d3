package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.interleave.core.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scripts the server's side in the test's own thread. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LoadGeneratorTest {

    private static final long SEED = 1;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void everyReplyIsCountedAndTimed() throws Exception {
        try (LoadGenerator generator = LoadGenerator.start(200, Duration.ofMillis(100), SEED);
                Peer peer = Peer.greeting(generator)) {
            for (Message request = peer.receive(); !request.equals(EchoTask.STOP); request = peer.receive()) {
                peer.send(request);
            }
            peer.send(EchoTask.STOP);
            LoadGenerator.Report report = generator.finish(PATIENCE);
            assertThat(report.stopped()).isTrue();
            assertThat(report.sent()).isEqualTo(20);
            assertThat(report.replies()).isEqualTo(20);
            assertThat(report.latency().getTotalCount()).isEqualTo(20);
            assertThat(report.lateness().getTotalCount()).isEqualTo(20);
            assertThat(report.latency().getMaxValue())
                    .as("a reply comes after its request was sent")
                    .isGreaterThanOrEqualTo(report.lateness().getMinValue());
            assertThat(report.complaint()).isEmpty();
        }
    }

    @Test
    void lostDatagramsDoNotHoldUpTheRest() throws Exception {
        try (LoadGenerator generator = LoadGenerator.start(200, Duration.ofMillis(100), SEED);
                Peer peer = Peer.greeting(generator)) {
            for (Message request = peer.receive(); !request.equals(EchoTask.STOP); request = peer.receive()) {
                if (request.asLong() % 4 == 0) {
                    peer.send(request);
                }
            }
            peer.send(EchoTask.STOP);
            LoadGenerator.Report report = generator.finish(PATIENCE);
            assertThat(report.sent()).isEqualTo(20);
            assertThat(report.replies()).isEqualTo(5);
            assertThat(report.complaint()).isEmpty();
        }
    }

    /** The server answers nothing until the last request is there: the first is late by all the time between them. */
    @Test
    void aStallCountsForEveryRequestItDelays() throws Exception {
        try (LoadGenerator generator = LoadGenerator.start(100, Duration.ofMillis(200), SEED);
                Peer peer = Peer.greeting(generator)) {
            List<Message> requests = new ArrayList<>();
            while (requests.size() < 20) {
                requests.add(peer.receive());
            }
            for (Message request : requests) {
                peer.send(request);
            }
            assertThat(peer.receive()).isEqualTo(EchoTask.STOP);
            peer.send(EchoTask.STOP);
            LoadGenerator.Report report = generator.finish(PATIENCE);
            assertThat(report.replies()).isEqualTo(20);
            assertThat(report.latency().getMaxValue()).isGreaterThanOrEqualTo(185_000_000);
            assertThat(report.latency().getValueAtPercentile(50)).isGreaterThanOrEqualTo(85_000_000);
            assertThat(report.latency().getMean()).isGreaterThanOrEqualTo(90_000_000);
        }
    }

    /** All are due within the period that is theirs, half of it apart at least, and not in step with each other. */
    @Test
    void requestsAreDueAtRandomMomentsOfTheirPeriods() {
        List<Double> moments = moments(SEED);
        for (int request = 0; request < moments.size(); request++) {
            assertThat(moments.get(request)).isBetween(request + 0.5, request + 1.0);
        }
        double[] phases = moments.stream()
                .mapToDouble(moment -> 2 * (moment % 1) - 1)
                .sorted()
                .toArray();
        double distance = 0;
        for (int i = 0; i < phases.length; i++) {
            distance = Math.max(distance, Math.abs(phases[i] - (i + 0.5) / phases.length));
        }
        assertThat(distance)
                .as("Kolmogorov-Smirnov distance of %d phases from evenly spread ones", phases.length)
                .isLessThan(1.63 / Math.sqrt(phases.length));
    }

    @Test
    void theSeedMakesTheMoments() {
        assertThat(moments(7)).isEqualTo(moments(7)).isNotEqualTo(moments(8));
        assertThat(moments(7).subList(1, 50)).isNotEqualTo(moments(8).subList(0, 49));
    }

    private static List<Double> moments(long seed) {
        return IntStream.range(0, 1000)
                .mapToObj(request -> new ArrivalSchedule(1, seed).moment(request))
                .toList();
    }

    /** A server that is held up: no reply before the last request is sent, as if another task had kept the processor. */
    @Test
    void tellsHowManyWereAnsweredWithinATime() throws Exception {
        long begun = System.nanoTime();
        try (LoadGenerator generator = LoadGenerator.start(100, Duration.ofMillis(100), SEED);
                Peer peer = Peer.greeting(generator)) {
            List<Message> requests = new ArrayList<>();
            for (Message request = peer.receive(); !request.equals(EchoTask.STOP); request = peer.receive()) {
                requests.add(request);
            }
            long released = System.nanoTime();
            for (Message request : requests) {
                peer.send(request);
            }
            peer.send(EchoTask.STOP);
            generator.finish(PATIENCE);
            long ended = System.nanoTime();
            assertThat(generator.due(begun, released)).isEqualTo(10);
            assertThat(generator.answered(begun, released)).isZero();
            assertThat(generator.answered(begun, ended)).isEqualTo(10);
            assertThat(generator.due(released, ended)).isZero();
        }
    }

    @Test
    void theStopIsRepeatedUntilItComesBack() throws Exception {
        try (LoadGenerator generator = LoadGenerator.start(100, Duration.ofMillis(100), SEED);
                Peer peer = Peer.greeting(generator)) {
            for (int stops = 0; stops < 3; ) {
                stops += peer.receive().equals(EchoTask.STOP) ? 1 : 0;
            }
            peer.send(EchoTask.STOP);
            assertThat(generator.finish(PATIENCE).sent()).isEqualTo(10);
        }
    }

    @Test
    void whatRepeatsNoRequestIsComplainedOf() throws Exception {
        assertThat(complaintAbout(request -> Message.of(request.asLong()))).contains("8 bytes that repeats no request");
        assertThat(complaintAbout(request -> EchoTask.STOP)).contains("repeats no request");
        assertThat(complaintAbout(LoadGeneratorTest::flipped)).contains("16 bytes that repeats no request");
        assertThat(complaintAbout(request -> Message.copyOf(new byte[100]))).contains("repeats no request");
    }

    private static Message flipped(Message request) {
        byte[] bytes = request.bytes();
        bytes[bytes.length - 1] ^= 1;
        return Message.copyOf(bytes);
    }

    /** What comes of one wrong reply, before a right one. */
    private static String complaintAbout(UnaryOperator<Message> wrong) throws Exception {
        try (LoadGenerator generator = LoadGenerator.start(100, Duration.ofMillis(100), SEED);
                Peer peer = Peer.greeting(generator)) {
            Message first = peer.receive();
            peer.send(wrong.apply(first));
            peer.send(first);
            peer.receiveUntilStop();
            peer.send(EchoTask.STOP);
            LoadGenerator.Report report = generator.finish(PATIENCE);
            assertThat(report.replies()).isEqualTo(1);
            return report.complaint().orElseThrow();
        }
    }

    @Test
    void aSecondReplyToARequestIsComplainedOf() throws Exception {
        try (LoadGenerator generator = LoadGenerator.start(100, Duration.ofMillis(100), SEED);
                Peer peer = Peer.greeting(generator)) {
            Message first = peer.receive();
            peer.send(first);
            peer.send(first);
            peer.receiveUntilStop();
            peer.send(EchoTask.STOP);
            LoadGenerator.Report report = generator.finish(PATIENCE);
            assertThat(report.replies()).isEqualTo(1);
            assertThat(report.complaint()).hasValue("answered request 0 twice");
        }
    }

    @Test
    void strangersAreIgnored() throws Exception {
        try (LoadGenerator generator = LoadGenerator.start(100, Duration.ofMillis(100), SEED);
                Peer stranger = new Peer(generator.address())) {
            stranger.send(Message.of(7));
            try (Peer peer = Peer.greeting(generator)) {
                Message first = peer.receive();
                stranger.send(first);
                stranger.send(EchoTask.HELLO);
                peer.send(first);
                peer.receiveUntilStop();
                stranger.send(EchoTask.STOP);
                peer.send(EchoTask.STOP);
                LoadGenerator.Report report = generator.finish(PATIENCE);
                assertThat(report.replies()).isEqualTo(1);
                assertThat(report.complaint()).isEmpty();
            }
        }
    }

    @Test
    void aServerThatEndsEarlyLeavesRequestsUnsent() throws Exception {
        try (LoadGenerator generator = LoadGenerator.start(100, Duration.ofMinutes(1), SEED)) {
            try (Peer peer = Peer.greeting(generator)) {
                peer.send(peer.receive());
            }
            LoadGenerator.Report report = generator.finish(Duration.ofMillis(100));
            assertThat(report.stopped()).isFalse();
            assertThat(report.sent()).isBetween(1, 5999);
            assertThat(report.replies()).isLessThanOrEqualTo(1);
        }
        assertNothingIsLeft();
    }

    @Test
    void closingWithoutAServerLeavesNothing() throws Exception {
        InetSocketAddress address;
        try (LoadGenerator generator = LoadGenerator.start(100, Duration.ofMinutes(1), SEED)) {
            address = generator.address();
            assertThat(address.getAddress().isLoopbackAddress()).isTrue();
        }
        assertNothingIsLeft();
        new DatagramSocket(address).close();
    }

    @Test
    void closingInTheMidstLeavesNothing() throws Exception {
        LoadGenerator generator = LoadGenerator.start(100, Duration.ofMinutes(1), SEED);
        try (Peer peer = Peer.greeting(generator)) {
            peer.receive();
            generator.close();
        }
        assertNothingIsLeft();
        new DatagramSocket(generator.address()).close();
        generator.close();
    }

    @Test
    void anInterruptWhileClosingIsKept() {
        LoadGenerator generator = LoadGenerator.start(100, Duration.ofMinutes(1), SEED);
        Thread.currentThread().interrupt();
        generator.close();
        assertThat(Thread.interrupted()).isTrue();
        assertNothingIsLeft();
    }

    @Test
    void anInterruptDoesNotCutTheLastRepliesOff() throws Exception {
        try (LoadGenerator generator = LoadGenerator.start(100, Duration.ofMillis(100), SEED);
                Peer peer = Peer.greeting(generator)) {
            peer.receiveUntilStop();
            peer.send(EchoTask.STOP);
            Thread.currentThread().interrupt();
            LoadGenerator.Report report = generator.finish(PATIENCE);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(report.stopped()).isTrue();
        }
    }

    private static void assertNothingIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith(LoadGenerator.THREAD_NAME));
    }

    /** The other end of a generator. */
    private static final class Peer implements AutoCloseable {

        private static final int MAX_DATAGRAM = 1024;
        private static final int TIMEOUT_MILLIS = 120_000;

        private final DatagramSocket socket;

        Peer(InetSocketAddress generator) throws IOException {
            socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
            socket.connect(generator);
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }

        static Peer greeting(LoadGenerator generator) throws IOException {
            Peer peer = new Peer(generator.address());
            peer.send(EchoTask.HELLO);
            assertThat(peer.receive()).isEqualTo(EchoTask.START);
            return peer;
        }

        void send(Message message) throws IOException {
            socket.send(new DatagramPacket(message.bytes(), message.size()));
        }

        Message receive() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
            socket.receive(packet);
            return Message.copyOf(Arrays.copyOf(packet.getData(), packet.getLength()));
        }

        void receiveUntilStop() throws IOException {
            while (!receive().equals(EchoTask.STOP)) {
                // requests are left unanswered
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
