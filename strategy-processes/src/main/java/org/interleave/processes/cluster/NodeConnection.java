package org.interleave.processes.cluster;

import java.nio.ByteBuffer;

/**
 * One side of a session between a node and its client: a stream of frames in each direction, each frame whole and in order.
 * What is sent after its end is dropped. Thread-safe.
 */
public interface NodeConnection {

    /** The largest frame, in bytes. */
    int MAX_FRAME = 66 << 20;

    /**
     * Sends a frame after those sent before. Never waits: what the other side has not received yet is kept.
     *
     * @param frame from one to {@link #MAX_FRAME} bytes, left alone from now on
     */
    void send(ByteBuffer frame);

    /**
     * Sends a frame, but waits first for as long as more than a limit is kept already: so its sender feels back-pressure.
     */
    void sendBlocking(ByteBuffer frame) throws InterruptedException;

    /** Ends the connection. The other side is told why, and so is this side's handler. Returns at once. */
    void end(String why);

    /** What happens on a connection. Called by one thread at a time, which should not be kept for long. */
    interface Handler {

        /** A frame has come. */
        void received(ByteBuffer frame);

        /** The connection has ended; nothing comes any more. Called once, also if the connection was never open. */
        void closed(String why);
    }
}
