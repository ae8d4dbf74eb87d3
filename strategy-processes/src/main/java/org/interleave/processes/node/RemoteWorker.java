package org.interleave.processes.node;

import java.util.List;
import org.interleave.processes.cluster.NodeAddress;
import org.interleave.processes.cluster.NodeConnection;
import org.interleave.processes.pool.Worker;
import org.interleave.processes.wire.Frame;

/** A worker of a node as the node's user sees it. Thread-safe. */
final class RemoteWorker implements Worker {

    private final int number;
    private final int numberThere;
    private final String name;
    private final List<String> flags;
    private final NodeConnection link;
    private volatile boolean retired;
    private volatile boolean ended;
    private volatile boolean lost;

    /**
     * One that is up.
     *
     * @param number tells it from all others of the pool
     * @param ready what the node says of it, within {@link NodeLimits}
     */
    RemoteWorker(int number, NodeFrame.WorkerReady ready, NodeAddress node, NodeConnection link) {
        this.number = number;
        numberThere = ready.worker();
        name = ready.name() + " on " + node;
        flags = ready.flags();
        this.link = link;
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
    public boolean local() {
        return false;
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
            link.send(NodeFrameCodec.encode(new NodeFrame.Framed(numberThere, ofRun)));
        }
    }

    @Override
    public void retire() {
        retired = true;
        link.send(NodeFrameCodec.encode(new NodeFrame.Retire(numberThere)));
    }

    @Override
    public void kill() {
        link.send(NodeFrameCodec.encode(new NodeFrame.Kill(numberThere)));
    }

    /** The node passes on all that a worker has said before it tells of its end. Of a node that is lost nobody knows. */
    @Override
    public boolean tellsBeginnings() {
        return !lost;
    }

    /** It has ended, and nothing comes from it any more. */
    void end() {
        ended = true;
    }

    /** Nothing comes from its node any more. */
    void lose() {
        lost = true;
        ended = true;
    }
}
