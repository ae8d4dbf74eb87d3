package org.interleave.eventloop.generators;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.jspecify.annotations.Nullable;

/** A TCP connection that does not block. It keeps what it has of a frame until the rest has come, or gone. */
final class NonBlockingConnection implements NonBlockingSocket {

    private final int largest;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private ByteBuffer incoming = length;
    private ByteBuffer[] outgoing = {};
    private @Nullable Message sending;
    private Arrival.@Nullable Closed closed;

    /**
     * Begins to connect.
     *
     * @param ready what to do when it is ready
     */
    NonBlockingConnection(Port.Tcp port, Poller poller, Runnable ready) throws IOException {
        largest = port.largest();
        if (port.peer().isUnresolved()) {
            throw new IOException("unknown host " + port.peer().getHostString());
        }
        channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = poller.register(channel, ready);
            channel.connect(port.peer());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private boolean connected() throws IOException {
        return channel.isConnected() || channel.finishConnect() || awaits(SelectionKey.OP_CONNECT);
    }

    /** Has the loop wait. False, as nothing is ready yet. */
    private boolean awaits(int operation) {
        key.interestOps(operation);
        return false;
    }

    @Override
    public Optional<Arrival> receive() throws IOException {
        if (closed != null) {
            return Optional.of(closed);
        }
        if (!connected()) {
            return Optional.empty();
        }
        try {
            return readFrame().map(Arrival.Received::new);
        } catch (EOFException e) {
            boolean within = incoming != length || length.position() > 0;
            return Optional.of(close(within ? "the peer closed it within a frame" : "the peer closed it"));
        } catch (IOException e) {
            return Optional.of(close(String.valueOf(e.getMessage())));
        }
    }

    private Optional<Message> readFrame() throws IOException {
        if (incoming == length) {
            if (!fill()) {
                return Optional.empty();
            }
            incoming = ByteBuffer.allocate(size());
        }
        if (!fill()) {
            return Optional.empty();
        }
        Message message = Message.copyOf(incoming.flip());
        incoming = length.clear();
        return Optional.of(message);
    }

    private int size() throws IOException {
        int size = length.getInt(0);
        if (size < 0 || size > largest) {
            throw new IOException(
                    "a frame of " + Integer.toUnsignedString(size) + " bytes, of which " + largest + " are allowed");
        }
        return size;
    }

    /** Reads what is missing of the length or the payload, as far as it is there. Says whether it is complete. */
    private boolean fill() throws IOException {
        while (incoming.hasRemaining()) {
            int count = channel.read(incoming);
            if (count < 0) {
                throw new EOFException();
            }
            if (count == 0) {
                return awaits(SelectionKey.OP_READ);
            }
        }
        return true;
    }

    private Arrival.Closed close(String why) throws IOException {
        Arrival.Closed end = new Arrival.Closed(why);
        closed = end;
        channel.close();
        return end;
    }

    /** A frame that was cut short is finished before another begins. */
    @Override
    public boolean send(Message message, boolean again) throws IOException {
        if (closed != null) {
            throw new IOException("the connection is closed: " + closed.why());
        }
        if (!connected()) {
            return false;
        }
        if (!again || sending != message) {
            if (!flush()) {
                return false;
            }
            outgoing =
                    new ByteBuffer[] {ByteBuffer.allocate(Integer.BYTES).putInt(0, message.size()), message.buffer()};
            sending = message;
        }
        return flush();
    }

    private boolean flush() throws IOException {
        while (sending != null) {
            if (channel.write(outgoing) == 0) {
                return awaits(SelectionKey.OP_WRITE);
            }
            if (!outgoing[0].hasRemaining() && !outgoing[1].hasRemaining()) {
                sending = null;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
