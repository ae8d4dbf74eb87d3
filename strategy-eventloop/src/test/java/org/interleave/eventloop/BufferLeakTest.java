package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.core.Arrival;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.eventloop.EveryStrategy.Setup;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * That the strategies on Netty release every buffer, however a channel ends, by its own leak detector at its most thorough. It tells of a
 * buffer that the collector has found, with the next one that is allocated, so the test loses one itself and waits for that
 * to be told.
 */
@Isolated("sets the leak detector of the JVM")
final class BufferLeakTest {

    private static final String LOST = "lost on purpose";

    private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final ResourceLeakDetector.Level usual = ResourceLeakDetector.getLevel();

    @BeforeEach
    void listen() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        logger.setAdditive(false);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
        logger.setAdditive(true);
        ResourceLeakDetector.setLevel(usual);
    }

    static List<Setup> setups() {
        return List.of(
                new Setup(new NettyStrategy(), Map.of("transport", "nio"), true),
                new Setup(new NettyStrategy(), Map.of("transport", "epoll"), true),
                new Setup(new NettyStrategy(), Map.of("transport", "io_uring"), true),
                new Setup(new VertxStrategy(), Map.of(), true),
                new Setup(new VertxStrategy(), Map.of("mode", "virtual-thread"), false));
    }

    @ParameterizedTest
    @MethodSource("setups")
    void everyBufferIsReleased(Setup setup) throws Exception {
        Strategy strategy = setup.strategy();
        Parameters options = Parameters.of(strategy.name(), strategy.options(), setup.options(), Preset.QUICK);
        if (strategy.availability(options) instanceof Availability.Unavailable unavailable) {
            assumeTrue(false, unavailable.reason());
        }
        try (Execution execution = strategy.open(options)) {
            for (int round = 0; round < 3; round++) {
                useAndAbandon(execution);
            }
        }
        String lost = LOST + " with " + setup; // the same is told once
        loseOne(lost);
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (leaks().stream().noneMatch(leak -> leak.contains(lost)) && System.nanoTime() - deadline < 0) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.buffer().release();
        }
        assertThat(leaks()).singleElement().asString().contains(lost);
    }

    private static void loseOne(String hint) {
        ByteBuf lost = PooledByteBufAllocator.DEFAULT.buffer();
        lost.touch(hint);
    }

    private List<String> leaks() {
        return new ArrayList<>(logged.list)
                .stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Peers that answer, end within a frame, send one that is too large, and do not read; then it is cancelled. */
    private static void useAndAbandon(Execution execution) throws Exception {
        CountDownLatch ended = new CountDownLatch(3);
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        try (TcpPeer answering = new TcpPeer((socket, in, out) -> {
                    out.write(new byte[] {0, 0, 0, 1, 1, 0, 0, 0, 2, 1, 2, 0, 0, 0, 9, 1});
                    in.readInt();
                });
                TcpPeer excessive = new TcpPeer((socket, in, out) -> {
                    out.write(new byte[] {0, 0, 0, 1, 1, 127, 0, 0, 0, 1});
                    in.readAllBytes();
                });
                TcpPeer deaf = new TcpPeer((socket, in, out) -> ConnectionTest.awaitLatch(over));
                DatagramSocket silent =
                        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Port udp = new Port.Udp((InetSocketAddress) silent.getLocalSocketAddress());
            List<Task<Long>> tasks = List.of(
                    receiving(answering.port(), ended),
                    receiving(excessive.port(), ended),
                    receiving(new Port.Tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), 1), ended),
                    Task.direct(steps -> {
                        while (true) {
                            steps.send(deaf.port(), Message.copyOf(new byte[100_000]));
                            sent.incrementAndGet();
                        }
                    }),
                    Task.direct(steps -> {
                        steps.send(udp, Message.copyOf(new byte[20_000]));
                        steps.receive(udp);
                        return 0L;
                    }));
            CompletableFuture<Outcome<Long>> outcome = EveryStrategy.runAsync(execution, Job.of(tasks));
            assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
            ConnectionTest.awaitStandstill(sent);
            execution.cancel();
            assertThat(outcome.get(1, TimeUnit.MINUTES).completions()).hasSize(tasks.size());
        } finally {
            over.countDown();
        }
    }

    private static Task<Long> receiving(Port port, CountDownLatch ended) {
        return Task.direct(steps -> {
            try {
                steps.send(port, Message.of(1));
                long frames = 0;
                while (steps.receive(port) instanceof Arrival.Received) {
                    frames++;
                }
                return frames;
            } finally {
                ended.countDown();
            }
        });
    }
}
