package org.interleave.processes.pool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.interleave.processes.wire.Frame;

/** A worker as the parent's side of a run sees it, wherever it is. Thread-safe. */
public interface Worker {

    /** Tells it from all others of the pool, before and after. */
    int number();

    /** Its name, with its process id. */
    String name();

    /**
     * The address of its node, as {@code HOST:PORT}; nothing for a child of this process. What comes from a node is somebody
     * else's.
     */
    default Optional<String> node() {
        return Optional.empty();
    }

    /** What its JVM was started with, classes and arguments aside. */
    List<String> flags();

    /** Whether it has neither ended nor been told to. */
    boolean alive();

    /** Sends it a frame, unless it has ended. Never waits. */
    void send(Frame frame);

    /** No task of it is left: ends it in order, and another takes its place. Never waits. */
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

    /** Who is told about a worker, on the thread that hears from it. */
    interface Owner {

        /** It has said hello. */
        void ready(Worker worker, Duration startTime);

        /** It has sent something. */
        void received(Worker worker, Frame.OfRun frame);

        /** It has printed a line. Called by the threads that relay its output; while they wait here, the output waits. */
        default void printed(Worker worker, String line) {
            System.err.println("[" + worker.name() + "] " + line);
        }

        /** It has ended, and nothing comes any more. Told once, also of those that were never ready. */
        void ended(Worker worker, String how);
    }
}
