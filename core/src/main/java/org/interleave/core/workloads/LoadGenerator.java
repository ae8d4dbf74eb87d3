package org.interleave.core.workloads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.interleave.core.Join;
import org.interleave.core.Latencies;
import org.interleave.core.Tick;
import org.jspecify.annotations.Nullable;

/**
 * Sends UDP requests to an {@link EchoTask} when they are due ({@link ArrivalSchedule}), whether they are answered or not, and
 * times the replies.
 *
 * <p>A reply's latency counts from when its request was due, not from when it was sent or the one before was answered:
 * a stall counts for every request it delays (no coordinated omission). The sender's own lateness is in it too, and
 * told apart.
 *
 * <p>Two threads block or park, and never spin. The sender waits for the server's hello, sends the start, then the requests,
 * then, when the duration is over, the stop, again and again until the server has sent that back. Datagrams on loopback keep
 * their order, so the stop comes back after every reply that is not lost, and nothing has to be waited for beyond it.
 *
 * <p>What one thread alone writes, {@link #finish} reads after it has joined that thread. The hello reaches the sender
 * through a future. {@code sent} and {@code stopping} are volatile and written before the datagram they speak of, so that
 * the receiver knows a reply to something that was never sent.
 */
final class LoadGenerator implements AutoCloseable {

    /** The beginning of its threads' names. */
    static final String THREAD_NAME = "load-generator";

    private static final long REPEAT_STOP_MILLIS = 100;
    /** The size of a request. What else is said is shorter. */
    static final int REQUEST_BYTES = 2 * Long.BYTES;

    private final int planned;
    private final ArrivalSchedule schedule;
    private final long durationNanos;
    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final Thread sender = new Thread(this::send, THREAD_NAME + "-sender");
    private final Thread receiver = new Thread(this::receive, THREAD_NAME + "-receiver");

    private final CompletableFuture<Session> session = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int sent;
    private volatile boolean stopping;

    private final Latencies latency = new Latencies();
    private final Latencies lateness = new Latencies();
    private final BitSet answered;
    private final long[] answeredAt;
    private boolean stopped;
    private @Nullable String complaint;
    private @Nullable IOException failure;

    /** The server's address, and when the first period begins. */
    private record Session(SocketAddress server, long start) {}

    /**
     * What came of it.
     *
     * @param latency nanoseconds from when a request was due to its reply
     * @param lateness nanoseconds from when a request was due to when it was sent
     * @param sent how many requests were sent
     * @param replies how many of them were answered
     * @param stopped whether the stop came back, which it does only after the last request and the last reply
     * @param complaint what the server did wrong first, if anything, to follow its name
     */
    record Report(
            Histogram latency,
            Histogram lateness,
            int sent,
            int replies,
            boolean stopped,
            Optional<String> complaint) {}

    private LoadGenerator(long rate, Duration duration, long seed) {
        planned = Math.toIntExact(ArrivalSchedule.requests(rate, duration));
        schedule = new ArrivalSchedule(rate, seed);
        durationNanos = duration.toNanos();
        answered = new BitSet(planned);
        answeredAt = new long[planned];
        channel = Loopback.open();
        address = Loopback.address(channel);
    }

    /**
     * Waits for a server's hello from now on.
     *
     * @param rate requests per second
     * @param duration how long to send them; the stop is sent when it is over, so that a round lasts as long
     * @param seed of the moments when they are due
     * @throws UncheckedIOException if there is no socket to be had
     */
    static LoadGenerator start(long rate, Duration duration, long seed) {
        LoadGenerator generator = new LoadGenerator(rate, duration, seed);
        generator.receiver.setDaemon(true);
        generator.sender.setDaemon(true);
        generator.receiver.start();
        generator.sender.start();
        return generator;
    }

    /** Where the server finds it. */
    InetSocketAddress address() {
        return address;
    }

    /**
     * Takes what came of it once the server has ended, and closes it.
     *
     * @param patience how long to wait for what the server sent last
     * @throws UncheckedIOException if it could not receive
     */
    Report finish(Duration patience) {
        boolean ignored = Join.of(receiver, patience);
        close();
        if (failure != null) {
            throw new UncheckedIOException("the load generator could not receive", failure);
        }
        return new Report(
                latency.histogram(),
                lateness.histogram(),
                sent,
                answered.cardinality(),
                stopped,
                Optional.ofNullable(complaint));
    }

