package org.interleave.core.workloads;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.interleave.core.Latencies;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to many {@link EchoTask}s, each on a socket of its own, as a {@link LoadGenerator} does to one: at a given rate in
 * all, to one after the other, whether they are answered or not. It runs in a process of its own, an {@link OutsideProcess}, with
 * descriptors of its own.
 *
 * <p>It begins when every one has said hello, and each hello is answered with the start. One thread selects and receives, one
 * sends. What they share is guarded by {@code this}.
 */
final class EchoLoad {

    static final String SENT = "sent";
    static final String REPLIES = "replies";
    static final String STOPPED = "stopped";
    static final String LATENCY = "latency";
    static final String LATENESS = "lateness";
    static final String COMPLAINT = "complaint";

    private static final int BACKLOG = 4096;
    private static final int REPEAT_STOP_MILLIS = 200;
    private static final int PATIENCE_SECONDS = 60;

    private final int connections;
    private final int planned;
    private final ArrivalSchedule schedule;
    private final long durationNanos;
    private final Map<Object, Peer> peers = new HashMap<>();
    private final List<Peer> inOrder = new ArrayList<>();
    private final CountDownLatch allHere = new CountDownLatch(1);
    private final CountDownLatch allStopped = new CountDownLatch(1);
    private final Latencies latency = new Latencies();
    private final Latencies lateness = new Latencies();
    private final BitSet answered = new BitSet();
    private long start;
    private int sent;
    private int stopped;
    private boolean stopping;
    private @Nullable String complaint;

    /** A server, and how a datagram or frame gets there. */
    private abstract static class Peer {

        boolean told;
        boolean hasStopped;

        abstract void send(ByteBuffer message) throws IOException;
    }

    private EchoLoad(int connections, long rate, Duration duration, long seed) {
        this.connections = connections;
        planned = Math.toIntExact(ArrivalSchedule.requests(rate, duration));
        schedule = new ArrivalSchedule(rate, seed);
        durationNanos = duration.toNanos();
    }

    /** Takes the number of connections, the rate, the duration and the seed. */
    public static void main(String[] arguments) throws IOException {
        EchoLoad load = new EchoLoad(
                Integer.parseInt(arguments[0]),
                Long.parseLong(arguments[1]),
                Duration.parse(arguments[2]),
                Long.parseLong(arguments[3]));
        Selector selector = Selector.open();
        DatagramChannel datagrams = Loopback.open();
        datagrams.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(Loopback.address(0), BACKLOG);
        server.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        Thread.ofPlatform().daemon().name("receiver").start(() -> load.receive(selector));
        Thread sender = Thread.ofPlatform().daemon().name("sender").start(load::send);
        OutsideProcess.listening(datagrams, server.getLocalAddress());
        if (OutsideProcess.awaitOrder()) {
            join(sender);
            load.print();
        }
        Runtime.getRuntime().halt(0);
    }

