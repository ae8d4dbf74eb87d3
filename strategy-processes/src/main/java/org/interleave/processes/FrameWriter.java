package org.interleave.processes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes frames to a pipe from a thread of its own, so that whoever sends never waits for a pipe that is full. What
 * gathers while a write is under way goes out with the next, so a stream of small frames costs few system calls; what
 * finds the thread idle goes out at once.
 *
 * <p>Thread-safe: {@code gathering}, {@code last}, {@code spare} and the flags are guarded by {@code lock}; a buffer
 * taken from {@code gathering} belongs to the thread. Frames go out in the order of {@link #send}. Nothing bounds what
 * gathers but the protocol: tasks, results, and messages for which there is credit.
 */
final class FrameWriter implements Runnable {

    /** What a pipe holds by default on Linux. */
    private static final int CHUNK = 64 << 10;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final WritableByteChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ByteBuffer> gathering = new ArrayDeque<>();
    private ByteBuffer last = NONE;
    private ByteBuffer spare = ByteBuffer.allocate(CHUNK);
    private boolean idle;
    private boolean closed;

    FrameWriter(WritableByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Sends a frame, unless the writer is closed.
     *
     * @throws PayloadException if it is too large
     */
    void send(Frame frame) {
        int room = FrameCodec.room(frame);
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (last.remaining() < room) {
                last = buffer(room);
                gathering.add(last);
            }
            FrameCodec.encode(frame, last);
            if (idle) {
                idle = false;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private ByteBuffer buffer(int room) {
        if (room <= spare.capacity()) {
            ByteBuffer buffer = spare;
            spare = NONE;
            return buffer;
        }
        return ByteBuffer.allocate(Math.max(CHUNK, room));
    }

    /** Writes until it is closed or the other end of the pipe is. */
    @Override
    public void run() {
        try {
            for (Optional<ByteBuffer> next = next(); next.isPresent(); next = next()) {
                write(next.get().flip());
                recycle(next.get());
            }
        } catch (IOException ignored) {
            // nobody reads any more, which shows in the pipe from there
        } finally {
            close();
        }
    }

    /** Waits for something to write. Nothing once it is closed. */
    private Optional<ByteBuffer> next() {
        lock.lock();
        try {
            while (gathering.isEmpty() && !closed) {
                idle = true;
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return Optional.empty();
            }
            ByteBuffer first = gathering.remove();
            if (gathering.isEmpty()) {
                last = NONE;
            }
            return Optional.of(first);
        } finally {
            lock.unlock();
        }
    }

    /** In chunks: the channel copies each through a buffer that it keeps. */
    private void write(ByteBuffer buffer) throws IOException {
        int end = buffer.limit();
        while (buffer.position() < end) {
            buffer.limit(Math.min(end, buffer.position() + CHUNK));
            channel.write(buffer);
        }
    }

    private void recycle(ByteBuffer buffer) {
        lock.lock();
        try {
            if (buffer.capacity() == CHUNK) {
                spare = buffer.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes the pipe's end, and drops what has not been written. */
    void close() {
        lock.lock();
        try {
            closed = true;
            gathering.clear();
            last = NONE;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            channel.close();
        } catch (IOException ignored) {
            // closed all the same
        }
    }
}
