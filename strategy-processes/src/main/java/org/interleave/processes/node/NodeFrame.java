package org.interleave.processes.node;

import java.time.Duration;
import java.util.List;
import org.interleave.processes.pool.Worker;
import org.interleave.processes.wire.Frame;

/** The protocol of a node and its user: what a {@link org.interleave.processes.cluster.NodeConnection} carries. */
sealed interface NodeFrame {

    /** Node to user, first of all: say what the workers are to be like. */
    record Admitted() implements NodeFrame {}

    /**
     * User to node, when it is {@link Admitted}: start workers.
     *
     * @param objectDepth how deeply the objects of tasks and results may be nested
     * @param patience how long a worker may take to come up
     */
    record Setup(int objectDepth, Duration patience) implements NodeFrame {}

    /**
     * User to node and node to user: a frame to or from one of the node's workers.
     *
     * @param worker the worker's number at the node
     */
    record Framed(int worker, Frame.OfRun frame) implements NodeFrame {}

    /**
     * Node to user: a worker is up.
     *
     * @param worker its number, which no other worker of the session has or had
     * @param name its name, without the node's
     * @param flags what its JVM was started with
     */
    record WorkerReady(int worker, String name, Duration startTime, List<String> flags) implements NodeFrame {}

    /** Node to user: a worker has ended; nothing comes from it any more. */
    record WorkerEnded(int worker, String how) implements NodeFrame {}

    /** User to node: see {@link Worker#retire}. */
    record Retire(int worker) implements NodeFrame {}

    /** User to node: see {@link Worker#kill}. */
    record Kill(int worker) implements NodeFrame {}

    /** Node to user: all workers have come up once. */
    record WorkersReady() implements NodeFrame {}

    /** Node to user: a worker has printed a line. */
    record Printed(String worker, String line) implements NodeFrame {}
}
