package org.interleave.processes;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Consumer;

/** Reads the frames that come through a pipe. Used by one thread. */
final class FrameReader {

    /** As much as a pipe holds at most by default on Linux, so one read takes all there is. */
    private static final int CHUNK = 64 << 10;

    private final ReadableByteChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(CHUNK);

    FrameReader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Hands over frames as they come, until the other end of the pipe is closed.
     *
     * @throws ProtocolException if what comes is not a sequence of frames, or is cut off within one
     * @throws IOException if the pipe cannot be read, or is closed at this end
     */
    void forEach(Consumer<Frame> receiver) throws IOException {
        while (fill()) {
            buffer.flip();
            int needed = drain(receiver);
            compact(needed);
        }
        if (buffer.position() > 0) {
            throw new ProtocolException("the pipe was closed in the middle of a frame");
        }
    }

    /** Says whether anything came. A read is no larger than a chunk: the channel copies it through a buffer it keeps. */
    private boolean fill() throws IOException {
        buffer.limit(Math.min(buffer.capacity(), buffer.position() + CHUNK));
        return channel.read(buffer) >= 0;
    }

    /** Hands over the whole frames and says how much room the one after them takes. */
    private int drain(Consumer<Frame> receiver) throws ProtocolException {
        while (buffer.remaining() >= FrameCodec.PREFIX) {
            int length = buffer.getInt(buffer.position());
            if (length < 1 || length > FrameCodec.MAX_FRAME) {
                throw new ProtocolException("a frame of " + length + " bytes is not between 1 and the "
                        + FrameCodec.MAX_FRAME + " allowed");
            }
            if (buffer.remaining() < FrameCodec.PREFIX + length) {
                return FrameCodec.PREFIX + length;
            }
            int limit = buffer.limit();
            int end = buffer.position() + FrameCodec.PREFIX + length;
            buffer.position(buffer.position() + FrameCodec.PREFIX).limit(end);
            receiver.accept(decode());
            buffer.limit(limit).position(end);
        }
        return FrameCodec.PREFIX;
    }

    private Frame decode() throws ProtocolException {
        try {
            return FrameCodec.decode(buffer);
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new ProtocolException("a frame ends before its content does");
        }
    }

    /** Makes room for the next frame, and gives back what a large one took. */
    private void compact(int needed) {
        int capacity = Math.max(CHUNK, needed);
        if (capacity == buffer.capacity()) {
            buffer.compact();
        } else {
            buffer = ByteBuffer.allocate(capacity).put(buffer);
        }
    }
}
