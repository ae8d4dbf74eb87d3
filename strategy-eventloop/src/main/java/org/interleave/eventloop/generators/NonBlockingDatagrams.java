package org.interleave.eventloop.generators;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.PeerSockets;

/** A datagram socket that does not block. */
final class NonBlockingDatagrams implements NonBlockingSocket {

    private final Poller poller;
    private final DatagramChannel channel;
    private final SelectionKey key;

    /**
     * Opens it.
     *
     * @param ready what to do when it is ready
     */
    NonBlockingDatagrams(Port.Udp port, Poller poller, Runnable ready) throws IOException {
        this.poller = poller;
        channel = PeerSockets.datagrams(port.peer());
        try {
            key = poller.register(channel, ready);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Optional<Arrival> receive() throws IOException {
        ByteBuffer buffer = poller.buffer();
        if (channel.receive(buffer) == null) {
            key.interestOps(SelectionKey.OP_READ);
            return Optional.empty();
        }
        return Optional.of(new Arrival.Received(Message.copyOf(buffer.flip())));
    }

    @Override
    public boolean send(Message message, boolean again) throws IOException {
        boolean sent = channel.write(message.buffer()) > 0 || message.size() == 0;
        if (!sent) {
            key.interestOps(SelectionKey.OP_WRITE);
        }
        return sent;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
