package org.interleave.core.workloads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Join;
import org.jspecify.annotations.Nullable;

/**
 * Takes the datagrams of a {@link DatagramTask} on loopback, counts and discards them. The sender never has to wait for
 * it: what finds the buffer full is lost.
 *
 * <p>One thread empties the buffer every {@value #PAUSE_MILLIS} ms and sleeps in between, instead of waiting for
 * datagrams: to be woken for each would cost the sender more than the sending, and on one processor decide who runs
 * next. To wake just when a lock changes hands decides that too, so it wakes seldom.
 *
 * <p>What that thread alone writes, {@link #finish} reads after it has joined it.
 */
final class DatagramSink implements AutoCloseable {

    /** Its thread's name. */
    static final String THREAD_NAME = "datagram-sink";

    private static final int PAUSE_MILLIS = 20;

    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final Thread thread = Thread.ofPlatform().daemon().name(THREAD_NAME).unstarted(this::empty);
    private final CountDownLatch finishing = new CountDownLatch(1);

    private final ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + 1);
    private @Nullable SocketAddress sender;
    private long received;
    private long highest = -1;
    private @Nullable String complaint;
    private @Nullable IOException failure;

    /**
     * What came of it.
     *
     * @param received how many datagrams arrived
     * @param highest the highest number among them, -1 if there is none
     * @param complaint what the sender did wrong first, if anything, to follow its name
     */
    record Report(long received, long highest, Optional<String> complaint) {}

    private DatagramSink(DatagramChannel channel) {
        this.channel = channel;
        address = Loopback.address(channel);
    }

    /**
     * Takes datagrams from now on.
     *
     * @throws UncheckedIOException if there is no socket to be had
     */
    static DatagramSink start() {
        DatagramSink sink = new DatagramSink(Loopback.open());
        sink.thread.start();
        return sink;
    }

    /** Where datagrams have to go. */
    InetSocketAddress address() {
        return address;
    }

    /**
     * Takes what came of it once the sender has ended, and closes it.
     *
     * @throws UncheckedIOException if it could not receive
     */
    Report finish() {
        close();
        if (failure != null) {
            throw new UncheckedIOException("the sink could not receive", failure);
        }
        return new Report(received, highest, Optional.ofNullable(complaint));
    }

    /** A last look at the buffer, then nothing is left. */
    @Override
    public void close() {
        finishing.countDown();
        Join.of(thread);
    }

    private void empty() {
        try (channel) {
            channel.configureBlocking(false);
            boolean last;
            do {
                last = finishing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                takeAll();
            } while (!last);
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void takeAll() throws IOException {
        SocketAddress from;
        while ((from = channel.receive(buffer.clear())) != null) {
            if (sender == null) {
                sender = from;
            }
            if (from.equals(sender)) {
                take(buffer.flip());
            }
        }
    }

    private void take(ByteBuffer datagram) {
        long number = datagram.remaining() == Long.BYTES ? datagram.getLong(0) : -1;
        if (number > highest) {
            highest = number;
            received++;
        } else if (complaint == null) {
            complaint = "sent a datagram of " + datagram.remaining() + " bytes where one numbered above " + highest
                    + " was next";
        }
    }
}
