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
import org.interleave.processes.cluster.Certificates;
import org.interleave.processes.cluster.NodeAddress;
import org.interleave.processes.cluster.NodeClient;
import org.interleave.processes.cluster.NodeConnection;
import org.interleave.processes.cluster.NodeTimeouts;
import org.interleave.processes.pool.Worker;
import org.interleave.processes.pool.WorkerSetup;
import org.interleave.processes.wire.Frame;

/**
 * A node as its user sees it. A thread visits it, and visits it again when a visit is over, for as long as the node is
 * wanted: so it may go and come back at any time.
 *
 * <p>Each visit has workers of its own, which end with it. Their numbers are never used again and their link leads to
 * nothing else, so a node that was declared lost can deliver nothing, whatever its old workers go on to do. A node that
 * sends what no node may send is not visited again.
 *
 * <p>Thread-safe: what is known of the visits is guarded by the monitor; the owner is called by the visit's thread only,
 * without it.
 */
public final class RemoteNode {

    private static final int CONNECT_MILLIS = 2_000;
    private static final Duration PAUSE = Duration.ofMillis(300);

    private static final int LOOK_MILLIS = 100;

    /** How long a node may take until it listens; it may just be being started. */
    private static final long LISTEN_NANOS = TimeUnit.SECONDS.toNanos(4);

    /**
     * How much longer than it may be silent a node may say that it works for somebody else, of whom it may just not have
     * noticed that he was lost.
     */
    private static final long OCCUPIED_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final NodeAddress address;
    private final Certificates certificates;
    private final NodeTimeouts silence;
    private final WorkerSetup setup;
    private final Duration patience;
    private final NodeClient.Card card;
    private final IntSupplier numbers;
    private final Worker.Owner owner;
    private final Thread visiting;
    private final Map<Integer, RemoteWorker> workers = new ConcurrentHashMap<>(); // by their numbers in the pool
    private Optional<NodeClient> visitor = Optional.empty();
    private String trouble = "it does not answer";
    private Optional<Long> occupiedSince = Optional.empty();
    private boolean staffed;
    private boolean refused;
    private boolean obstructed;
    private boolean wanted = true;
    private boolean banned;

    /**
     * Not visited yet.
     *
     * @param silence how long it may not be heard of
     * @param setup what its workers are to be like, and how long it may take to let a visitor in, for which it may have to
     *     notice first that the last one was lost, and as long again until its workers are up
     * @param numbers gives each worker its number in the pool
     * @param owner told about the workers
     */
    public RemoteNode(
            NodeAddress address,
            Certificates certificates,
            NodeTimeouts silence,
            WorkerSetup setup,
            NodeClient.Card card,
            IntSupplier numbers,
            Worker.Owner owner) {
        this.address = address;
        this.certificates = certificates;
        this.silence = silence;
        this.setup = setup;
        patience = setup.patience();
        this.card = card;
        this.numbers = numbers;
        this.owner = owner;
        visiting = Thread.ofPlatform().name("node " + address).daemon().unstarted(this::visit);
    }

    /** Begins to visit it. */
    void start() {
        visiting.start();
    }

    /**
     * Waits until all its workers are up for the first time. Says why if they are not.
     *
     * @param begun when the nodes began to be visited
     */
    public synchronized Optional<String> awaitStaff(long begun) throws InterruptedException {
        while (!staffed && !refused && System.nanoTime() - begun < patienceNanos(begun)) {
            wait(LOOK_MILLIS);
        }
        String reason = refused ? trouble : visitor.map(NodeClient::trouble).orElse(trouble);
        return staffed
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
    public Collection<? extends Worker> workers() {
        return List.copyOf(workers.values());
    }

    /** How long it is waited for, from the beginning of the visits. */
    private long patienceNanos(long begun) {
        if (obstructed) {
            return LISTEN_NANOS;
        }
        boolean answers = visitor.isPresent() && visitor.get().refused();
        if (!answers) {
            occupiedSince = Optional.empty();
            boolean welcome = visitor.isPresent() && visitor.get().welcome();
            return welcome ? patience.multipliedBy(2).toNanos() : patience.toNanos();
        }
        long since = occupiedSince.orElseGet(System::nanoTime);
        occupiedSince = Optional.of(since);
        return Math.min(patience.toNanos(), since - begun + silence.silence().toNanos() + OCCUPIED_NANOS);
    }

    private void visit() {
        do {
            Optional<String> obstacle = obstacle();
            obstructed(obstacle);
            if (obstacle.isEmpty()) {
                visitOnce();
            }
        } while (pause());
    }

    /** Nobody interrupts this object's thread: it would leave Akka half started. */
    private void awaitChange(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a private thread was interrupted", e);
        }
    }

