package org.interleave.processes.pool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.interleave.processes.wire.Frame;

/** A handle of a worker at the parent's side, wherever the worker is. Thread-safe. */
public interface Worker {

    /** The worker's number, which tells it from all others of the pool, before and after. */
    int number();

    /** The worker's name, with its process id. */
    String name();

    /**
     * The address of its node, as {@code HOST:PORT}; nothing for a child of this process. What comes from a node is somebody
     * else's.
     */
    default Optional<String> node() {
        return Optional.empty();
    }

    /** The flags that its JVM was started with, classes and arguments aside. */
    List<String> flags();

    /** Whether the worker has neither ended nor been told to. */
    boolean alive();

    /** Sends it a frame, unless it has ended. Never waits. */
    void send(Frame frame);

    /** Ends the worker in order, as no task of it is left; another takes its place. Never waits. */
    void retire();

    /** Ends it at once, whatever it does. Never waits; {@link Owner#ended} follows. */
    void kill();

    /**
     * Whether it is certain, when it has ended, that it has begun no task but those of which it has said so. If not, all
     * the tasks that it was sent count as begun.
     */
    default boolean tellsBeginnings() {
        return false;
    }

    /** Hears of what becomes of workers, on the thread that reads from each. */
    interface Owner {

        /** A worker has said hello. */
        void ready(Worker worker, Duration startTime);

        /** A worker has sent a frame. */
        void received(Worker worker, Frame.OfRun frame);

        /**
         * A worker has printed a line. Called by the threads that relay its output; while they wait here, the output waits.
         */
        default void printed(Worker worker, String line) {
            System.err.println("[" + worker.name() + "] " + line);
        }

        /** A worker has ended, and nothing comes from it any more. Told once, also of one that was never ready. */
        void ended(Worker worker, String how);
    }
}