    /**
     * The number of requests that were sent and due within a time, once it has {@linkplain #finish finished}.
     *
     * @param from the beginning, by {@link System#nanoTime}
     * @param to the end
     */
    int due(long from, long to) {
        return (int) IntStream.range(0, sent)
                .filter(request -> isDue(request, from, to))
                .count();
    }

    /** The number of those that were answered within that time too. */
    int answered(long from, long to) {
        return (int) IntStream.range(0, sent)
                .filter(request -> isDue(request, from, to) && answered.get(request) && answeredAt[request] - to < 0)
                .count();
    }

    /** Whether the server, once it has {@linkplain #finish finished}, had answered some request before the next was due. */
    boolean serverWaited() {
        Session begun = session.join();
        return IntStream.range(1, sent)
                .anyMatch(next -> answered.get(next - 1) && answeredAt[next - 1] - due(begun, next) < 0);
    }

    private boolean isDue(int request, long from, long to) {
        long due = due(session.join(), request);
        return due - from >= 0 && due - to < 0;
    }

    @Override
    public void close() {
        sender.interrupt();
        try {
            channel.close();
        } catch (IOException ignored) {
            // nothing was buffered and nobody waits for it
        }
        Join.of(sender);
        Join.of(receiver);
    }

    private void send() {
        try {
            Session begun = session.get();
            send(EchoTask.START.buffer(), begun.server());
            for (int request = 0; request < planned; request++) {
                long due = due(begun, request);
                ArrivalSchedule.parkUntil(due);
                sent = request + 1;
                lateness.record(System.nanoTime() - due);
                send(request(request), begun.server());
            }
            ArrivalSchedule.parkUntil(begun.start() + durationNanos);
            stopping = true;
            do {
                send(EchoTask.STOP.buffer(), begun.server());
            } while (!ended.await(REPEAT_STOP_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException | ClosedChannelException closed) {
            // close() wants it to end
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A datagram that cannot be sent is lost like any other. */
    private void send(ByteBuffer datagram, SocketAddress server) throws ClosedChannelException {
        try {
            channel.send(datagram, server);
        } catch (ClosedChannelException closed) {
            throw closed;
        } catch (IOException ignored) {
            // the report counts it as lost
        }
    }

    private long due(Session begun, int request) {
        return begun.start() + schedule.due(request);
    }

    /** Its number, and what only the sender of that number knows. */
    static ByteBuffer request(int number) {
        return ByteBuffer.allocate(REQUEST_BYTES)
                .putLong(number)
                .putLong(Tick.seed(number))
                .flip();
    }

    private void receive() {
        ByteBuffer buffer = ByteBuffer.allocate(REQUEST_BYTES + 1);
        try {
            while (!stopped) {
                buffer.clear();
                SocketAddress from = channel.receive(buffer);
                stopped = accept(buffer.flip(), from, System.nanoTime());
            }
        } catch (ClosedChannelException closed) {
            // close() wants it to end
        } catch (IOException e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    /** Takes a datagram; true if it was the stop. */
    private boolean accept(ByteBuffer datagram, SocketAddress from, long now) {
        if (!session.isDone()) {
            if (datagram.equals(EchoTask.HELLO.buffer())) {
                session.complete(new Session(from, now));
            }
            return false;
        }
        Session begun = session.join();
        if (!from.equals(begun.server()) || datagram.equals(EchoTask.HELLO.buffer())) {
            return false;
        }
        if (datagram.equals(EchoTask.STOP.buffer()) && stopping) {
            return true;
        }
        record(datagram, begun, now);
        return false;
    }

    private void record(ByteBuffer reply, Session begun, long now) {
        long number = reply.remaining() == REQUEST_BYTES ? reply.getLong(0) : -1;
        if (number < 0 || number >= sent || !reply.equals(request((int) number))) {
            complain("sent a datagram of " + reply.remaining() + " bytes that repeats no request");
        } else if (answered.get((int) number)) {
            complain("answered request " + number + " twice");
        } else {
            answered.set((int) number);
            answeredAt[(int) number] = now;
            latency.record(now - due(begun, (int) number));
        }
    }

    private void complain(String what) {
        if (complaint == null) {
            complaint = what;
        }
    }
}
