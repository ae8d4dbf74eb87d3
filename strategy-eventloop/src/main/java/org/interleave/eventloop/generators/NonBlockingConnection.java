package org.interleave.eventloop.generators;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.FrameAssembly;
import org.interleave.core.runtime.PeerSockets;
import org.jspecify.annotations.Nullable;

/** A TCP connection that does not block. It keeps what it has of a frame until the rest has come, or gone. */
final class NonBlockingConnection implements NonBlockingSocket {

    private final SocketChannel channel;
    private final SelectionKey key;
    private final FrameAssembly frames;
    private ByteBuffer[] outgoing = {};
    private @Nullable Message sending;
    private Arrival.@Nullable Closed closed;

    /**
     * Begins to connect.
     *
     * @param ready what to do when it is ready
     */
    NonBlockingConnection(Port.Tcp port, Poller poller, Runnable ready) throws IOException {
        frames = new FrameAssembly(port.largest());
        PeerSockets.address(port.peer());
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
            return readFrame();
        } catch (IOException e) {
            return Optional.of(close(String.valueOf(e.getMessage())));
        }
    }

    private Optional<Arrival> readFrame() throws IOException {
        Optional<Message> frame = frames.next();
        while (frame.isEmpty()) {
            int count = channel.read(frames.room());
            if (count < 0) {
                boolean within = !frames.isEmpty();
                return Optional.of(close(within ? "the peer closed it within a frame" : "the peer closed it"));
            }
            if (count == 0) {
                awaits(SelectionKey.OP_READ);
                return Optional.empty();
            }
            frame = frames.next();
        }
        return frame.map(Arrival.Received::new);
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