    /** Waits a moment. Says whether the node is to be visited again. */
    private synchronized boolean pause() {
        long end = System.nanoTime() + PAUSE.toNanos();
        for (long left = PAUSE.toNanos(); wanted && left > 0; left = end - System.nanoTime()) {
            awaitChange(1 + left / 1_000_000);
        }
        return wanted && !banned;
    }

    private void visitOnce() {
        AtomicBoolean over = new AtomicBoolean();
        try (NodeClient sent = NodeClient.send(address, here(), certificates, silence, card, link -> end(link, over))) {
            visitor(Optional.of(sent));
            awaitEndOf(over);
        } catch (SocketException | InvalidInputException e) {
            obstructed(Optional.of("this machine cannot listen for its answers: " + e.getMessage()));
        } finally {
            visitor(Optional.empty());
        }
    }

    /**
     * This side's end of a link to it.
     *
     * @param over is set when the visit is over
     */
    public NodeConnection.End end(NodeConnection link, AtomicBoolean over) {
        return new Stay(link, over);
    }

    private synchronized void awaitEndOf(AtomicBoolean over) {
        while (wanted && !over.get()) {
            awaitChange(0);
        }
    }

    private synchronized void visitor(Optional<NodeClient> sent) {
        visitor = sent;
    }

    private synchronized void obstructed(Optional<String> obstacle) {
        obstructed = obstacle.isPresent();
        refused = false;
        trouble = obstacle.orElse(trouble);
        notifyAll();
    }

    /** A visit is over. If it was refused, or was over before the node was of use, it is no use to try again. */
    private synchronized void ended(AtomicBoolean over, String reason) {
        over.set(true);
        trouble = reason;
        refused = !staffed;
        notifyAll();
    }

    private synchronized void ban() {
        banned = true;
    }

    private synchronized void staffed() {
        staffed = true;
        notifyAll();
    }

    /** Saves a visitor the way if nobody listens. */
    private Optional<String> obstacle() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("nothing answers there: " + e.getMessage());
        }
    }

    /** The address of this machine from which the way leads to the node. */
    private NodeAddress here() throws SocketException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()));
            return new NodeAddress(socket.getLocalAddress().getHostAddress(), 0);
        }
    }

    /** Stops visiting it, and returns at once. */
    synchronized void leave() {
        wanted = false;
        notifyAll();
    }

    /** Waits until the last visit is over, and nothing is left of it. */
    void awaitEnd() {
        Join.of(visiting);
    }

    /** One visit. Called by its thread only. */
    private final class Stay implements NodeConnection.End {

        private final NodeConnection link;
        private final AtomicBoolean over;
        private final Map<Integer, RemoteWorker> byNumberThere = new ConcurrentHashMap<>();
        private final NodeLimits limits = new NodeLimits();
        private boolean ending;

        Stay(NodeConnection link, AtomicBoolean over) {
            this.link = link;
            this.over = over;
        }

        /** What is not as it should be, here or where it leads to, ends the visit: nothing is thrown at who delivers it. */
        @Override
        public void received(ByteBuffer parcel) {
            if (ending) {
                return;
            }
            try {
                take(NodeFrameCodec.decode(parcel));
            } catch (RuntimeException e) {
                ending = true;
                ban();
                link.end("it broke the rules, and is not visited again: "
                        + (e instanceof IllegalStateException ? e.getMessage() : e));
            }
        }

        private void take(NodeFrame parcel) {
            switch (parcel) {
                case NodeFrame.Admitted admitted ->
                    link.send(NodeFrameCodec.encode(new NodeFrame.Setup(setup.objectDepth(), patience)));
                case NodeFrame.Framed framed -> received(worker(framed.worker()), framed.frame());
                case NodeFrame.WorkerReady ready -> ready(limits.checked(ready, byNumberThere.size()));
                case NodeFrame.WorkerEnded ended -> ended(worker(ended.worker()), Printable.line(ended.how()));
                case NodeFrame.Staffed staffed -> staffed();
                case NodeFrame.Printed printed ->
                    System.err.println(
                            Printable.line("[" + printed.worker() + " on " + address + "] " + printed.line()));
                default ->
                    throw new IllegalStateException(
                            "it sent a " + parcel.getClass().getSimpleName() + ", which no node does");
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
            RemoteWorker worker = new RemoteWorker(numbers.getAsInt(), ready, address, link);
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
