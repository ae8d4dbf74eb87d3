package org.interleave.processes.node;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Join;
import org.interleave.core.Printable;
import org.interleave.core.StrategyException;
import org.interleave.processes.cluster.LogLimiter;
import org.interleave.processes.cluster.NodeConnection;
import org.interleave.processes.pool.LocalWorkers;
import org.interleave.processes.pool.PoolOptions;
import org.interleave.processes.pool.Worker;
import org.interleave.processes.pool.WorkerSetup;
import org.interleave.processes.wire.Codec;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.PayloadCodec;
import org.interleave.processes.wire.PayloadException;
import org.interleave.processes.wire.TaskClassPath;
import org.interleave.processes.wire.Transport;

/**
 * A user's session as the node has it: workers of its own, the user's frames passed to them and theirs to the user. A thread
 * starts the workers as the user's setup says, starts one again that ended before it was up, and ends them all when the
 * session is over, or before if one does not come up at the second time.
 *
 * <p>Thread-safe: a worker is in the map from its hello to its end, and what it sends is passed on by the thread that reads
 * from it, in between.
 */
final class NodeSession implements NodeConnection.Handler, Worker.Owner {

    /** The period of looks whether a worker has stopped in the middle of a frame. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Node.Settings settings;
    private final NodeConnection connection;
    private final String user;
    private final LogLimiter log;
    private final CompletableFuture<WorkerSetup> setup = new CompletableFuture<>();
    private final long fingerprint;
    private final Map<Integer, Worker> workers = new ConcurrentHashMap<>();
    private final Semaphore missing = new Semaphore(0);
    private volatile boolean over;
    private final Thread thread;

    /** A session without workers yet. */
    NodeSession(Node.Settings settings, long fingerprint, NodeConnection connection, String user, LogLimiter log) {
        this.settings = settings;
        this.connection = connection;
        this.user = Printable.line(user);
        this.log = log;
        this.fingerprint = fingerprint;
        thread = Thread.ofPlatform().name("workers for " + user).daemon().unstarted(this::runWorkers);
    }

    /** The setup of workers here that the user's options come to. They are checked, as any that are given. */
    private WorkerSetup setup(NodeFrame.Setup wanted) {
        long depth = PayloadCodec.OBJECT_DEPTH.parse(Integer.toString(wanted.objectDepth()), user);
        Duration patience = PoolOptions.PATIENCE.parse(PoolOptions.PATIENCE.format(wanted.patience()), user);
        return new WorkerSetup(fingerprint, Codec.JAVA, Math.toIntExact(depth), Transport.PIPE, patience);
    }

    void start() {
        thread.start();
        send(new NodeFrame.Admitted());
    }

    private void runWorkers() {
        try {
            runWorkers(new LocalWorkers(settings.workers(), setup.get(), this));
        } catch (InterruptedException e) {
            // the user has left
        } catch (ExecutionException e) {
            throw new IllegalStateException("never completed exceptionally", e);
        }
    }

    private void runWorkers(LocalWorkers local) throws InterruptedException {
        try {
            local.fill();
            send(new NodeFrame.WorkersReady());
            while (!over) {
                if (missing.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    local.fill();
                }
                local.endStalled();
            }
        } catch (StrategyException e) {
            log.accept("no workers", "no workers for " + user + ": " + e.getMessage());
            connection.end("it has no workers: " + e.getMessage());
        } finally {
            local.close();
        }
    }

    private void send(NodeFrame frame) {
        connection.send(NodeFrameCodec.encode(frame));
    }

    @Override
    public void received(ByteBuffer frame) {
        switch (NodeFrameCodec.decode(frame)) {
            case NodeFrame.Setup wanted -> setup.complete(setup(wanted));
            case NodeFrame.Framed framed -> worker(framed.worker()).ifPresent(worker -> pass(framed.frame(), worker));
            case NodeFrame.Retire retire -> worker(retire.worker()).ifPresent(Worker::retire);
            case NodeFrame.Kill kill -> worker(kill.worker()).ifPresent(Worker::kill);
            default -> throw new IllegalStateException("that is for a node to send");
        }
    }

    /** Nothing if it has ended, of which the user will hear. */
    private Optional<Worker> worker(int number) {
        return Optional.ofNullable(workers.get(number));
    }

    private void pass(Frame.OfRun frame, Worker worker) {
        worker.send(frame instanceof Frame.RunTask task ? located(task) : frame);
    }

    /** Where classes are found is for the node to say. */
    private Frame.RunTask located(Frame.RunTask task) {
        TaskClassPath plugin = new TaskClassPath(true, settings.classPath());
        return new Frame.RunTask(task.run(), task.task(), task.tasks(), task.daemon(), plugin, task.payload());
    }

    @Override
    public void closed(String why) {
        over = true;
        thread.interrupt();
    }

    @Override
    public void ready(Worker worker, Duration startTime) {
        worker.send(new Frame.AllowClasses(settings.allowed()));
        workers.put(worker.number(), worker);
        send(new NodeFrame.WorkerReady(worker.number(), worker.name(), startTime, worker.flags()));
    }

    @Override
    public void received(Worker worker, Frame.OfRun frame) {
        if (frame instanceof Frame.Failed failed && failed.failure().type().equals(PayloadException.class.getName())) {
            log.accept("refused tasks", user + ": " + failed.failure().message());
        }
        send(new NodeFrame.Framed(worker.number(), frame));
    }

    @Override
    public void printed(Worker worker, String line) {
        try {
            connection.sendBlocking(NodeFrameCodec.encode(new NodeFrame.Printed(worker.name(), line)));
        } catch (InterruptedException e) {
            throw new IllegalStateException("a private thread was interrupted", e);
        }
    }

    @Override
    public void ended(Worker worker, String how) {
        if (workers.remove(worker.number()) != null) {
            send(new NodeFrame.WorkerEnded(worker.number(), how));
        } else {
            missing.release();
        }
    }

    /** Whether nothing is left of it. */
    boolean gone() {
        return !thread.isAlive();
    }

    /** Waits until nothing is left of it. An interrupt is kept for later. */
    void awaitEnd() {
        Join.of(thread);
    }
}
