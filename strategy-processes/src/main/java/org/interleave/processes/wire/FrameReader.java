package org.interleave.processes.wire;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reads the frames that come through a pipe. Small ones are decoded where they lie in the one buffer that reads fill; one
 * that is larger than that is put together in an array of its own, where its content stays. Used by one thread.
 */
public final class FrameReader {

    /** As much as a pipe holds at most by default on Linux, so one read takes all there is. */
    private static final int CHUNK = 64 << 10;

    /** As much as is read at once from the first large frame on. */
    private static final int LARGE_CHUNK = 4 * CHUNK;

    private static final long WHOLE = 0;

    private final ReadableByteChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);

    /** When the last bytes came of a frame of which more are to come; {@link #WHOLE} if there is none. */
    private volatile long unfinishedSince = WHOLE;

    public FrameReader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Hands over frames as they come, until the other end of the pipe is closed.
     *
     * @throws ProtocolException if what comes is not a sequence of frames, or is cut off within one
     * @throws IOException if the pipe cannot be read, or is closed at this end
     */
    public void forEach(Consumer<Frame> receiver) throws IOException {
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            while (next(receiver)) {}
            buffer.compact();
            waitsForMore(buffer.position() > 0);
        }
        if (buffer.position() > 0) {
            throw cutOff();
        }
    }

    private static ProtocolException cutOff() {
        return new ProtocolException("the pipe was closed in the middle of a frame");
    }

    /** Hands over the frame that the buffer begins with, if the buffer has all of it or never will. */
    private boolean next(Consumer<Frame> receiver) throws IOException {
        if (buffer.remaining() < FrameCodec.PREFIX) {
            return false;
        }
        int length = buffer.getInt(buffer.position());
        if (length < 1 || length > FrameCodec.MAX_FRAME) {
            throw new ProtocolException(
                    "a frame of " + length + " bytes is not between 1 and the " + FrameCodec.MAX_FRAME + " allowed");
        }
        if (length > buffer.capacity() - FrameCodec.PREFIX) {
            buffer.position(buffer.position() + FrameCodec.PREFIX);
            receiver.accept(decode(large(length)));
            return true;
        }
        if (length > buffer.remaining() - FrameCodec.PREFIX) {
            return false;
        }
        int limit = buffer.limit();
        int end = buffer.position() + FrameCodec.PREFIX + length;
        buffer.position(buffer.position() + FrameCodec.PREFIX).limit(end);
        receiver.accept(decode(buffer));
        buffer.limit(limit).position(end);
        return true;
    }

    /** Reads a frame of this length to its end; what comes after it stays in the buffer. */
    private ByteBuffer large(int length) throws IOException {
        ByteBuffer large = ByteBuffer.allocate(length);
        if (buffer.capacity() < LARGE_CHUNK) {
            buffer = ByteBuffer.allocateDirect(LARGE_CHUNK).put(buffer).flip();
        }
        while (true) {
            int part = Math.min(buffer.remaining(), large.remaining());
            large.put(large.position(), buffer, buffer.position(), part).position(large.position() + part);
            buffer.position(buffer.position() + part);
            if (!large.hasRemaining()) {
                return large.flip();
            }
            if (channel.read(buffer.clear()) < 0) {
                throw cutOff();
            }
            waitsForMore(true);
            buffer.flip();
        }
    }

    private void waitsForMore(boolean more) {
        if (more) {
            unfinishedSince = System.nanoTime() | 1; // never the mark for none
        } else if (unfinishedSince != WHOLE) {
            unfinishedSince = WHOLE;
        }
    }

    /** Whether a frame has begun to come and nothing more of it for so long. May be called from any thread. */
    public boolean stalled(Duration limit) {
        long since = unfinishedSince;
        return since != WHOLE && System.nanoTime() - since > limit.toNanos();
    }

    private static Frame decode(ByteBuffer frame) throws ProtocolException {
        try {
            return FrameCodec.decode(frame);
        } catch (BufferUnderflowException e) {
            throw new ProtocolException("a frame ends before its content does");
        }
    }
}
