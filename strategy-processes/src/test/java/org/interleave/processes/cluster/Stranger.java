package org.interleave.processes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Somebody who has connected to a port on loopback, and says what he likes. */
final class Stranger implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Record and message header of a hello, its version, 32 random bytes, and some more. */
    private static final int HELLO_BYTES = 100;

    private final Socket socket;

    private Stranger(Socket socket) {
        this.socket = socket;
    }

    static Stranger connect(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            return new Stranger(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What looks like the first message of TLS, with a number in its random bytes. */
    static byte[] hello(int number) {
        ByteBuffer hello = ByteBuffer.allocate(HELLO_BYTES);
        hello.put((byte) 22).putShort((short) 0x0301).putShort((short) (HELLO_BYTES - 5));
        hello.put((byte) 1).put((byte) 0).putShort((short) (HELLO_BYTES - 9)).putShort((short) 0x0303);
        hello.putInt(number);
        return hello.array();
    }

    /** The random bytes of that message. */
    static ByteBuffer random(int number) {
        return ClientHello.random(ByteBuffer.wrap(hello(number))).orElseThrow();
    }

    Socket socket() {
        return socket;
    }

    Stranger say(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] hear(int count) {
        try {
            return socket.getInputStream().readNBytes(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the other side has closed the connection. */
    void awaitEnd() {
        try {
            assertThat(socket.getInputStream().readAllBytes()).isNotNull();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
