package org.interleave.core.workloads.mix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.workloads.ArrivalSchedule;
import org.interleave.core.workloads.mix.RequestPlan.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scripts the servers' side in the test's own thread. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RequestLoadTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static RequestLoad closed(int requests, int inFlight, Duration patience) {
        return RequestLoad.start(new LoadPlan(requests, inFlight, Optional.empty(), 0, patience));
    }

    private static RequestLoad open(int requests, long rate, int inFlight, int queue) {
        return RequestLoad.start(
                new LoadPlan(requests, inFlight, Optional.of(new ArrivalSchedule(rate, 1)), queue, PATIENCE));
    }

    @Test
    void anAnswerBringsTheNextRequestInAClosedLoop() throws Exception {
        try (RequestLoad load = closed(5, 2, PATIENCE);
                Peer first = Peer.greeting(load);
                Peer second = Peer.greeting(load)) {
            long one = first.request();
            long other = second.request();
            assertThat(List.of(one, other)).containsExactlyInAnyOrder(0L, 1L);
            first.answer(one);
            assertThat(first.request()).isEqualTo(2);
            first.answer(2);
            assertThat(first.request()).isEqualTo(3);
            second.answer(other);
            assertThat(second.request()).isEqualTo(4);
            second.answer(4);
            first.answer(3);
            assertThat(first.receive()).isEqualTo(RequestLoad.STOP);
            assertThat(second.receive()).isEqualTo(RequestLoad.STOP);

            LoadReport report = load.finish();
            assertThat(report.complaint()).isEmpty();
            assertThat(report.answered()).isEqualTo(5);
            assertThat(report.refused()).isZero();
            assertThat(report.answers()).element(3).isEqualTo(Optional.of(new Answer(103, 1003)));
            assertThat(report.latency().histogram().getTotalCount()).isEqualTo(5);
            assertThat(report.lateness().histogram().getTotalCount()).isZero();
            assertThat(report.inFlight()).as("always two but at the end").isBetween(1.0, 2.0);
        }
    }

    private static void awaitDue(RequestLoad load, int requests) {
        while (load.due() < requests) {
            Thread.onSpinWait();
        }
    }

    /** The one server answers nothing before the last is due: the first was late by all the time between them. */
    @Test
    void aWaitForAServerCountsInAnOpenLoop() throws Exception {
        try (RequestLoad load = open(10, 100, 1, 1000);
                Peer peer = Peer.greeting(load)) {
            assertThat(peer.request()).isZero();
            awaitDue(load, 10);
            for (long request = 0; request < 10; request++) {
                peer.answer(request);
                Message next = peer.receive();
                assertThat(next).isEqualTo(request == 9 ? RequestLoad.STOP : Message.of(request + 1));
            }
            LoadReport report = load.finish();
            assertThat(report.answered()).isEqualTo(10);
            assertThat(report.latency().histogram().getMaxValue()).isGreaterThanOrEqualTo(84_000_000);
            assertThat(report.latency().histogram().getValueAtPercentile(50)).isGreaterThanOrEqualTo(34_000_000);
            assertThat(report.lateness().histogram().getTotalCount()).isEqualTo(10);
            assertThat(report.nanos()).isGreaterThanOrEqualTo(95_000_000);
        }
    }

    @Test
    void whatTheQueueHasNoRoomForIsRefused() throws Exception {
        try (RequestLoad load = open(6, 1000, 1, 2);
                Peer peer = Peer.greeting(load)) {
            assertThat(peer.request()).isZero();
            awaitDue(load, 6);
            peer.answer(0);
            assertThat(peer.request()).isEqualTo(1);
            peer.answer(1);
            assertThat(peer.request()).isEqualTo(2);
            peer.answer(2);
            assertThat(peer.receive()).isEqualTo(RequestLoad.STOP);
            LoadReport report = load.finish();
            assertThat(report.refused()).isEqualTo(3);
            assertThat(report.answered()).isEqualTo(3);
            assertThat(report.answers().subList(3, 6)).containsOnly(Optional.empty());
            assertThat(report.latency().histogram().getTotalCount()).isEqualTo(3);
        }
    }

    @Test
    void aRequestThatIsDueGoesToTheServerThatHasBeenIdleForLongest() throws Exception {
        try (RequestLoad load = open(3, 20, 2, 0);
                Peer first = Peer.greeting(load)) {
            while (load.greeted() < 1) {
                Thread.onSpinWait();
            }
            try (Peer second = Peer.greeting(load)) {
                assertThat(first.request()).isZero();
                first.answer(0);
                assertThat(second.request()).isEqualTo(1);
                second.answer(1);
                assertThat(first.request()).isEqualTo(2);
                first.answer(2);
                assertThat(first.receive()).isEqualTo(RequestLoad.STOP);
                assertThat(load.finish().complaint()).isEmpty();
            }
        }
    }

    @Test
    void anAnswerThatComesTwiceIsComplainedOf() throws Exception {
        complains(
                peer -> {
                    peer.answer(peer.request());
                    peer.answer(0);
                },
                "answered request 0, which it had answered before");
    }

    @Test
    void anAnswerThatNobodyAskedForIsComplainedOf() throws Exception {
        complains(peer -> peer.answer(peer.request() + 1), "answered request 1, which it was not asked for");
        complains(peer -> peer.answer(-7), "answered request -7, which it was not asked for");
    }

    @Test
    void whatIsNoAnswerIsComplainedOf() throws Exception {
        complains(peer -> peer.send(Message.of(1)), "sent 8 bytes, which are no answer");
        complains(peer -> peer.send(Message.copyOf(new byte[30])), "broke its connection: a frame of 30 bytes");
        complains(peer -> peer.send(RequestLoad.HELLO), "said hello twice");
    }

    @Test
    void aServerThatEndsBeforeItShouldIsComplainedOf() throws Exception {
        complains(Peer::close, "closed its connection before it was told to stop");
    }

    /** A server does something once it has its first request; the run is ended for that, and the server told to stop. */
    private static void complains(Script script, String complaint) throws Exception {
        try (RequestLoad load = closed(3, 1, PATIENCE)) {
            CountDownLatch ended = new CountDownLatch(1);
            load.onFailure(ended::countDown);
            try (Peer peer = Peer.greeting(load)) {
                script.run(peer);
                assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
            }
            assertThat(load.finish().complaint())
                    .hasValueSatisfying(text -> assertThat(text).startsWith(complaint));
        }
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForForEver() throws Exception {
        try (RequestLoad load = closed(3, 2, Duration.ofSeconds(2))) {
            CountDownLatch ended = new CountDownLatch(1);
            load.onFailure(ended::countDown);
            try (Peer peer = Peer.greeting(load)) {
                assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
                assertThat(peer.receive()).isEqualTo(RequestLoad.STOP);
            }
            assertThat(load.finish().complaint()).contains("did not say hello: 1 of 2 did");
        }
        try (RequestLoad load = closed(3, 1, Duration.ofSeconds(2))) {
            CountDownLatch ended = new CountDownLatch(1);
            load.onFailure(ended::countDown);
            try (Peer peer = Peer.greeting(load)) {
                assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
                assertThat(peer.request()).isZero();
            }
            assertThat(load.finish().complaint()).contains("answered none of 1 requests for 2 s");
        }
    }

    @Test
    void nothingIsLeftWhenItIsClosed() throws Exception {
        List<RequestLoad> loads = new ArrayList<>(List.of(closed(3, 1, PATIENCE), open(3, 1, 1, 1)));
        try (Peer peer = Peer.greeting(loads.getLast())) {
            loads.forEach(RequestLoad::close);
            assertThat(peer.in.read()).isEqualTo(-1);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith(RequestLoad.THREAD_NAME));
    }

    @FunctionalInterface
    private interface Script {
        void run(Peer peer) throws IOException;
    }

    /** A server's end of a connection. */
    private record Peer(Socket socket, DataInputStream in, DataOutputStream out) implements AutoCloseable {

        static Peer greeting(RequestLoad load) throws IOException {
            Port.Tcp port = (Port.Tcp) load.port();
            Socket socket = new Socket(port.peer().getAddress(), port.peer().getPort());
            socket.setTcpNoDelay(true);
            Peer peer = new Peer(
                    socket,
                    new DataInputStream(socket.getInputStream()),
                    new DataOutputStream(socket.getOutputStream()));
            peer.send(RequestLoad.HELLO);
            return peer;
        }

        void send(Message message) throws IOException {
            out.write(ByteBuffer.allocate(Integer.BYTES + message.size())
                    .putInt(message.size())
                    .put(message.buffer())
                    .array());
            out.flush();
        }

        Message receive() throws IOException {
            return Message.copyOf(in.readNBytes(in.readInt()));
        }

        long request() throws IOException {
            return receive().asLong();
        }

        void answer(long request) throws IOException {
            send(Message.copyOf(ByteBuffer.allocate(RequestLoad.ANSWER_BYTES)
                    .putLong(request)
                    .putLong(100 + request)
                    .putLong(1000 + request)
                    .flip()));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
