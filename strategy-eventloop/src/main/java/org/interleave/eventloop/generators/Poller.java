package org.interleave.eventloop.generators;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.interleave.core.runtime.PeerSockets;
import org.jspecify.annotations.Nullable;

/**
 * The place where a loop waits: for its sockets, in a selector, for time to pass, and for other threads to wake it. Of the
 * loop's thread, but for {@link #wakeUp}.
 *
 * <p>A selector counts time in milliseconds. While no socket is open the thread parks instead, which is exact to some 50 µs;
 * while one is, a wait may last up to a millisecond longer.
 */
final class Poller implements AutoCloseable {

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(PeerSockets.LARGEST_DATAGRAM);
    private volatile @Nullable Thread thread;

    /** Opens it. */
    Poller() throws IOException {
        selector = Selector.open();
    }

    /**
     * Waits until a socket is ready or somebody {@link #wakeUp wakes} it, and has the generators whose sockets are ready
     * woken.
     *
     * @param nanos how long at most; zero or less just looks
     */
    void await(long nanos) throws IOException {
        if (thread != Thread.currentThread()) {
            thread = Thread.currentThread();
        }
        if (!selector.keys().isEmpty()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
            if (nanos > 0) {
                selector.select(Poller::wake, Math.max(1, millis));
            } else {
                selector.selectNow(Poller::wake);
            }
        } else if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
        Thread.interrupted(); // a task may have interrupted its thread, which would not wait again
    }

    private static void wake(SelectionKey key) {
        key.interestOps(0);
        ((Runnable) key.attachment()).run();
    }

    /** Ends the present wait, or the next. From any thread. */
    void wakeUp() {
        LockSupport.unpark(thread);
        selector.wakeup();
    }

    /**
     * Takes a socket in. The loop waits for it when the key's interest says so, once.
     *
     * @param ready what to do when it is ready
     */
    SelectionKey register(SelectableChannel socket, Runnable ready) throws IOException {
        socket.configureBlocking(false);
        return socket.register(selector, 0, ready);
    }

    /** A buffer for the largest datagram, for whoever reads one on the loop's thread. */
    ByteBuffer buffer() {
        return buffer.clear();
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
