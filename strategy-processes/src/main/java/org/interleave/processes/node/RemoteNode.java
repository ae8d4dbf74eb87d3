package org.interleave.processes.node;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Join;
import org.interleave.core.Printable;
import org.interleave.core.ThrownText;
import org.interleave.processes.cluster.Certificates;
import org.interleave.processes.cluster.NodeAddress;
import org.interleave.processes.cluster.NodeClient;
import org.interleave.processes.cluster.NodeConnection;
import org.interleave.processes.cluster.NodeTimeouts;
import org.interleave.processes.pool.Worker;
import org.interleave.processes.pool.WorkerSetup;
import org.interleave.processes.wire.Frame;

/**
 * A node as its user has it. A thread keeps a session with the node, and opens another when one has ended, for as long as
 * the node is wanted: so the node may go and come back at any time.
 *
 * <p>Each session has workers of its own, which end with it. Their numbers are never used again and their connection leads
 * to nothing else, so a node that was declared lost can deliver nothing, whatever its old workers go on to do. A node that
 * violates the protocol is not connected to again.
 *
 * <p>Thread-safe: what is known of the sessions is guarded by the monitor; the owner is called by the session's thread only,
 * without it.
 */
final class RemoteNode {

    /** The timeout of the first connection, which only finds out whether anybody listens. */
    private static final int CONNECT_MILLIS = 2_000;
    /** Between the end of a session and the next attempt. */
    private static final Duration PAUSE = Duration.ofMillis(300);

    private static final int LOOK_MILLIS = 100;

    /** The time that a node has until it listens; it may just be being started. */
    private static final long LISTEN_NANOS = TimeUnit.SECONDS.toNanos(4);

    /**
     * How much longer than its silence a node may refuse because it works for another client, which it may just not have
     * noticed to be lost.
     */
    private static final long OCCUPIED_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final NodeAddress address;
    private final Certificates certificates;
    private final NodeTimeouts silence;
    private final WorkerSetup setup;
    private final Duration patience;
    private final NodeClient.ClientInfo info;
    private final IntSupplier numbers;
    private final Worker.Owner owner;
    private final Thread connecting;
    private final Map<Integer, RemoteWorker> workers = new ConcurrentHashMap<>(); // by their numbers in the pool
    private Optional<NodeClient> client = Optional.empty();
    private String trouble = "it does not answer";
    private Optional<Long> occupiedSince = Optional.empty();
    private boolean workersReady;
    private boolean refused;
    private boolean obstructed;
    private boolean wanted = true;
    private boolean banned;

    /**
     * A node that is not connected to yet.
     *
     * @param silence how long it may not be heard of
     * @param setup what its workers are to be like, and how long it may take to accept a client, for which it may have to
     *     notice first that the last one was lost, and as long again until its workers are up
     * @param info what it is told of this client
     * @param numbers gives each worker its number in the pool
     * @param owner told about the workers
     */
    RemoteNode(
            NodeAddress address,
            Certificates certificates,
            NodeTimeouts silence,
            WorkerSetup setup,
            NodeClient.ClientInfo info,
            IntSupplier numbers,
            Worker.Owner owner) {
        this.address = address;
        this.certificates = certificates;
        this.silence = silence;
        this.setup = setup;
        patience = setup.patience();
        this.info = info;
        this.numbers = numbers;
        this.owner = owner;
        connecting = Thread.ofPlatform().name("node " + address).daemon().unstarted(this::keepConnected);
    }

    /** Begins to connect, and returns at once. */
    void start() {
        connecting.start();
    }

    /**
     * Waits until all its workers are up for the first time. Says why if they are not.
     *
     * @param begun when the nodes began to be connected to, as {@link System#nanoTime} gave it
     */
    synchronized Optional<String> awaitWorkers(long begun) throws InterruptedException {
        while (!workersReady && !refused && System.nanoTime() - begun < patienceNanos(begun)) {
            wait(LOOK_MILLIS);
        }
        String reason = refused ? trouble : client.map(NodeClient::trouble).orElse(trouble);
        return workersReady
                ? Optional.empty()
                : Optional.of("node " + address + " cannot be used: " + Printable.line(reason) + advice(reason));
    }

