package org.interleave.core.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.interleave.core.Message;
import org.interleave.core.Port;

/**
 * The frames of a {@link Port.Tcp}, made of its bytes in whatever pieces they come: a length of four bytes and so many bytes. The
 * buffer grows with what has come of a large frame, not with what its length claims. Not thread-safe.
 */
public final class FrameAssembly {

    /** The size of the buffer for small frames, of which it may hold many. */
    static final int SMALL = 2048;

    private static final int HEAD = Integer.BYTES;

    private final int largest;
    private ByteBuffer bytes = ByteBuffer.allocate(0); // up to its position
    private int start;

    /**
     * No bytes yet.
     *
     * @param largest what a frame may have, in bytes
     */
    public FrameAssembly(int largest) {
        this.largest = largest;
    }

    /**
     * Takes the next frame, if all of it is there.
     *
     * @throws IOException if it is larger than allowed; again then
     */
    public Optional<Message> next() throws IOException {
        int there = there();
        if (there < HEAD || there - HEAD < size()) {
            return Optional.empty();
        }
        int end = bytes.position();
        int size = size();
        Message frame = Message.copyOf(bytes.position(start + HEAD), size);
        bytes.position(end);
        start += HEAD + size;
        return Optional.of(frame);
    }

    private int there() {
        return bytes.position() - start;
    }

    private int size() throws IOException {
        int size = bytes.getInt(start);
        if (size < 0 || size > largest) {
            throw new IOException(
                    "a frame of " + Integer.toUnsignedString(size) + " bytes, of which " + largest + " are allowed");
        }
        return size;
    }

    /** Whether there is no part of a frame. */
    public boolean isEmpty() {
        return there() == 0;
    }

    /**
     * The buffer to read more into, at its position. It has room for some, if {@link #next} found no frame.
     *
     * @throws IOException as {@link #next}
     */
    public ByteBuffer room() throws IOException {
        if (isEmpty() && bytes.capacity() != SMALL) {
            bytes = ByteBuffer.allocate(SMALL);
            start = 0;
        } else if (isEmpty()) {
            bytes.clear();
            start = 0;
        } else if (!bytes.hasRemaining()) {
            moveTo(capacity());
        }
        return bytes;
    }

    private int capacity() throws IOException {
        int grown = Math.max(SMALL, 2 * there());
        return there() < HEAD ? SMALL : Math.max(SMALL, Math.min(grown, HEAD + size()));
    }

    private void moveTo(int capacity) {
        bytes.flip().position(start);
        bytes = bytes.capacity() == capacity
                ? bytes.compact()
                : ByteBuffer.allocate(capacity).put(bytes);
        start = 0;
    }
}
