package org.interleave.core.runtime;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.jspecify.annotations.Nullable;

/** A datagram socket that a thread blocks on. */
final class BlockingDatagrams implements BlockingPorts.Endpoint {

    private final DatagramChannel channel;
    private @Nullable ByteBuffer received;

    /** Opens it. */
    BlockingDatagrams(Port.Udp port) throws IOException {
        channel = PeerSockets.datagrams(port.peer());
    }

    @Override
    public void send(Message message) throws IOException {
        channel.write(message.buffer());
    }

    @Override
    public Arrival receive(Optional<Duration> limit) throws IOException {
        ByteBuffer buffer = buffer().clear();
        if (limit.isEmpty()) {
            channel.read(buffer);
        } else if (!read(buffer, limit.get())) {
            return Arrival.timedOut();
        }
        return new Arrival.Received(Message.copyOf(buffer.flip()));
    }

    /** Reads within a time; false if nothing came. */
    private boolean read(ByteBuffer buffer, Duration limit) throws IOException {
        if (limit.isZero()) {
            channel.configureBlocking(false);
            try {
                return channel.receive(buffer) != null;
            } finally {
                channel.configureBlocking(true);
            }
        }
        DatagramPacket packet = new DatagramPacket(buffer.array(), buffer.capacity());
        try {
            channel.socket().setSoTimeout(SocketTimeouts.millis(limit));
            channel.socket().receive(packet);
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw SocketTimeouts.interruptOr(channel, e);
        }
        buffer.position(packet.getLength());
        return true;
    }

    /** Made by the first receive: it would be most of what a task that only waits takes up. */
    private ByteBuffer buffer() {
        ByteBuffer buffer = received;
        if (buffer == null) {
            buffer = ByteBuffer.allocate(PeerSockets.LARGEST_DATAGRAM);
            received = buffer;
        }
        return buffer;
    }

    @Override
    public boolean open() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
