package org.interleave.processes.cluster;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one side has to send and has not sent yet: parcels, each with its length before it, as one stream of bytes that is
 * taken in pieces. Thread-safe: guarded by its monitor.
 */
final class SendBuffer {

    /** With more than this kept, whoever is patient waits. */
    private static final int PATIENCE_BYTES = 1 << 20;

    private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
    private long kept;
    private boolean closed;

    /** Says whether it was empty before. Once closed, nothing is kept. */
    synchronized boolean add(ByteBuffer parcel) {
        int size = parcel.remaining();
        if (size < 1 || size > NodeConnection.MAX_PARCEL) {
            throw new IllegalArgumentException("a parcel of " + size + " bytes is not between 1 and the "
                    + NodeConnection.MAX_PARCEL + " allowed");
        }
        if (closed) {
            return false;
        }
        boolean first = buffers.isEmpty();
        kept += Integer.BYTES + size;
        buffers.add(ByteBuffer.allocate(Integer.BYTES).putInt(0, size));
        buffers.add(parcel);
        return first;
    }

    synchronized void awaitRoom() throws InterruptedException {
        while (kept > PATIENCE_BYTES && !closed) {
            wait();
        }
    }

    /** The next bytes, no more than this many; none if there are none. */
    synchronized byte[] take(int most) {
        byte[] piece = new byte[(int) Math.min(most, kept)];
        int filled = 0;
        while (filled < piece.length) {
            ByteBuffer next = buffers.element();
            int length = Math.min(next.remaining(), piece.length - filled);
            next.get(piece, filled, length);
            filled += length;
            if (!next.hasRemaining()) {
                buffers.remove();
            }
        }
        kept -= filled;
        notifyAll();
        return piece;
    }

    /** Drops what is kept and lets go of those who wait. */
    synchronized void close() {
        closed = true;
        buffers.clear();
        kept = 0;
        notifyAll();
    }
}
