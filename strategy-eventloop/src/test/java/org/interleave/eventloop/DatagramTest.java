package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.eventloop.Tasks.script;
import static org.interleave.eventloop.Tasks.task;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.interleave.core.Arrival;
import org.interleave.core.Completion;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams between a task and a peer outside. */
final class DatagramTest extends EveryStrategy {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void exchangesDatagrams(String host) throws Exception {
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0))) {
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(peer, 20));
            Port.Udp port = new Port.Udp((InetSocketAddress) peer.getLocalSocketAddress());
            byte[] large = new byte[60_000];
            Arrays.fill(large, (byte) 7);
            int[] step = {0};
            Outcome<Long> outcome = run(
                    task(turn -> {
                        int now = step[0]++;
                        if (now == 40) {
                            return Step.done((long) now / 2);
                        }
                        if (now % 2 == 0) {
                            return Step.send(port, now == 38 ? Message.copyOf(large) : Message.of(now));
                        }
                        return Step.receive(port);
                    }),
                    task(turn -> Step.done(0L)));
            assertThat(outcome.results()).containsExactly(20L, 0L);
            echo.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void receivesTheDatagramItSent() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(peer, 1));
            Port.Udp port = new Port.Udp((InetSocketAddress) peer.getLocalSocketAddress());
            Message sent = Message.copyOf("over there".getBytes(StandardCharsets.UTF_8));
            AtomicBoolean same = new AtomicBoolean();
            run(script(List.of(turn -> Step.send(port, sent), turn -> Step.receive(port), turn -> {
                        same.set(turn.message().equals(sent));
                        return Step.ready();
                    })))
                    .results();
            assertThat(same).isTrue();
            echo.get(10, TimeUnit.SECONDS);
        }
    }

    /**
     * The socket is connected: what comes from elsewhere is none of the task's business. Whatever bytes come are a message.
     */
    @Test
    void aTaskHearsItsPeerOnlyWhateverThatSays() throws Exception {
        InetAddress host = InetAddress.getLoopbackAddress();
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(host, 0));
                DatagramSocket stranger = new DatagramSocket(new InetSocketAddress(host, 0))) {
            Port.Udp port = new Port.Udp((InetSocketAddress) peer.getLocalSocketAddress());
            byte[] nonsense = {1, 2, 3};
            CompletableFuture<Void> talk = CompletableFuture.runAsync(() -> {
                try {
                    peer.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
                    DatagramPacket asked = new DatagramPacket(new byte[8], 8);
                    peer.receive(asked);
                    SocketAddress task = asked.getSocketAddress();
                    stranger.send(new DatagramPacket(new byte[20], 20, task));
                    peer.send(new DatagramPacket(nonsense, 1, task));
                    peer.send(new DatagramPacket(nonsense, nonsense.length, task));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            List<Message> received = new CopyOnWriteArrayList<>();
            run(script(List.of(
                            turn -> Step.send(port, Message.of(1)),
                            turn -> Step.receive(port),
                            turn -> {
                                received.add(turn.message());
                                return Step.receive(port);
                            },
                            turn -> {
                                received.add(turn.message());
                                return Step.ready();
                            })))
                    .results();
            assertThat(received).containsExactly(Message.copyOf(new byte[] {1}), Message.copyOf(nonsense));
            talk.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void aDatagramThatIsTooLargeFailsItsTaskAlone() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Port.Udp port = new Port.Udp((InetSocketAddress) peer.getLocalSocketAddress());
            Outcome<Long> outcome = run(
                    script(List.of(turn -> Step.send(port, Message.copyOf(new byte[65_508])))),
                    task(turn -> Step.done(1L)));
            assertThat(outcome.completions().get(0)).isInstanceOf(Completion.Failed.class);
            assertThat(outcome.completions().get(1)).isInstanceOf(Completion.Succeeded.class);
        }
    }

    /** The system tells a connected socket that nobody is there; a task may also hear nothing. */
    @Test
    void aPeerThatIsNotThereHangsNobody() throws Exception {
        InetSocketAddress nobody;
        try (DatagramSocket gone = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            nobody = (InetSocketAddress) gone.getLocalSocketAddress();
        }
        Port.Udp port = new Port.Udp(nobody);
        Outcome<Long> outcome = run(
                script(List.of(
                        turn -> Step.send(port, Message.of(1)),
                        turn -> Step.receive(port, Duration.ofMillis(200)),
                        turn -> turn.arrival().equals(Arrival.timedOut()) ? Step.done(1L) : Step.done(2L))),
                task(turn -> Step.done(1L)));
        assertThat(outcome.completions().get(0))
                .satisfiesAnyOf(
                        completion -> assertThat(completion).isInstanceOf(Completion.Failed.class),
                        completion -> assertThat(completion)
                                .isInstanceOfSatisfying(
                                        Completion.Succeeded.class,
                                        succeeded ->
                                                assertThat(succeeded.result()).isEqualTo(1L)));
        assertThat(outcome.completions().get(1)).isInstanceOf(Completion.Succeeded.class);
    }

    /**
     * A reply is there within a few slices, some hundreds on a busy machine. A loop that ran what gives way before it looked
     * at its sockets would let the other task have some ten thousand first, which are a second.
     */
    @Test
    void socketsHaveTheirTurnBesideATaskThatComputes() throws Exception {
        assumeTrue(!setup().cooperative());
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            int exchanges = 5;
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(peer, exchanges));
            Port.Udp port = new Port.Udp((InetSocketAddress) peer.getLocalSocketAddress());
            AtomicBoolean answered = new AtomicBoolean();
            int[] step = {0};
            Task<Long> asking = task(turn -> {
                int now = step[0]++;
                if (now == 2 * exchanges) {
                    answered.set(true);
                    return Step.done(0L);
                }
                return now % 2 == 0 ? Step.send(port, Message.of(now)) : Step.receive(port);
            });
            long[] slices = {0};
            Task<Long> computing = task(turn -> {
                Tick.run(1, turn.ticks());
                slices[0]++;
                return answered.get() ? Step.done(slices[0]) : Step.ready();
            });
            assertThat(run(asking, computing).results().getLast()).isLessThan(2_000L * exchanges);
            echo.get(10, TimeUnit.SECONDS);
        }
    }

    private static void echo(DatagramSocket socket, int times) {
        try {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            DatagramPacket packet = new DatagramPacket(new byte[65_507], 65_507);
            for (int i = 0; i < times; i++) {
                packet.setLength(65_507);
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
