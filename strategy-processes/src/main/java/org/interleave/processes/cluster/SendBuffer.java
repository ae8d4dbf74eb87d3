package org.interleave.processes.cluster;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The frames that one side has still to send, each with its length before it, as one stream of bytes that is cut into
 * segments. Thread-safe: guarded by its monitor.
 */
final class SendBuffer {

    /** With more bytes than this kept, a sender that wants back-pressure waits. */
    private static final int HIGH_WATER_MARK = 1 << 20;

    private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
    private long kept;
    private boolean closed;

    /** Adds a frame, and says whether there was none before. Once closed, nothing is kept. */
    synchronized boolean add(ByteBuffer frame) {
        int size = frame.remaining();
        if (size < 1 || size > NodeConnection.MAX_FRAME) {
            throw new IllegalArgumentException(
                    "a frame of " + size + " bytes is not between 1 and the " + NodeConnection.MAX_FRAME + " allowed");
        }
        if (closed) {
            return false;
        }
        boolean first = buffers.isEmpty();
        kept += Integer.BYTES + size;
        buffers.add(ByteBuffer.allocate(Integer.BYTES).putInt(0, size));
        buffers.add(frame);
        return first;
    }

    /** Waits until no more than the high-water mark is kept, or the buffer is closed. */
    synchronized void awaitRoom() throws InterruptedException {
        while (kept > HIGH_WATER_MARK && !closed) {
            wait();
        }
    }

    /** The next bytes, no more than this many; none if there are none. */
    synchronized byte[] take(int most) {
        byte[] segment = new byte[(int) Math.min(most, kept)];
        int filled = 0;
        while (filled < segment.length) {
            ByteBuffer next = buffers.element();
            int length = Math.min(next.remaining(), segment.length - filled);
            next.get(segment, filled, length);
            filled += length;
            if (!next.hasRemaining()) {
                buffers.remove();
            }
        }
        kept -= filled;
        notifyAll();
        return segment;
    }

    /** Drops what is kept and releases those who wait. */
    synchronized void close() {
        closed = true;
        buffers.clear();
        kept = 0;
        notifyAll();
    }
}
