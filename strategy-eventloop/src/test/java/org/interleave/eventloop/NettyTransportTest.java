package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Arrival;
import org.interleave.core.Availability;
import org.interleave.core.Direct;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.eventloop.netty.NettyStrategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That each of Netty's transports carries datagrams and frames, or is refused with the reason. */
final class NettyTransportTest {

    private static final int LARGE = 50_000;

    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll", "io_uring"})
    void aTransportWorksOrIsRefusedWithTheReason(String transport) throws Exception {
        Strategy netty = new NettyStrategy();
        Parameters options = Parameters.of(netty.name(), netty.options(), Map.of("transport", transport), Preset.QUICK);
        if (netty.availability(options) instanceof Availability.Unavailable unavailable) {
            assertThat(transport).isNotEqualTo("nio");
            assertThat(unavailable.reason()).contains(transport).hasSizeGreaterThan(50);
        } else {
            try (Execution execution = netty.open(options)) {
                exchange(execution);
            }
        }
    }

    private static void exchange(Execution execution) throws Exception {
        try (TcpPeer stream = new TcpPeer((socket, in, out) -> {
                    while (true) {
                        byte[] frame = in.readNBytes(in.readInt());
                        out.writeInt(frame.length);
                        out.write(frame);
                    }
                });
                DatagramSocket datagrams =
                        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(datagrams));
            Port udp = new Port.Udp((InetSocketAddress) datagrams.getLocalSocketAddress());
            Task<Long> frames = Task.direct(steps -> exchange(steps, stream.port()));
            Task<Long> packets = Task.direct(steps -> exchange(steps, udp));
            Outcome<Long> outcome = execution.run(Job.of(List.of(frames, packets)));
            assertThat(outcome.results()).containsExactly((long) LARGE, (long) LARGE);
            echo.get(1, TimeUnit.MINUTES);
        }
    }

    private static long exchange(Direct steps, Port port) throws InterruptedException {
        for (int size : List.of(1, 1_000, LARGE)) {
            Message message = Message.copyOf(new byte[size]);
            steps.send(port, message);
            assertThat(steps.receive(port)).isEqualTo(new Arrival.Received(message));
        }
        return LARGE;
    }

    private static void echo(DatagramSocket socket) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[LARGE], LARGE);
            for (int datagram = 0; datagram < 3; datagram++) {
                packet.setLength(LARGE);
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
