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
 * finds the thread idle goes out at once. Who must know that a frame has left, {@link #flush flushes} on its own thread.
 *
 * <p>Thread-safe: {@code gathering}, {@code last}, {@code spare}, the counts and the flags are guarded by {@code lock}; a
 * buffer taken from {@code gathering} belongs to whoever set {@code writing}. Frames go out in the order of {@link #send}. Nothing bounds what
 * gathers but the protocol: tasks, results, and messages for which there is credit.
 */
final class FrameWriter implements Runnable {

    /** What a pipe holds by default on Linux. */
    private static final int CHUNK = 64 << 10;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final WritableByteChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition written = lock.newCondition();
    private final Deque<ByteBuffer> gathering = new ArrayDeque<>();
    private ByteBuffer last = NONE;
    private ByteBuffer spare = ByteBuffer.allocate(CHUNK);
    private long buffersAdded;
    private long buffersWritten;
    private boolean idle;
    private boolean writing;
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
        lock.lock();
        try {
            add(frame);
            if (idle) {
                idle = false;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a frame to what goes out next, unless the writer is closed, but lets the writing thread sleep. To be followed
     * by {@link #flush}.
     *
     * @throws PayloadException if it is too large
     */
    void add(Frame frame) {
        int room = FrameCodec.room(frame);
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (last.remaining() < room) {
                last = buffer(room);
                gathering.add(last);
                buffersAdded++;
            }
            FrameCodec.encode(frame, last);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns when all that was sent before is in the pipe, where the other side finds it even if this process dies, or
     * when the writer is closed. Not to be called by a thread that may be interrupted, which would close the pipe.
     */
    void flush() {
        lock.lock();
        try {
            long mine = buffersAdded;
            while (buffersWritten < mine && !closed) {
                if (writing) {
                    written.awaitUninterruptibly();
                } else {
                    writeOnThisThread(take());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock held, which it drops while it writes. */
    private void writeOnThisThread(ByteBuffer buffer) {
        lock.unlock();
        try {
            write(buffer.flip());
        } catch (IOException e) {
            close();
        } finally {
            lock.lock();
            recycle(buffer);
        }
    }

    /** The next buffer to write. Called with the lock held, when there is one and nobody writes. */
    private ByteBuffer take() {
        ByteBuffer first = gathering.remove();
        if (gathering.isEmpty()) {
            last = NONE;
        }
        writing = true;
        return first;
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
            while (!closed && (writing || gathering.isEmpty())) {
                if (writing) {
                    written.awaitUninterruptibly();
                } else {
                    idle = true;
                    changed.awaitUninterruptibly();
                }
            }
            return closed ? Optional.empty() : Optional.of(take());
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

    /** A buffer has been written. */
    private void recycle(ByteBuffer buffer) {
        lock.lock();
        try {
            if (buffer.capacity() == CHUNK) {
                spare = buffer.clear();
            }
            buffersWritten++;
            writing = false;
            written.signalAll();
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
            written.signalAll();
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
