package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.interleave.core.Arrival;
import org.interleave.core.Completion;
import org.interleave.core.Direct;
import org.interleave.core.DirectBody;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections to peers that are slow, break off, or talk nonsense. */
final class ConnectionTest extends EveryStrategy {

    private static final int FRAME = 64 * 1024;

    /** More than the system keeps for a connection on both its ends. */
    private static final int MORE_THAN_BUFFERS = 1_000;

    /** What the system may keep, in frames. */
    private static final int BUFFERED = 500;

    @BeforeEach
    void assumeConnections() {
        assumeTrue(setup().strategy().features().contains(Feature.CONNECTIONS));
    }

    private static Task<Long> task(DirectBody<Long> body) {
        return Task.direct(body);
    }

    @Test
    void framesThatCameBeforeTheEndAreReceived() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (TcpPeer peer = new TcpPeer((socket, in, out) -> {
            in.readInt();
            for (int frame = 0; frame < 3; frame++) {
                writeFrame(out, frame);
            }
            socket.shutdownOutput();
            ended.countDown();
            in.read();
        })) {
            Port port = peer.port();
            assertThat(run(task(steps -> {
                                steps.send(port, Message.EMPTY);
                                steps.call(() -> {
                                    ended.await();
                                    return Message.EMPTY;
                                });
                                return receiveNumbers(steps, port);
                            }))
                            .results())
                    .containsExactly(3L);
        }
    }

    /** Receives frames numbered from zero until the end, and returns how many. */
    private static long receiveNumbers(Direct steps, Port port) throws InterruptedException {
        long number = 0;
        while (steps.receive(port) instanceof Arrival.Received received) {
            assertThat(received.message().asLong()).isEqualTo(number++);
        }
        return number;
    }

    private static void writeFrame(DataOutputStream out, long number) throws IOException {
        out.writeInt(FRAME);
        out.writeLong(number);
        out.write(new byte[FRAME - Long.BYTES]);
    }

    /** How a peer ends a connection. */
    enum End {
        /** It says that it has no more to send. */
        CLOSED {
            @Override
            void make(Socket socket, DataOutputStream out) {}
        },
        /** As the system does for a process that was killed, if something it had sent was not read. */
        RESET {
            @Override
            void make(Socket socket, DataOutputStream out) throws IOException {
                socket.setSoLinger(true, 0);
            }
        },
        /** A frame that is larger than allowed. */
        TOO_LARGE {
            @Override
            void make(Socket socket, DataOutputStream out) throws IOException {
                out.writeInt(TcpPeer.LARGEST + 1);
                awaitEnd(socket);
            }
        },
        /** Another protocol. */
        NONSENSE {
            @Override
            void make(Socket socket, DataOutputStream out) throws IOException {
                out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                awaitEnd(socket);
            }
        };

        abstract void make(Socket socket, DataOutputStream out) throws IOException;

        private static void awaitEnd(Socket socket) throws IOException {
            socket.getInputStream().readAllBytes();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndIsTold(End end) throws Exception {
        try (TcpPeer peer = new TcpPeer((socket, in, out) -> {
            in.readInt();
            end.make(socket, out);
        })) {
            Port port = peer.port();
            Outcome<Long> outcome = run(
                    task(steps -> {
                        steps.send(port, Message.EMPTY);
                        for (int look = 0; look < 2; look++) {
                            Arrival arrival = steps.receive(port);
                            assertThat(arrival).isInstanceOf(Arrival.Closed.class);
                            assertThat(((Arrival.Closed) arrival).why()).isNotBlank();
                        }
                        return 1L;
                    }),
                    task(steps -> {
                        steps.send(port, Message.EMPTY);
                        steps.receive(port);
                        steps.send(port, Message.EMPTY);
                        return 1L;
                    }),
                    task(steps -> 2L));
            assertThat(outcome.completions().get(0)).isInstanceOf(Completion.Succeeded.class);
            assertThat(outcome.completions().get(1)).isInstanceOf(Completion.Failed.class);
            assertThat(outcome.completions().get(2)).isInstanceOf(Completion.Succeeded.class);
        }
    }

    @Test
    void whoSendsToAPeerThatHasGoneFails() throws Exception {
        try (TcpPeer peer = new TcpPeer((socket, in, out) -> {
            in.readInt();
            socket.setSoLinger(true, 0);
        })) {
            Port port = peer.port();
            Outcome<Long> outcome = run(task(steps -> {
                while (true) {
                    steps.send(port, Message.of(1));
                }
            }));
            assertThat(outcome.completions()).singleElement().isInstanceOf(Completion.Failed.class);
        }
    }

    /** The other end is there for the system only, as one is whose machine was switched off. */
    @Test
    void aPeerThatNeverAnswersIsWaitedForUntilTheLimitOrTheStop() throws Exception {
        try (ServerSocket never = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Execution execution = open()) {
            Port port =
                    new Port.Tcp(new InetSocketAddress(never.getInetAddress(), never.getLocalPort()), TcpPeer.LARGEST);
            CountDownLatch waiting = new CountDownLatch(1);
            CompletableFuture<Outcome<Long>> outcome = runAsync(
                    execution,
                    Job.of(List.of(
                            task(steps -> {
                                steps.send(port, Message.of(1));
                                assertThat(steps.receive(port, Duration.ZERO)).isEqualTo(Arrival.timedOut());
                                assertThat(steps.receive(port, Duration.ofMillis(20)))
                                        .isEqualTo(Arrival.timedOut());
                                waiting.countDown();
                                assertThat(steps.receive(port)).isEqualTo(Arrival.cutShort());
                                return 1L;
                            }),
                            task(steps -> 2L))));
            assertThat(waiting.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            execution.stop();
            assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).results())
                    .containsExactly(1L, 2L);
        }
    }

    @Test
    void aPeerThatDoesNotReadHoldsTheSenderBack() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        AtomicLong read = new AtomicLong();
        AtomicInteger sent = new AtomicInteger();
        try (TcpPeer peer = new TcpPeer((socket, in, out) -> {
            awaitLatch(reading);
            for (int frame = 0; frame < MORE_THAN_BUFFERS; frame++) {
                if (in.readInt() == FRAME && in.readLong() == frame) {
                    in.skipNBytes(FRAME - Long.BYTES);
                    read.incrementAndGet();
                }
            }
        })) {
            Port port = peer.port();
            CompletableFuture<Outcome<Long>> outcome = runAsync(execution(), Job.of(List.of(task(steps -> {
                byte[] frame = new byte[FRAME];
                for (int number = 0; number < MORE_THAN_BUFFERS; number++) {
                    steps.send(port, numbered(frame, number));
                    sent.incrementAndGet();
                }
                return (long) sent.get();
            }))));
            awaitStandstill(sent);
            assertThat(sent).hasValueBetween(1, BUFFERED);
            reading.countDown();
            assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).results())
                    .containsExactly((long) MORE_THAN_BUFFERS);
            await().atMost(PATIENCE).until(() -> read.get() == MORE_THAN_BUFFERS);
        }
    }

    private static Message numbered(byte[] frame, long number) {
        ByteBuffer.wrap(frame).putLong(number);
        return Message.copyOf(frame);
    }

    /** Waits until a number has begun to grow and does so no more. */
    static void awaitStandstill(AtomicInteger number) {
        int[] last = {0};
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            int before = last[0];
            last[0] = number.get();
            return before > 0 && before == last[0];
        });
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTaskThatDoesNotReceiveHoldsThePeerBack() throws Exception {
        CountDownLatch receiving = new CountDownLatch(1);
        AtomicInteger written = new AtomicInteger();
        try (TcpPeer peer = new TcpPeer((socket, in, out) -> {
            for (int frame = 0; frame < MORE_THAN_BUFFERS; frame++) {
                writeFrame(out, frame);
                written.incrementAndGet();
            }
            socket.shutdownOutput();
            in.read();
        })) {
            Port port = peer.port();
            CompletableFuture<Outcome<Long>> outcome = runAsync(execution(), Job.of(List.of(task(steps -> {
                assertThat(steps.receive(port)).isInstanceOf(Arrival.Received.class);
                steps.call(() -> {
                    receiving.await();
                    return Message.EMPTY;
                });
                long number = 1;
                while (steps.receive(port) instanceof Arrival.Received received) {
                    assertThat(received.message().asLong()).isEqualTo(number++);
                }
                return number;
            }))));
            awaitStandstill(written);
            assertThat(written).hasValueBetween(1, BUFFERED);
            receiving.countDown();
            assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).results())
                    .containsExactly((long) MORE_THAN_BUFFERS);
        }
    }

    /** One waits for a frame, one for a peer that does not read, and one has just connected. */
    @Test
    void cancellingClosesEveryConnection() throws Exception {
        CountDownLatch connected = new CountDownLatch(3);
        CountDownLatch ended = new CountDownLatch(3);
        CountDownLatch reading = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        try (TcpPeer peer = new TcpPeer((socket, in, out) -> {
                    connected.countDown();
                    awaitLatch(reading);
                    try {
                        in.skipNBytes(Long.MAX_VALUE);
                    } finally {
                        ended.countDown();
                    }
                });
                Execution execution = open()) {
            Port port = peer.port();
            CompletableFuture<Outcome<Long>> outcome = runAsync(
                    execution,
                    Job.of(List.of(
                            task(steps -> {
                                steps.receive(port);
                                return 0L;
                            }),
                            task(steps -> {
                                while (true) {
                                    steps.send(port, Message.copyOf(new byte[FRAME]));
                                    sent.incrementAndGet();
                                }
                            }),
                            task(steps -> {
                                steps.send(port, Message.EMPTY);
                                steps.sleep(Tasks.LONG);
                                return 0L;
                            }))));
            assertThat(connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            awaitStandstill(sent);
            execution.cancel();
            assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).completions())
                    .hasSize(3)
                    .allMatch(Completion.Cancelled.class::isInstance);
            reading.countDown();
            assertThat(ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }
}
