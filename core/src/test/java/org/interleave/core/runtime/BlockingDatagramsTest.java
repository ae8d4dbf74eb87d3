package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockingDatagramsTest {

    private static final Optional<Duration> NO_TIME = Optional.of(Duration.ZERO);
    private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));

    private DatagramSocket peer;
    private BlockingDatagrams socket;

    @BeforeEach
    void open() throws IOException {
        peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket = new BlockingDatagrams(
                new Port.Udp(new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.getLocalPort())));
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        socket.close();
    }

    /** Answers one datagram. */
    private void answer(byte... answer) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        peer.receive(packet);
        packet.setData(answer);
        peer.send(packet);
    }

    @Test
    void messagesComeWithinALimitAndWithout() throws Exception {
        socket.send(Message.of(1));
        answer((byte) 7);
        assertThat(socket.receive(HOUR)).isEqualTo(new Arrival.Received(Message.copyOf(new byte[] {7})));
        socket.send(Message.of(2));
        answer();
        assertThat(socket.receive(Optional.empty())).isEqualTo(new Arrival.Received(Message.EMPTY));
    }

    @Test
    void aLimitEndsAWaitAndWhatComesLaterIsThereForTheNext() throws Exception {
        assertThat(socket.receive(NO_TIME)).isEqualTo(Arrival.timedOut());
        assertThat(socket.receive(Optional.of(Duration.ofNanos(1)))).isEqualTo(Arrival.timedOut());
        socket.send(Message.of(1));
        answer((byte) 1, (byte) 2);
        await().atMost(Beside.PATIENCE)
                .until(() -> socket.receive(NO_TIME), arrival -> arrival instanceof Arrival.Received);
        assertThat(socket.receive(NO_TIME)).isEqualTo(Arrival.timedOut());
    }

    @Test
    void anInterruptEndsAWaitAndClosesTheSocket() throws Exception {
        for (Optional<Duration> limit : List.of(HOUR, Optional.<Duration>empty())) {
            open();
            Beside<Arrival> waiting = Beside.call(() -> socket.receive(limit));
            waiting.awaitIn("receive");
            waiting.thread().interrupt();
            assertThat(waiting.thrown()).isInstanceOf(ClosedByInterruptException.class);
            assertThat(socket.open()).isFalse();
            close();
        }
    }

    @Test
    void unknownHostsAreNamed() {
        assertThatThrownBy(() ->
                        new BlockingDatagrams(new Port.Udp(InetSocketAddress.createUnresolved("nowhere.invalid", 1))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere.invalid");
    }
}
