package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockingConnectionTest {

    private static final int LARGEST = 1 << 20;
    private static final Optional<Duration> NO_TIME = Optional.of(Duration.ZERO);
    private static final Optional<Duration> SHORT = Optional.of(Duration.ofMillis(20));
    private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ServerSocket server;

    BlockingConnectionTest() throws IOException {
        server = kept(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T kept(T resource) {
        opened.add(resource);
        return resource;
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    private BlockingConnection connection() throws IOException {
        BlockingConnection connection = new BlockingConnection(new Port.Tcp(address(), LARGEST));
        opened.add(connection::close);
        return connection;
    }

    /** The other end of the next connection. */
    private Socket peer() throws IOException {
        return kept(server.accept());
    }

    private static Arrival received(byte... bytes) {
        return new Arrival.Received(Message.copyOf(bytes));
    }

    @Test
    void framesGoBothWays() throws Exception {
        BlockingConnection connection = connection();
        Socket peer = peer();
        Message large = Message.copyOf(new byte[LARGEST]);
        Beside<Boolean> sending = Beside.call(() -> {
            connection.send(Message.EMPTY);
            connection.send(large);
            return true;
        });
        DataInputStream in = new DataInputStream(peer.getInputStream());
        DataOutputStream out = new DataOutputStream(peer.getOutputStream());
        assertThat(in.readInt()).isZero();
        assertThat(in.readInt()).isEqualTo(LARGEST);
        in.readNBytes(LARGEST);
        sending.result();
        Beside<Boolean> answering = Beside.call(() -> {
            out.writeInt(LARGEST);
            out.write(new byte[LARGEST]);
            out.writeInt(0);
            return true;
        });
        assertThat(connection.receive(HOUR)).isEqualTo(new Arrival.Received(large));
        assertThat(connection.receive(Optional.empty())).isEqualTo(received());
        answering.result();
    }

    @Test
    void aLimitInTheMidstOfAFrameLosesNothingOfIt() throws Exception {
        BlockingConnection connection = connection();
        DataOutputStream out = new DataOutputStream(peer().getOutputStream());
        for (byte next : new byte[] {0, 0, 0, 2, 5}) {
            out.write(next);
            assertThat(connection.receive(SHORT)).isEqualTo(Arrival.timedOut());
            assertThat(connection.receive(NO_TIME)).isEqualTo(Arrival.timedOut());
        }
        out.write(6);
        assertThat(connection.receive(HOUR)).isEqualTo(received((byte) 5, (byte) 6));
    }

    @Test
    void whatIsThereIsTakenWithoutWaiting() throws Exception {
        BlockingConnection connection = connection();
        new DataOutputStream(peer().getOutputStream()).write(new byte[] {0, 0, 0, 1, 7, 0, 0, 0, 1, 8});
        await().atMost(Beside.PATIENCE)
                .until(() -> connection.receive(NO_TIME), arrival -> arrival.equals(received((byte) 7)));
        assertThat(connection.receive(NO_TIME)).isEqualTo(received((byte) 8));
        assertThat(connection.receive(NO_TIME)).isEqualTo(Arrival.timedOut());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5})
    void whatCameWholeComesBeforeTheEnd(int ofTheNextFrame) throws Exception {
        BlockingConnection connection = connection();
        Socket peer = peer();
        peer.getOutputStream().write(new byte[] {0, 0, 0, 1, 7, 0, 0, 0, 2, 8}, 0, 5 + ofTheNextFrame);
        peer.close();
        assertThat(connection.receive(HOUR)).isEqualTo(received((byte) 7));
        String why = ofTheNextFrame == 0 ? "the peer closed it" : "the peer closed it within a frame";
        for (int again = 0; again < 2; again++) {
            assertThat(connection.receive(Optional.empty())).isEqualTo(new Arrival.Closed(why));
            assertThat(connection.receive(NO_TIME)).isEqualTo(new Arrival.Closed(why));
        }
        assertThatThrownBy(() -> connection.send(Message.EMPTY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is closed: " + why);
    }

    @Test
    void aFrameThatIsTooLargeBreaksIt() throws Exception {
        BlockingConnection connection = connection();
        Socket peer = peer();
        new DataOutputStream(peer.getOutputStream()).writeInt(LARGEST + 1);
        assertThat(connection.receive(HOUR))
                .isEqualTo(new Arrival.Closed("a frame of 1048577 bytes, of which 1048576 are allowed"));
        assertThat(peer.getInputStream().read()).as("what the peer reads then").isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptEndsAReceiveAndClosesIt(boolean limited) throws Exception {
        BlockingConnection connection = connection();
        Socket peer = peer();
        Beside<Arrival> waiting = Beside.call(() -> connection.receive(limited ? HOUR : Optional.empty()));
        waiting.awaitIn("read");
        waiting.thread().interrupt();
        assertThat(waiting.thrown()).isInstanceOf(ClosedByInterruptException.class);
        assertThat(connection.receive(HOUR)).isEqualTo(new Arrival.Closed("a wait for it was cut short"));
        assertThat(peer.getInputStream().read()).as("what the peer reads then").isEqualTo(-1);
    }

    @Test
    void whoSendsToAPeerThatDoesNotReadWaitsAndCanBeInterrupted() throws Exception {
        BlockingConnection connection = connection();
        peer();
        AtomicInteger sent = new AtomicInteger();
        Beside<Boolean> sending = Beside.call(() -> {
            while (sent.get() < 1_000) {
                connection.send(Message.copyOf(new byte[LARGEST]));
                sent.incrementAndGet();
            }
            return true;
        });
        sending.awaitIn("write");
        AtomicInteger before = new AtomicInteger(-1);
        await().atMost(Beside.PATIENCE).until(() -> before.getAndSet(sent.get()) == sent.get());
        sending.thread().interrupt();
        assertThat(sending.thrown()).isInstanceOf(ClosedByInterruptException.class);
        assertThatThrownBy(() -> connection.send(Message.EMPTY)).hasMessageContaining("cut short");
    }

    @Test
    void whoCannotConnectSaysToWhom() throws Exception {
        InetSocketAddress nobody = address();
        server.close();
        assertThatThrownBy(() -> new BlockingConnection(new Port.Tcp(nobody, LARGEST)).receive(HOUR))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot connect to " + nobody);
        assertThatThrownBy(() -> new BlockingConnection(new Port.Tcp(nobody, LARGEST)).send(Message.EMPTY))
                .hasMessageContaining("cannot connect to " + nobody);
        assertThatThrownBy(() -> new BlockingConnection(
                        new Port.Tcp(InetSocketAddress.createUnresolved("nowhere.invalid", 1), LARGEST)))
                .hasMessageContaining("nowhere.invalid");
    }

    @Test
    void aLimitEndsAReceiveThatStillConnects() throws Exception {
        fillBacklog();
        BlockingConnection connection = connection();
        assertThat(connection.receive(NO_TIME)).isEqualTo(Arrival.timedOut());
        assertThat(connection.receive(SHORT)).isEqualTo(Arrival.timedOut());
        Beside<Boolean> serving = Beside.call(() -> {
            while (true) {
                kept(server.accept()).getOutputStream().write(new byte[] {0, 0, 0, 1, 9});
            }
        });
        assertThat(connection.receive(HOUR)).isEqualTo(received((byte) 9));
        server.close();
        assertThat(serving.thrown()).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptEndsAReceiveThatStillConnects(boolean limited) throws Exception {
        fillBacklog();
        BlockingConnection connection = connection();
        Beside<Arrival> waiting = Beside.call(() -> connection.receive(limited ? HOUR : Optional.empty()));
        waiting.awaitIn("connect");
        waiting.thread().interrupt();
        assertThat(waiting.thrown()).isInstanceOf(ClosedByInterruptException.class);
        assertThat(connection.receive(HOUR)).isEqualTo(new Arrival.Closed("a wait for it was cut short"));
    }

    /** Connects until the kernel keeps further ones waiting. */
    private void fillBacklog() throws IOException {
        for (int connections = 0; connections < 100; connections++) {
            try {
                kept(new Socket()).connect(address(), 200);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new AssertionError("the backlog of the server takes any number of connections");
    }
}