    private static String advice(String reason) {
        return reason.contains("certificates")
                ? " (both sides need the same: --certificates DIR there and --set certificates=DIR here, or neither, for a"
                        + " node of yours on loopback)"
                : "";
    }

    /** Those of its workers that are up. */
    Collection<? extends Worker> workers() {
        return List.copyOf(workers.values());
    }

    /** The time that its workers have to come up, from the first attempt to connect. */
    private long patienceNanos(long begun) {
        if (obstructed) {
            return LISTEN_NANOS;
        }
        boolean answers = client.isPresent() && client.get().refused();
        if (!answers) {
            occupiedSince = Optional.empty();
            boolean accepted = client.isPresent() && client.get().accepted();
            return accepted ? patience.multipliedBy(2).toNanos() : patience.toNanos();
        }
        long since = occupiedSince.orElseGet(System::nanoTime);
        occupiedSince = Optional.of(since);
        return Math.min(patience.toNanos(), since - begun + silence.silence().toNanos() + OCCUPIED_NANOS);
    }

    private void keepConnected() {
        do {
            Optional<String> obstacle = obstacle();
            obstructed(obstacle);
            if (obstacle.isEmpty()) {
                connectOnce();
            }
        } while (pause());
    }

    /** Nobody interrupts this object's thread: it would leave Akka half started. */
    @SuppressWarnings("WaitNotInLoop") // the callers have the loop, with the time that is left
    private void awaitChange(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a private thread was interrupted", e);
        }
    }

    /** Waits a moment. Says whether the node is to be connected to again. */
    private synchronized boolean pause() {
        long end = System.nanoTime() + PAUSE.toNanos();
        for (long left = PAUSE.toNanos(); wanted && left > 0; left = end - System.nanoTime()) {
            awaitChange(1 + left / 1_000_000);
        }
        return wanted && !banned;
    }

    private void connectOnce() {
        AtomicBoolean over = new AtomicBoolean();
        try (NodeClient opened = NodeClient.connect(
                address, here(), certificates, silence, info, connection -> handler(connection, over))) {
            client(Optional.of(opened));
            awaitEndOf(over);
        } catch (SocketException | InvalidInputException e) {
            obstructed(Optional.of("this machine cannot listen for its answers: " + e.getMessage()));
        } catch (RuntimeException | Error e) {
            obstructed(Optional.of("to connect to it failed: " + ThrownText.line(e)));
        } finally {
            client(Optional.empty());
        }
    }

    /**
     * The handler of what comes through a connection to it.
     *
     * @param over is set when the session is over
     */
    NodeConnection.Handler handler(NodeConnection connection, AtomicBoolean over) {
        return new SessionHandler(connection, over);
    }

    private synchronized void awaitEndOf(AtomicBoolean over) {
        while (wanted && !over.get()) {
            awaitChange(0);
        }
    }

    private synchronized void client(Optional<NodeClient> opened) {
        client = opened;
    }

    private synchronized void obstructed(Optional<String> obstacle) {
        obstructed = obstacle.isPresent();
        refused = false;
        trouble = obstacle.orElse(trouble);
        notifyAll();
    }

    /** A session is over. If it was refused, or was over before the workers were ready, it is no use to try again. */
    private synchronized void ended(AtomicBoolean over, String reason) {
        over.set(true);
        trouble = reason;
        refused = !workersReady;
        notifyAll();
    }

    private synchronized void ban() {
        banned = true;
    }

    private synchronized void workersReady() {
        workersReady = true;
        notifyAll();
    }

    /** Why nobody can be connected to there, if so: it saves starting an actor system. */
    private Optional<String> obstacle() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("nothing answers there: " + e.getMessage());
        }
    }

    /** The address of this machine from which packets go to the node. */
    private NodeAddress here() throws SocketException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()));
            return new NodeAddress(socket.getLocalAddress().getHostAddress(), 0);
        }
    }

    /** Ends the session and opens no other. Returns at once. */
    synchronized void leave() {
        wanted = false;
        notifyAll();
    }

    /** Waits until the last session is over, and nothing is left of it. */
    void awaitEnd() {
        Join.of(connecting);
    }

    /** The handler of one session. Called by its thread only. */
    private final class SessionHandler implements NodeConnection.Handler {

        private final NodeConnection connection;
        private final AtomicBoolean over;
        private final Map<Integer, RemoteWorker> byNumberThere = new ConcurrentHashMap<>();
        private final NodeLimits limits = new NodeLimits();
        private boolean ending;

        SessionHandler(NodeConnection connection, AtomicBoolean over) {
            this.connection = connection;
            this.over = over;
        }

        /**
         * A violation of the protocol, here or where the frame leads to, ends the session: nothing is thrown at the caller.
         */
        @Override
        public void received(ByteBuffer frame) {
            if (ending) {
                return;
            }
            try {
                take(NodeFrameCodec.decode(frame));
            } catch (RuntimeException e) {
                ending = true;
                ban();
                connection.end("it violated the protocol, and is not connected to again: "
                        + (e instanceof IllegalStateException ? e.getMessage() : e));
            }
        }

        private void take(NodeFrame frame) {
            switch (frame) {
                case NodeFrame.Admitted admitted ->
                    connection.send(NodeFrameCodec.encode(new NodeFrame.Setup(setup.objectDepth(), patience)));
                case NodeFrame.Framed framed -> received(worker(framed.worker()), framed.frame());
                case NodeFrame.WorkerReady ready -> ready(limits.checked(ready, byNumberThere.size()));
                case NodeFrame.WorkerEnded ended -> ended(worker(ended.worker()), Printable.line(ended.how()));
                case NodeFrame.WorkersReady workersReady -> workersReady();
                case NodeFrame.Printed printed ->
                    System.err.println(
                            Printable.line("[" + printed.worker() + " on " + address + "] " + printed.line()));
                default ->
                    throw new IllegalStateException(
                            "it sent a " + frame.getClass().getSimpleName() + ", which no node does");
            }
        }

        private RemoteWorker worker(int numberThere) {
            RemoteWorker worker = byNumberThere.get(numberThere);
            if (worker == null) {
                throw new IllegalStateException(
                        "it sent something of worker " + numberThere + ", which it does not have");
            }
            return worker;
        }

        /** The worker's number here takes the place of its number there, by which senders are known to each other. */
        private void received(RemoteWorker worker, Frame.OfRun frame) {
            NodeLimits.check(frame);
            Frame.OfRun renamed = frame instanceof Frame.Post post
                    ? new Frame.Post(post.run(), post.inbox(), worker.number(), post.messages())
                    : frame;
            owner.received(worker, renamed);
        }

        private void ready(NodeFrame.WorkerReady ready) {
            if (byNumberThere.containsKey(ready.worker())) {
                throw new IllegalStateException("it announced worker " + ready.worker() + " twice");
            }
            RemoteWorker worker = new RemoteWorker(numbers.getAsInt(), ready, address, connection);
            byNumberThere.put(ready.worker(), worker);
            workers.put(worker.number(), worker);
            owner.ready(worker, ready.startTime());
        }

        private void ended(RemoteWorker worker, String how) {
            byNumberThere.values().remove(worker);
            workers.remove(worker.number());
            worker.end();
            owner.ended(worker, how);
        }

        @Override
        public void closed(String why) {
            List<RemoteWorker> lost = new ArrayList<>(byNumberThere.values());
            lost.forEach(RemoteWorker::lose);
            lost.forEach(worker -> ended(worker, "was lost with its node: " + Printable.line(why)));
            RemoteNode.this.ended(over, why);
        }
    }
}
