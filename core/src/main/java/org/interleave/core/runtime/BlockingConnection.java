package org.interleave.core.runtime;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection that a thread blocks on. What a time limit interrupts, be it that it connects or that a frame has arrived in
 * part, goes on with the next receive. An interrupt closes it: the thread may have been in the midst of a frame.
 */
final class BlockingConnection implements BlockingPorts.Endpoint {

    /** The most that is written at once: more would be copied to memory that the thread keeps. */
    private static final int MOST_WRITTEN = 64 * 1024;

    private final Port.Tcp port;
    private final SocketChannel channel;
    private final FrameAssembly frames;
    private boolean connected;
    private @Nullable String closed;

    /** Begins to connect. */
    BlockingConnection(Port.Tcp port) throws IOException {
        this.port = port;
        frames = new FrameAssembly(port.largest());
        PeerSockets.address(port.peer());
        channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // a frame is written when it is whole
            channel.configureBlocking(false);
            connected = channel.connect(port.peer());
            channel.configureBlocking(true);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw unconnected(e);
        }
    }

    private IOException unconnected(Exception e) {
        return new IOException("cannot connect to " + port.peer() + ": " + e.getMessage(), e);
    }

    /** Connects, within a limit if there is one. Says whether it has. */
    private boolean connect(Optional<Duration> limit) throws IOException {
        if (connected) {
            return true;
        }
        try {
            channel.configureBlocking(limit.isEmpty());
            if (limit.filter(Duration::isPositive).isPresent()) {
                awaitConnection(SocketTimeouts.millis(limit.get()));
            }
            connected = channel.finishConnect();
            channel.configureBlocking(true);
            return connected;
        } catch (ClosedByInterruptException e) {
            throw interrupted();
        } catch (IOException e) {
            closeBecause("it was never open");
            throw unconnected(e);
        }
    }

    private void awaitConnection(int millis) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_CONNECT);
            selector.select(millis);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
    }

    /** What it throws has closed it. */
    private ClosedByInterruptException interrupted() throws IOException {
        closeBecause("a wait for it was cut short");
        return new ClosedByInterruptException();
    }

    @Override
    public void send(Message message) throws IOException {
        checkOpen();
        connect(Optional.empty());
        ByteBuffer payload = message.buffer();
        ByteBuffer part = ByteBuffer.allocate((int) Math.min(MOST_WRITTEN, Integer.BYTES + (long) message.size()));
        part.putInt(message.size());
        try {
            do {
                int count = Math.min(part.remaining(), payload.remaining());
                part.put(payload.slice(payload.position(), count)).flip();
                payload.position(payload.position() + count);
                write(part);
                part.clear();
            } while (payload.hasRemaining());
        } catch (ClosedByInterruptException e) {
            throw interrupted();
        }
    }

    private void write(ByteBuffer part) throws IOException {
        while (part.hasRemaining()) {
            channel.write(part);
        }
    }

    private void checkOpen() throws IOException {
        if (closed != null) {
            throw new IOException("the connection to " + port.peer() + " is closed: " + closed);
        }
    }

    @Override
    public Arrival receive(Optional<Duration> limit) throws IOException {
        long deadline = System.nanoTime() + limit.map(TimerExpirations::nanos).orElse(TimerExpirations.NEVER);
        while (closed == null && !connect(left(limit, deadline))) {
            if (over(limit, deadline)) {
                return Arrival.timedOut();
            }
        }
        try {
            while (closed == null) {
                Optional<Message> frame = frames.next();
                if (frame.isPresent()) {
                    return new Arrival.Received(frame.get());
                }
                int count = read(frames.room(), left(limit, deadline));
                if (count < 0) {
                    closeBecause(frames.isEmpty() ? "the peer closed it" : "the peer closed it within a frame");
                } else if (count == 0 && over(limit, deadline)) {
                    return Arrival.timedOut();
                }
            }
        } catch (ClosedByInterruptException e) {
            throw interrupted();
        } catch (IOException e) {
            closeBecause(String.valueOf(e.getMessage()));
        }
        return new Arrival.Closed(String.valueOf(closed));
    }

    private static Optional<Duration> left(Optional<Duration> limit, long deadline) {
        return limit.map(any -> Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    private static boolean over(Optional<Duration> limit, long deadline) {
        return limit.isPresent() && deadline - System.nanoTime() <= 0;
    }

    /** Reads what comes within a limit, if there is one; zero bytes if nothing came. */
    private int read(ByteBuffer into, Optional<Duration> limit) throws IOException {
        if (limit.isEmpty()) {
            return channel.read(into);
        }
        if (limit.get().isZero()) {
            channel.configureBlocking(false);
            try {
                return channel.read(into);
            } finally {
                channel.configureBlocking(true);
            }
        }
        try {
            channel.socket().setSoTimeout(SocketTimeouts.millis(limit.get()));
            int count = channel.socket().getInputStream().read(into.array(), into.position(), into.remaining());
            into.position(into.position() + Math.max(0, count));
            return count;
        } catch (SocketTimeoutException e) {
            return 0;
        } catch (IOException e) {
            throw SocketTimeouts.interruptOr(channel, e);
        }
    }

    private void closeBecause(String why) throws IOException {
        closed = why;
        channel.close();
    }

    @Override
    public void close() throws IOException {
        closeBecause("the task has ended");
    }
}
