package org.interleave.processes;

import java.time.Duration;
import java.util.List;

/** What a node and whoever uses it say to each other. */
sealed interface Parcel {

    /** Node to user, first of all: say what the workers are to be like. */
    record Admitted() implements Parcel {}

    /**
     * User to node, when it is {@link Admitted}: start workers.
     *
     * @param objectDepth how deeply the objects of tasks and results may be nested
     * @param patience how long a worker may take to come up
     */
    record Setup(int objectDepth, Duration patience) implements Parcel {}

    /**
     * User to node and node to user: a frame to or from one of the node's workers.
     *
     * @param worker the worker's number at the node
     */
    record Framed(int worker, Frame.OfRun frame) implements Parcel {}

    /**
     * Node to user: a worker is up.
     *
     * @param worker its number, which no other worker of the visit has or had
     * @param name its name, without the node's
     * @param flags what its JVM was started with
     */
    record WorkerReady(int worker, String name, Duration startTime, List<String> flags) implements Parcel {}

    /** Node to user: a worker has ended; nothing comes from it any more. */
    record WorkerEnded(int worker, String how) implements Parcel {}

    /** User to node: see {@link Worker#retire}. */
    record Retire(int worker) implements Parcel {}

    /** User to node: see {@link Worker#kill}. */
    record Kill(int worker) implements Parcel {}

    /** Node to user: all workers have come up once. */
    record Staffed() implements Parcel {}

    /** Node to user: a worker has printed a line. */
    record Printed(String worker, String line) implements Parcel {}
}
