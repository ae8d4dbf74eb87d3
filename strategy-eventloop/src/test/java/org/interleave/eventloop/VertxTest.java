package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Arrival;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Preset;
import org.interleave.core.Task;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to Vert.x, and to either of its modes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class VertxTest {

    private static final String EVENT_LOOP = "event-loop";
    private static final String VIRTUAL_THREAD = "virtual-thread";
    private static final Duration PATIENCE = EveryStrategy.PATIENCE;

    private static Execution open(String mode) {
        VertxStrategy strategy = new VertxStrategy();
        return strategy.open(options(strategy, Map.of("mode", mode)));
    }

    private static Parameters options(VertxStrategy strategy, Map<String, String> options) {
        return Parameters.of(strategy.name(), strategy.options(), options, Preset.QUICK);
    }

    @Test
    void aThreadPoolForVirtualThreadsIsRefused() {
        VertxStrategy strategy = new VertxStrategy();
        assertThat(strategy.availability(options(strategy, Map.of("mode", VIRTUAL_THREAD, "blocking-threads", "3"))))
                .isInstanceOf(Availability.Unavailable.class);
        assertThat(strategy.availability(options(strategy, Map.of("mode", VIRTUAL_THREAD))))
                .isEqualTo(Availability.available());
        assertThat(strategy.availability(options(strategy, Map.of("blocking-threads", "3"))))
                .isEqualTo(Availability.available());
    }

    @Test
    void bodiesInDirectStyleAwaitOnTheirVerticlesThread() throws Exception {
        Task<Long> body = Task.direct(steps -> {
            Thread thread = Thread.currentThread();
            steps.sleep(Duration.ofMillis(1));
            boolean onContext =
                    Vertx.currentContext() != null && Vertx.currentContext().deploymentID() != null;
            Message called = steps.call(() -> Message.of(Thread.currentThread().isVirtual() ? 1 : 0));
            return thread.isVirtual() && onContext && Thread.currentThread() == thread ? called.asLong() : 0;
        });
        try (Execution execution = open(VIRTUAL_THREAD)) {
            assertThat(execution.run(Job.of(List.of(body))).results()).containsExactly(1L);
        }
    }

    /** Each receive looks once. If the loop had no turn in between it would never read the datagram. */
    @ParameterizedTest
    @ValueSource(strings = {EVENT_LOOP, VIRTUAL_THREAD})
    void aTaskThatOnlyLooksFindsWhatHasCome(String mode) throws Exception {
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Execution execution = open(mode)) {
            Port port = new Port.Udp((InetSocketAddress) peer.getLocalSocketAddress());
            Task<Long> looking = Task.direct(steps -> {
                steps.send(port, Message.of(7));
                Arrival arrival = Arrival.timedOut();
                while (arrival.equals(Arrival.timedOut())) {
                    arrival = steps.receive(port, Duration.ZERO);
                }
                return ((Arrival.Received) arrival).message().asLong();
            });
            CompletableFuture<Outcome<Long>> outcome = EveryStrategy.runAsync(execution, Job.of(List.of(looking)));
            DatagramPacket packet = new DatagramPacket(new byte[Long.BYTES], Long.BYTES);
            peer.receive(packet);
            peer.send(packet);
            assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).results())
                    .containsExactly(7L);
        }
    }

    /** The first waits in vain while it should finish, and must not keep the loop from the second, which would tell it. */
    @ParameterizedTest
    @ValueSource(strings = {EVENT_LOOP, VIRTUAL_THREAD})
    void aTaskThatShouldFinishLetsOthersRun(String mode) throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        Task<Long> waiting = Task.direct(steps -> {
            begun.countDown();
            Arrival arrival = Arrival.cutShort();
            while (arrival.equals(Arrival.cutShort())) {
                arrival = steps.receive(new Port.Inbox(0));
            }
            return 1L;
        });
        Task<Long> telling = Task.direct(steps -> {
            begun.countDown();
            while (!steps.stopping()) {
                steps.sleep(Tasks.LONG);
            }
            steps.send(new Port.Inbox(0), Message.EMPTY);
            return 2L;
        });
        try (Execution execution = open(mode)) {
            CompletableFuture<Outcome<Long>> outcome =
                    EveryStrategy.runAsync(execution, Job.of(List.of(waiting, telling)));
            begun.await();
            execution.stop();
            assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).results())
                    .containsExactly(1L, 2L);
        }
    }
}
