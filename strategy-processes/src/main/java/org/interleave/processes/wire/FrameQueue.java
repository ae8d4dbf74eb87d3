package org.interleave.processes.wire;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The frames that a {@link FrameWriter} has still to write, in order: buffers that are full, large contents as they are, and
 * the <em>last</em> buffer, which is being filled. Nothing bounds it but the protocol: tasks, results, and messages for
 * which there is credit. Not thread-safe: guarded by the writer's lock.
 */
final class FrameQueue {

    /** The size of a buffer in bytes, and of one write: what a pipe holds by default on Linux. */
    static final int CHUNK = 64 << 10;

    /** The most buffers that are kept for reuse. */
    private static final int SPARES = 4;

    private static final FrameBuffer NONE = new FrameBuffer(new byte[0]);

    private final Deque<byte[]> spares = new ArrayDeque<>();
    private Deque<ByteBuffer> sealed = new ArrayDeque<>();
    private FrameBuffer last = NONE;

    boolean isEmpty() {
        return sealed.isEmpty() && last.isEmpty();
    }

    /** Whether nothing is before the last buffer. */
    boolean hasOnlyLast() {
        return sealed.isEmpty();
    }

    /** The buffer that is being filled. */
    FrameBuffer last() {
        return last;
    }

    /** Puts an empty buffer with room for so many bytes in the place of the last one, which is {@linkplain #seal sealed}. */
    void open(int bytes) {
        last = new FrameBuffer(spares.isEmpty() || bytes > CHUNK ? new byte[Math.max(CHUNK, bytes)] : spares.remove());
    }

    /** Puts the last buffer to those that nothing is added to, and says whether there was something in it. */
    boolean seal() {
        if (last.isEmpty()) {
            return false;
        }
        sealed.add(last.content());
        last = NONE;
        return true;
    }

    /** Adds a large content as it is, after the last buffer, which is {@linkplain #seal sealed}. */
    void addLarge(ByteBuffer content) {
        sealed.add(content.asReadOnlyBuffer()); // which also tells it from buffers of ours
    }

    /**
     * Takes all that is sealed.
     *
     * @param empty becomes the queue's own
     */
    Deque<ByteBuffer> take(Deque<ByteBuffer> empty) {
        Deque<ByteBuffer> taken = sealed;
        sealed = empty;
        return taken;
    }

    /** Takes back buffers that were written, and empties their row. */
    void recycle(Deque<ByteBuffer> written) {
        for (ByteBuffer buffer : written) {
            if (buffer.capacity() == CHUNK && !buffer.isReadOnly() && spares.size() < SPARES) {
                spares.add(buffer.array());
            }
        }
        written.clear();
    }

    /** Drops all. */
    void clear() {
        sealed.clear();
        last = NONE;
    }
}
