package org.interleave.eventloop.akka;

import org.interleave.core.Message;

/**
 * The window of a socket: what its actor may have handed to the task's before the task takes it. When it is full the socket
 * is not read, and the system's buffer fills, which holds a TCP peer back. Used by one actor only: the socket's counts down,
 * and the task's collects what it gives back until that is worth a message.
 */
final class ReceiveWindow {

    /** In bytes, and more by one message at most: a frame may be larger than that. */
    private static final long SIZE = 256 << 10;

    /** What a message counts beside its bytes, about as much as it takes up. */
    private static final int OVERHEAD = 128;

    private long bytes;

    /** Counts a message. */
    void add(Message message) {
        bytes += OVERHEAD + message.size();
    }

    /** Takes away what was given back. */
    void giveBack(long returned) {
        bytes -= returned;
    }

    /** Whether it is full. */
    boolean full() {
        return bytes >= SIZE;
    }

    /** Half of the size at least, if there is as much, to be given back; then it counts from zero again. */
    long collected() {
        if (bytes < SIZE / 2) {
            return 0;
        }
        long all = bytes;
        bytes = 0;
        return all;
    }
}
