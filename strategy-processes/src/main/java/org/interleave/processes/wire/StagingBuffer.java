package org.interleave.processes.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A buffer outside the heap in front of an outlet, through which bytes of several buffers go out in one write. A channel
 * would copy each buffer to one of its own. Used by one thread.
 */
final class StagingBuffer {

    /** As much as is written at once from the first content on that is larger than a chunk. */
    private static final int LARGE_CHUNK = 4 * FrameQueue.CHUNK;

    private final Outlet outlet;
    private ByteBuffer staged = ByteBuffer.allocateDirect(FrameQueue.CHUNK);

    /** An empty buffer in front of an outlet. */
    StagingBuffer(Outlet outlet) {
        this.outlet = outlet;
    }

    /** Adds all bytes of a buffer; whenever it is full it is written. */
    void add(ByteBuffer buffer) throws IOException {
        if (buffer.remaining() > FrameQueue.CHUNK && staged.capacity() == FrameQueue.CHUNK) {
            staged = ByteBuffer.allocateDirect(LARGE_CHUNK).put(staged.flip());
        }
        while (buffer.hasRemaining()) {
            int length = Math.min(buffer.remaining(), staged.remaining());
            staged.put(staged.position(), buffer, buffer.position(), length);
            staged.position(staged.position() + length);
            buffer.position(buffer.position() + length);
            if (!staged.hasRemaining()) {
                write();
            }
        }
    }

    /** Writes what was added. */
    void write() throws IOException {
        staged.flip();
        while (staged.hasRemaining()) {
            outlet.write(staged);
        }
        staged.clear();
    }
}