    private static void join(Thread sender) {
        try {
            sender.join(Duration.ofSeconds(PATIENCE_SECONDS));
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void receive(Selector selector) {
        try {
            while (true) {
                selector.select(key -> {
                    try {
                        ready(key, selector);
                    } catch (IOException gone) {
                        gone(key);
                        close(key);
                    }
                });
            }
        } catch (IOException closed) {
            complain("could not be listened to: " + closed);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException closed) {
            // or as good as that
        }
    }

    private void ready(SelectionKey key, Selector selector) throws IOException {
        if (key.channel() instanceof ServerSocketChannel server) {
            for (SocketChannel accepted = server.accept(); accepted != null; accepted = server.accept()) {
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                accepted.configureBlocking(false);
                accepted.register(selector, SelectionKey.OP_READ, new Connection(accepted));
            }
        } else if (key.channel() instanceof DatagramChannel channel) {
            receiveDatagrams(channel);
        } else if (key.attachment() instanceof Connection connection) {
            connection.read();
        }
    }

    private void receiveDatagrams(DatagramChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LoadGenerator.REQUEST_BYTES + 1);
        for (SocketAddress from = channel.receive(buffer); from != null; from = channel.receive(buffer.clear())) {
            SocketAddress peer = from;
            take(peer, buffer.flip(), () -> new Peer() {
                @Override
                void send(ByteBuffer message) throws IOException {
                    channel.send(message, peer);
                }
            });
        }
    }

    /** A connection, and what has come of a frame. */
    private final class Connection extends Peer {

        private final SocketChannel channel;
        private final ByteBuffer frame = ByteBuffer.allocate(4 * (Integer.BYTES + LoadGenerator.REQUEST_BYTES));

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void read() throws IOException {
            if (channel.read(frame) < 0) {
                throw new IOException("closed");
            }
            frame.flip();
            while (frame.remaining() >= Integer.BYTES) {
                int length = frame.getInt(frame.position());
                if (length < 0 || length > LoadGenerator.REQUEST_BYTES) {
                    complain("sent a frame of " + length + " bytes");
                    throw new IOException("no frame of an echo");
                }
                if (frame.remaining() < Integer.BYTES + length) {
                    break;
                }
                ByteBuffer message = frame.slice(frame.position() + Integer.BYTES, length);
                frame.position(frame.position() + Integer.BYTES + length);
                take(this, message, () -> this);
            }
            frame.compact();
        }

        /** A peer that does not read fills its buffer; what does not fit then is waited for, and seen as lateness. */
        @Override
        void send(ByteBuffer message) throws IOException {
            ByteBuffer whole = ByteBuffer.allocate(Integer.BYTES + message.remaining())
                    .putInt(message.remaining())
                    .put(message)
                    .flip();
            while (whole.hasRemaining()) {
                if (channel.write(whole) == 0) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            }
        }
    }

    @FunctionalInterface
    private interface Making {
        Peer peer();
    }

    private synchronized void gone(SelectionKey key) {
        Object peer = key.attachment();
        if (peer != null && !(stopping && peers.containsKey(peer))) {
            complain("closed its connection before it was told to stop");
        }
    }

    private synchronized void take(Object from, ByteBuffer message, Making making) throws IOException {
        long now = System.nanoTime();
        if (message.equals(EchoTask.HELLO.buffer())) {
            Peer peer = peers.get(from);
            if (peer == null) {
                peer = making.peer();
                peers.put(from, peer);
                inOrder.add(peer);
            }
            peer.send(EchoTask.START.buffer());
            if (inOrder.size() == connections && allHere.getCount() > 0) {
                start = now;
                allHere.countDown();
            }
            return;
        }
        Peer peer = peers.get(from);
        if (peer == null) {
            return;
        }
        if (message.equals(EchoTask.STOP.buffer()) && stopping) {
            stopped += peer.hasStopped ? 0 : 1;
            peer.hasStopped = true;
            if (stopped == connections) {
                allStopped.countDown();
            }
            return;
        }
        record(peer, message, now);
    }

    private void record(Peer peer, ByteBuffer reply, long now) {
        long number = reply.remaining() == LoadGenerator.REQUEST_BYTES ? reply.getLong(0) : -1;
        if (number < 0 || number >= sent || !reply.equals(LoadGenerator.request((int) number))) {
            complain("sent " + reply.remaining() + " bytes that repeat no request");
        } else if (inOrder.get((int) (number % connections)) != peer) {
            complain("answered a request to another");
        } else if (answered.get((int) number)) {
            complain("answered request " + number + " twice");
        } else {
            answered.set((int) number);
            latency.record(now - due((int) number));
        }
    }

    private long due(int request) {
        return start + schedule.due(request);
    }

    private void send() {
        try {
            allHere.await();
            for (int request = 0; request < planned; request++) {
                long due = due(request);
                ArrivalSchedule.parkUntil(due);
                sendTo(request, due);
            }
            ArrivalSchedule.parkUntil(start + durationNanos);
            do {
                stopAll();
            } while (!allStopped.await(REPEAT_STOP_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private synchronized void sendTo(int request, long due) {
        sent = request + 1;
        lateness.record(Math.max(0, System.nanoTime() - due));
        trySend(inOrder.get(request % connections), LoadGenerator.request(request));
    }

    private synchronized void stopAll() {
        stopping = true;
        for (Peer peer : inOrder) {
            boolean reliable =
                    peer instanceof Connection; // what comes after its end would have its last word thrown away
            if (!peer.hasStopped && !(reliable && peer.told)) {
                peer.told = true;
                trySend(peer, EchoTask.STOP.buffer());
            }
        }
    }

    /** What cannot be sent is lost like any other. */
    private static void trySend(Peer peer, ByteBuffer message) {
        try {
            peer.send(message);
        } catch (IOException lost) {
            // the report counts it
        }
    }

    private synchronized void complain(String what) {
        if (complaint == null) {
            complaint = what;
        }
    }

    private synchronized void print() {
        List<String> lines = new ArrayList<>(List.of(
                SENT + " " + sent,
                REPLIES + " " + answered.cardinality(),
                STOPPED + " " + (stopped == connections),
                LATENCY + " " + Latencies.encode(latency.histogram()),
                LATENESS + " " + Latencies.encode(lateness.histogram())));
        if (complaint != null) {
            lines.add(COMPLAINT + " " + complaint);
        }
        OutsideProcess.tell(lines);
    }
}
