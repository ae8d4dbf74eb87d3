package org.interleave.core.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.HashMap;
import java.util.Map;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.jspecify.annotations.Nullable;

/**
 * The datagram sockets of one task that runs on a thread of its own, opened when first used. Calls block the thread;
 * an interrupt ends them and closes the socket they used.
 *
 * <p>Not thread-safe.
 */
public final class BlockingSockets implements AutoCloseable {

    /** The largest payload of a UDP datagram over IPv4. */
    private static final int MAX_DATAGRAM = 65_507;

    private final Map<Port.Udp, DatagramChannel> channels = new HashMap<>();
    private @Nullable ByteBuffer received;

    /** No sockets yet. */
    public BlockingSockets() {}

    /** Sends one datagram. */
    public void send(Port.Udp port, Message message) throws IOException {
        channel(port).write(message.buffer());
    }

    /** Waits for one datagram. */
    public Message receive(Port.Udp port) throws IOException {
        ByteBuffer buffer = buffer();
        channel(port).read(buffer.clear());
        return Message.copyOf(buffer.flip());
    }

    /** Made by the first who receives: it would be most of what a task that only waits takes up. */
    private ByteBuffer buffer() {
        ByteBuffer buffer = received;
        if (buffer == null) {
            buffer = ByteBuffer.allocate(MAX_DATAGRAM);
            received = buffer;
        }
        return buffer;
    }

    private DatagramChannel channel(Port.Udp port) throws IOException {
        DatagramChannel channel = channels.get(port);
        if (channel == null || !channel.isOpen()) {
            channel = open(port.peer());
            channels.put(port, channel);
        }
        return channel;
    }

    private static DatagramChannel open(InetSocketAddress peer) throws IOException {
        InetAddress address = peer.getAddress();
        if (address == null) {
            throw new IOException("unknown host " + peer.getHostString());
        }
        StandardProtocolFamily family =
                address.getAddress().length == 4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            return channel.connect(peer);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        for (DatagramChannel channel : channels.values()) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // nothing was buffered and nobody waits for it
            }
        }
    }
}
