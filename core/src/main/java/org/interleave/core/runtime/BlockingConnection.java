package org.interleave.core.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.jspecify.annotations.Nullable;

/** A TCP connection that a thread blocks on. A frame that has arrived in part when a time limit is over is read on later. */
final class BlockingConnection implements BlockingPorts.Endpoint {

    private final int largest;
    private final SocketChannel channel;
    private final byte[] length = new byte[Integer.BYTES];
    private byte[] payload = length;
    private int read;
    private @Nullable String closed;

    /** Connects. */
    BlockingConnection(Port.Tcp port) throws IOException {
        largest = port.largest();
        if (port.peer().isUnresolved()) {
            throw new IOException("unknown host " + port.peer().getHostString());
        }
        channel = SocketChannel.open(port.peer());
    }

    @Override
    public void send(Message message) throws IOException {
        ByteBuffer[] frame = {ByteBuffer.allocate(Integer.BYTES).putInt(0, message.size()), message.buffer()};
        long left = Integer.BYTES + (long) message.size();
        while (left > 0) {
            left -= channel.write(frame);
        }
    }

    @Override
    public Arrival receive(Optional<Duration> limit) throws IOException {
        if (closed != null) {
            return new Arrival.Closed(closed);
        }
        long deadline = System.nanoTime() + limit.map(TimerExpirations::nanos).orElse(TimerExpirations.NEVER);
        try {
            if (payload == length) {
                if (!fill(limit, deadline)) {
                    return Arrival.timedOut();
                }
                payload = new byte[size()];
                read = 0;
            }
            if (!fill(limit, deadline)) {
                return Arrival.timedOut();
            }
            Message message = Message.copyOf(payload);
            payload = length;
            read = 0;
            return new Arrival.Received(message);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (EOFException e) {
            return closed(read == 0 && payload == length ? "the peer closed it" : "the peer closed it within a frame");
        } catch (IOException e) {
            return closed(String.valueOf(e.getMessage()));
        }
    }

    private Arrival closed(String why) throws IOException {
        closed = why;
        channel.close();
        return new Arrival.Closed(why);
    }

    private int size() throws IOException {
        int size = ByteBuffer.wrap(length).getInt();
        if (size < 0 || size > largest) {
            throw new IOException("a frame of " + Integer.toUnsignedString(size) + " bytes, of which " + largest
                    + " are allowed");
        }
        return size;
    }

    /** Reads what is missing of the length or the payload; false if the time was over before. */
    private boolean fill(Optional<Duration> limit, long deadline) throws IOException {
        InputStream in = channel.socket().getInputStream();
        while (read < payload.length) {
            int count;
            try {
                channel.socket().setSoTimeout(limit.isEmpty() ? 0 : left(deadline));
                count = in.read(payload, read, payload.length - read);
            } catch (SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                throw SocketTimeouts.interruptOr(channel, e);
            }
            if (count < 0) {
                throw new EOFException();
            }
            read += count;
        }
        return true;
    }

    /** A millisecond at least: what has arrived is taken though the time is over. */
    private static int left(long deadline) {
        return Math.max(1, SocketTimeouts.millis(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
