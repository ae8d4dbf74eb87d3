package org.interleave.processes.node;

import java.util.List;
import java.util.Optional;
import org.interleave.processes.cluster.NodeAddress;
import org.interleave.processes.cluster.NodeConnection;
import org.interleave.processes.pool.Worker;
import org.interleave.processes.wire.Frame;

/** A worker of a node as the node's user has it: its number there, and the session it is reached through. Thread-safe. */
final class RemoteWorker implements Worker {

    private final int number;
    private final int numberThere;
    private final String node;
    private final String name;
    private final List<String> flags;
    private final NodeConnection connection;
    private volatile boolean retired;
    private volatile boolean ended;
    private volatile boolean lost;

    /**
     * A worker that is up.
     *
     * @param number tells it from all others of the pool
     * @param ready what the node says of it, within {@link NodeLimits}
     */
    RemoteWorker(int number, NodeFrame.WorkerReady ready, NodeAddress node, NodeConnection connection) {
        this.number = number;
        numberThere = ready.worker();
        this.node = node.toString();
        name = ready.name() + " on " + node;
        flags = ready.flags();
        this.connection = connection;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> node() {
        return Optional.of(node);
    }

    @Override
    public List<String> flags() {
        return flags;
    }

    @Override
    public boolean alive() {
        return !ended && !retired;
    }

    @Override
    public void send(Frame frame) {
        if (frame instanceof Frame.OfRun ofRun && !ended) {
            connection.send(NodeFrameCodec.encode(new NodeFrame.Framed(numberThere, ofRun)));
        }
    }

    @Override
    public void retire() {
        retired = true;
        connection.send(NodeFrameCodec.encode(new NodeFrame.Retire(numberThere)));
    }

    @Override
    public void kill() {
        connection.send(NodeFrameCodec.encode(new NodeFrame.Kill(numberThere)));
    }

    /** The node passes on all that a worker has said before it tells of its end. Of a node that is lost nobody knows. */
    @Override
    public boolean tellsBeginnings() {
        return !lost;
    }

    /** The worker has ended, and nothing comes from it any more. */
    void end() {
        ended = true;
    }

    /** The node is lost, and nothing comes from the worker any more. */
    void lose() {
        lost = true;
        ended = true;
    }
}
