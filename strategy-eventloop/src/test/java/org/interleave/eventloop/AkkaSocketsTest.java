package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.interleave.eventloop.EveryStrategy.PATIENCE;
import static org.interleave.eventloop.EveryStrategy.job;
import static org.interleave.eventloop.EveryStrategy.runAsync;
import static org.interleave.eventloop.Tasks.script;
import static org.interleave.eventloop.Tasks.task;

import java.io.DataInputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.interleave.core.Arrival;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of sockets on Akka when one side does not do its part. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class AkkaSocketsTest {

    private final AkkaStrategy akka = new AkkaStrategy();
    private final Execution execution = akka.open(Parameters.defaults(akka.options()));

    @AfterEach
    void close() {
        execution.close();
    }

    @Test
    void datagramsThatATaskDoesNotReceiveAreNotKept() throws Exception {
        int sent = 20_000;
        int size = 1_000;
        CountDownLatch flooded = new CountDownLatch(1);
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Port port = new Port.Udp((InetSocketAddress) peer.getLocalSocketAddress());
            long[] received = {-1};
            Task<Long> late = task(turn -> {
                if (received[0]++ < 0 || turn.arrival() instanceof Arrival.Received) {
                    return Step.receive(port, Duration.ofMillis(300));
                }
                return Step.done(received[0] - 1);
            });
            boolean[] begun = {false, false};
            Task<Long> flood = task(turn -> {
                if (!begun[0]) {
                    begun[0] = true;
                    return Step.send(port, Message.of(1));
                }
                if (!begun[1]) {
                    begun[1] = true;
                    return Step.blocking(() -> awaited(flooded));
                }
                return late.advance(turn);
            });
            CompletableFuture<Outcome<Long>> outcome = runAsync(execution, job(0, flood));
            DatagramPacket first = new DatagramPacket(new byte[8], 8);
            peer.receive(first);
            for (int i = 0; i < sent; i++) {
                peer.send(new DatagramPacket(new byte[size], size, first.getSocketAddress()));
            }
            flooded.countDown();
            assertThat(results(outcome).getFirst()).isBetween(1L, sent / 4L);
        }
    }

    @Test
    void aPeerIsHeldBackWhileATaskDoesNotReceive() throws Exception {
        int size = 1_000;
        int most = 64_000_000;
        CountDownLatch stalled = new CountDownLatch(1);
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Port port = new Port.Tcp((InetSocketAddress) server.getLocalAddress(), size);
            CompletableFuture<Long> written =
                    CompletableFuture.supplyAsync(() -> floodUntilStalled(server, size, most));
            long[] received = {-2};
            Task<Long> late = task(turn -> {
                received[0]++;
                if (received[0] < 0) {
                    return Step.receive(port, Duration.ZERO); // connects
                }
                if (received[0] == 0) {
                    return Step.blocking(() -> awaited(stalled));
                }
                if (received[0] > 1) {
                    if (!(turn.arrival() instanceof Arrival.Received)) {
                        return Step.done(received[0] - 2);
                    }
                    assertThat(turn.message().buffer().getInt()).isEqualTo((int) received[0] - 2);
                }
                return Step.receive(port);
            });
            CompletableFuture<Outcome<Long>> outcome = runAsync(execution, job(0, late));
            long bytes = written.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(bytes).isPositive().isLessThan(most);
            stalled.countDown();
            assertThat(results(outcome).getFirst()).isEqualTo(bytes / (Integer.BYTES + size));
        }
    }

    /** Writes numbered frames until none goes for a while, then ends the last and closes when all is read. */
    private static long floodUntilStalled(ServerSocketChannel server, int size, int most) {
        try {
            SocketChannel channel = server.accept();
            channel.configureBlocking(false);
            ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + size);
            long bytes = 0;
            for (int number = 0; bytes < most; number++) {
                frame.clear().putInt(size).putInt(number).position(0);
                long lastProgress = System.nanoTime();
                while (frame.hasRemaining()) {
                    if (channel.write(frame) > 0) {
                        lastProgress = System.nanoTime();
                    } else if (System.nanoTime() - lastProgress
                            > Duration.ofSeconds(1).toNanos()) {
                        finishLater(channel, frame);
                        return bytes + frame.capacity();
                    } else {
                        Thread.sleep(1);
                    }
                }
                bytes += frame.capacity();
            }
            channel.close();
            return bytes;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void finishLater(SocketChannel channel, ByteBuffer rest) {
        Thread.ofPlatform().daemon().start(() -> {
            try (channel) {
                channel.configureBlocking(true);
                channel.write(rest);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void whatATaskSentBeforeItEndedArrives() throws Exception {
        byte[] large = new byte[1_000_000];
        large[large.length - 1] = 7;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Port port = new Port.Tcp((InetSocketAddress) server.getLocalSocketAddress(), 1);
            CompletableFuture<Outcome<Long>> outcome =
                    runAsync(execution, job(0, script(List.of(turn -> Step.send(port, Message.copyOf(large))))));
            try (Socket socket = server.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                assertThat(in.readInt()).isEqualTo(large.length);
                byte[] all = in.readAllBytes();
                assertThat(all).isEqualTo(large);
            }
            assertThat(results(outcome)).containsExactly(0L);
        }
    }

    @Test
    void aTaskIsStoppedThatSendsToAPeerThatDoesNotRead() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Port port = new Port.Tcp((InetSocketAddress) server.getLocalSocketAddress(), 1);
            Message large = Message.copyOf(new byte[1_000_000]);
            CompletableFuture<Outcome<Long>> outcome = runAsync(execution, job(0, task(turn -> {
                if (turn.stopping()) {
                    return Step.done(7L);
                }
                sent.incrementAndGet();
                return Step.send(port, large);
            })));
            try (Socket socket = server.accept()) {
                await().atMost(PATIENCE).until(() -> {
                    long before = sent.get();
                    Thread.sleep(200);
                    return before > 1 && sent.get() == before;
                });
                execution.stop();
                assertThat(results(outcome)).containsExactly(7L);
                assertThat(socket.isConnected()).isTrue();
            }
        }
    }

    @Test
    void aConnectionThatIsResetIsClosedAndTakesNothing() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Port port = new Port.Tcp((InetSocketAddress) server.getLocalSocketAddress(), 1);
            int[] steps = {0};
            Arrival[] arrival = {Arrival.cutShort()};
            CompletableFuture<Outcome<Long>> outcome = runAsync(execution, job(0, task(turn -> switch (steps[0]++) {
                case 0 -> Step.send(port, Message.EMPTY);
                case 1 -> Step.receive(port);
                default -> {
                    arrival[0] = turn.arrival();
                    yield Step.send(port, Message.EMPTY);
                }
            })));
            try (Socket socket = server.accept()) {
                assertThat(new DataInputStream(socket.getInputStream()).readInt())
                        .isZero();
                socket.setSoLinger(true, 0);
            }
            Completion<Long> completion = outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .completions()
                    .getFirst();
            assertThat(arrival[0]).isInstanceOf(Arrival.Closed.class);
            assertThat(completion)
                    .isInstanceOfSatisfying(
                            Completion.Failed.class,
                            failed -> assertThat(failed.failure().message()).contains("the connection is closed"));
        }
    }

    @Test
    void opensMoreDatagramSocketsThanAkkaDoesByDefault() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Port port = new Port.Udp((InetSocketAddress) peer.getLocalSocketAddress());
            int sockets = 4_200;
            CountDownLatch open = new CountDownLatch(sockets);
            Job<Long> job = Job.of(
                    Stream.generate(() -> holder(port, open)).limit(sockets).toList());
            assertThat(execution.run(job).results()).hasSize(sockets);
        }
    }

    /** Opens a socket, and keeps it until all are open. */
    private static Task<Long> holder(Port port, CountDownLatch open) {
        int[] steps = {0};
        return task(turn -> {
            int step = steps[0]++;
            if (step == 0) {
                return Step.send(port, Message.of(1));
            }
            if (step == 1) {
                open.countDown();
            }
            return open.getCount() == 0 ? Step.done(1L) : Step.sleep(Duration.ofMillis(10));
        });
    }

    private static Message awaited(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return Message.EMPTY;
    }

    private static List<Long> results(CompletableFuture<Outcome<Long>> outcome) throws Exception {
        return outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).results();
    }
}
