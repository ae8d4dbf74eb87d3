package org.interleave.processes.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.interleave.core.Message;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames to a pipe from a thread of its own, so that whoever sends never waits for a pipe that is full. What
 * finds the thread idle and the pipe empty is written by the sender, which saves waking a thread. What gathers while a
 * write is under way goes out with the next. If a stream of small frames gathers, the thread lingers, and the sender
 * writes each bufferful if the pipe has room, so that the stream costs few system calls and its bytes stay in one core's
 * cache. When the stream ends, or someone is about to wait for an answer and {@linkplain #flush flushes}, the rest goes.
 * Who must know that a frame has left {@linkplain #drain drains}.
 *
 * <p>Messages that follow each other from one sender to one inbox share a frame for as long as that has not begun to go
 * out: the last frame in {@code filling} stays <em>open</em>, and its length is set when it is closed. A large content
 * is not copied to what gathers; it takes its place in the row as it is.
 *
 * <p>Thread-safe: what gathers and the flags are guarded by {@code lock}; {@code taken} and {@code staging} belong to
 * the thread, which swaps {@code taken} for {@code gathered} under the lock. The outlet belongs to the thread too,
 * except while it waits with {@code idle} or {@code lingering} set; then it belongs to whoever holds the lock. Frames
 * go out in the order in which they were sent. Nothing bounds what gathers but the protocol: tasks, results, and
 * messages for which there is credit.
 *
 * <p>Nothing that was sent is left lying: the thread sleeps only after it has found, under the lock, that nothing
 * gathers, and has set {@code idle} in the same section. Who sends after that sees {@code idle}, and either writes
 * what gathers in its own section, or clears it and unparks the thread when it has given the lock back; as a permit
 * outlasts its being given, a thread that has not parked yet does not sleep. Who finds a frame open need not look:
 * {@code idle} is set only where nothing gathers, and whoever opens one while it is set writes or closes it, or
 * clears {@code idle}, in the same section. What comes while the thread writes or lingers it finds when it takes the
 * lock next: writing ends, lingering has a limit. Who drains is in {@code draining} before it gives the lock back,
 * and the thread unparks all it finds there under the lock, after each write.
 */
public final class FrameWriter implements Runnable {

    /** How much is gathered in one buffer, and written at once: what a pipe holds by default on Linux. */
    private static final int CHUNK = 64 << 10;

    /** A content of this size or more is not gathered. */
    private static final int LARGE = CHUNK / 4;

    /** As much as this gathers during one write only in a stream that goes on for a while. */
    private static final int STREAM = 1 << 10;

    /** How long the thread lingers. A stream at full speed fills a buffer in less. */
    private static final long LINGER_NANOS = 100_000;

    private static final long FOREVER = Long.MAX_VALUE;

    /** As much as is written at once from the first content on that is larger than a chunk. */
    private static final int LARGE_CHUNK = 4 * CHUNK;

    /** How many buffers are kept for reuse. */
    private static final int SPARES = 4;

    private static final FrameBuffer NONE = new FrameBuffer(new byte[0]);

    private final Outlet outlet;
    private final BackoffSpinLock lock = new BackoffSpinLock();
    private final Deque<Thread> draining = new ArrayDeque<>();
    private @Nullable Thread thread;
    private boolean wake;
    private ByteBuffer staging = ByteBuffer.allocateDirect(CHUNK);
    private final Deque<byte[]> spares = new ArrayDeque<>();
    private Deque<ByteBuffer> gathered = new ArrayDeque<>();
    private Deque<ByteBuffer> taken = new ArrayDeque<>();
    private FrameBuffer filling = NONE;
    private boolean idle;
    private boolean lingering;
    private boolean streaming;
    private boolean closed;
    private long takes;
    private long takesWritten;

    public FrameWriter(Outlet outlet) {
        this.outlet = outlet;
    }

    /**
     * Sends a frame, unless the writer is closed. Its content must not be changed any more.
     *
     * @throws PayloadException if it is too large
     */
    public void send(Frame frame) {
        int room = FrameCodec.room(frame);
        lock.lock();
        try {
            if (!closed) {
                gather(frame, room);
                added();
            }
        } finally {
            unlock();
        }
    }

    /**
     * Adds a frame to what goes out next, unless the writer is closed, but lets the thread sleep. To be followed by
     * {@link #drain}.
     *
     * @throws PayloadException if it is too large
     */
    public void add(Frame frame) {
        int room = FrameCodec.room(frame);
        lock.lock();
        try {
            if (!closed) {
                gather(frame, room);
                filling.closePost(); // nobody may rely on the thread to come
            }
        } finally {
            unlock();
        }
    }

    private void gather(Frame frame, int room) {
        ByteBuffer content = FrameCodec.content(frame);
        if (content.remaining() >= LARGE) {
            makeRoom(room - content.remaining());
            filling.addHead(frame);
            gatherLarge(content);
        } else if (frame instanceof Frame.Post post) {
            openPost(post.run(), post.inbox(), post.sender(), content.remaining());
            filling.add(post.messages());
        } else {
            makeRoom(room);
            filling.add(frame);
        }
    }

    /**
     * Returns when all that was sent before is in the pipe, where the other side finds it even if this process dies, or
     * when the writer is closed. An interrupt is kept for later.
     */
    public void drain() {
        boolean interrupted = false;
        lock.lock();
        try {
            if ((idle || lingering) && fits() && writeFilling()) {
                return;
            }
            long mine = gathered.isEmpty() && filling.isEmpty() ? takes : takes + 1;
            stopIdling();
            stopLingering();
            while (takesWritten < mine && !closed) {
                draining.add(Thread.currentThread());
                interrupted |= pause(FOREVER);
            }
        } finally {
            unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sends a message, in a {@link Frame.Post} that it may share with others, unless the writer is closed. */
    public void post(int run, int inbox, int sender, Message message) {
        lock.lock();
        try {
            // where a frame is open the thread will come by itself
            if (!filling.appendShort(run, inbox, sender, message) && !closed) {
                gather(run, inbox, sender, message);
                added();
            }
        } finally {
            unlock();
        }
    }

    private void gather(int run, int inbox, int sender, Message message) {
        if (message.size() >= LARGE) {
            makeRoom(FrameCodec.HEAD);
            filling.addHead(run, inbox, sender, message.size());
            gatherLarge(message.buffer());
        } else {
            openPost(run, inbox, sender, MessageBatch.room(message));
            filling.add(message);
        }
    }

    /** Sees to it that nothing lingers: whoever sent it is about to wait for what it brings. */
    public void flush() {
        lock.lock();
        try {
            if (lingering && !(fits() && writeFilling())) {
                stopLingering();
            }
        } finally {
            unlock();
        }
    }

    /** Gives the lock back, then wakes the thread if that is due: it would find the lock taken before. */
    private void unlock() {
        if (wake) {
            wake = false;
            Thread sleeper = thread;
            lock.unlock();
            LockSupport.unpark(sleeper);
        } else {
            lock.unlock();
        }
    }

    /** Gives the lock back while it sleeps, which may end early, and says whether there was an interrupt. */
    private boolean pause(long nanos) {
        unlock();
        if (nanos == FOREVER) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
        boolean interrupted = Thread.interrupted();
        lock.lock();
        return interrupted;
    }

    private void stopIdling() {
        if (idle) {
            idle = false;
            wake = true;
        }
    }

    private void stopLingering() {
        if (lingering) {
            lingering = false;
            wake = true;
        }
    }

    /** Something was added. If the thread is idle and the other side too it goes out now. */
    private void added() {
        if (idle && !(gathered.isEmpty() && outlet.drained(filling.size()) && writeFilling())) {
            stopIdling();
        }
    }

    private boolean fits() {
        return gathered.isEmpty() && outlet.fits(filling.size());
    }

    /** Writes what gathers, for which there is room. Called while the thread waits. Says whether it did. */
    private boolean writeFilling() {
        if (filling.isEmpty()) {
            return true;
        }
        filling.closePost();
        try {
            outlet.writeNow(filling.array(), filling.size());
        } catch (IOException e) {
            return false; // nobody reads; the thread will find that out too
        }
        filling.clear();
        return true;
    }

    /** Sees to it that the last frame is a post of this kind which so many bytes may be added to. */
    private void openPost(int run, int inbox, int sender, int more) {
        if (!filling.takes(run, inbox, sender, more)) {
            makeRoom(FrameCodec.HEAD + more);
            filling.openPost(run, inbox, sender);
        }
    }

    /** Closes the open frame and sees to it that so many bytes have room after it. */
    private void makeRoom(int bytes) {
        filling.closePost();
        if (filling.remaining() >= bytes) {
            return;
        }
        if (lingering && filling.capacity() >= bytes && fits() && writeFilling()) {
            streaming = true;
            return;
        }
        retire();
        filling =
                new FrameBuffer(spares.isEmpty() || bytes > CHUNK ? new byte[Math.max(CHUNK, bytes)] : spares.remove());
    }

    private void gatherLarge(ByteBuffer content) {
        retire();
        gathered.add(content.asReadOnlyBuffer()); // which also tells it from buffers of ours
    }

    private void retire() {
        if (!filling.isEmpty()) {
            gathered.add(filling.content());
            filling = NONE;
            stopLingering();
        }
    }

    /** Writes until it is closed or the other end of the pipe is. */
    @Override
    public void run() {
        try {
            while (take()) {
                for (ByteBuffer buffer : taken) {
                    write(buffer);
                }
                writeStaged();
            }
        } catch (IOException ignored) {
            // nobody reads any more, which shows in the pipe from there
        } finally {
            close();
        }
    }

    /** Gives back what was taken, waits for something to write, and takes it. Says false once it is closed. */
    private boolean take() {
        lock.lock();
        try {
            thread = Thread.currentThread();
            recycle();
            takesWritten = takes;
            wakeDraining();
            if (gathered.isEmpty() && filling.size() >= STREAM) {
                linger();
            }
            while (gathered.isEmpty() && filling.isEmpty() && !closed) {
                idle = true;
                pause(FOREVER);
                idle = false;
            }
            filling.closePost();
            retire();
            Deque<ByteBuffer> empty = taken;
            taken = gathered;
            gathered = empty;
            takes++;
            return !closed;
        } finally {
            unlock();
        }
    }

    /** Waits for as long as the sender writes bufferfuls itself, then a little. */
    private void linger() {
        lingering = true;
        do {
            streaming = false;
            pause(LINGER_NANOS);
        } while (streaming && lingering);
        lingering = false;
    }

    private void wakeDraining() {
        draining.forEach(LockSupport::unpark);
        draining.clear();
    }

    private void recycle() {
        for (ByteBuffer buffer : taken) {
            if (buffer.capacity() == CHUNK && !buffer.isReadOnly() && spares.size() < SPARES) {
                spares.add(buffer.array());
            }
        }
        taken.clear();
    }

    /** Through a buffer outside the heap, as the channel would by itself for each buffer of its own. */
    private void write(ByteBuffer buffer) throws IOException {
        if (buffer.remaining() > CHUNK && staging.capacity() == CHUNK) {
            staging = ByteBuffer.allocateDirect(LARGE_CHUNK).put(staging.flip());
        }
        while (buffer.hasRemaining()) {
            int length = Math.min(buffer.remaining(), staging.remaining());
            staging.put(staging.position(), buffer, buffer.position(), length);
            staging.position(staging.position() + length);
            buffer.position(buffer.position() + length);
            if (!staging.hasRemaining()) {
                writeStaged();
            }
        }
    }

    private void writeStaged() throws IOException {
        staging.flip();
        while (staging.hasRemaining()) {
            outlet.write(staging);
        }
        staging.clear();
    }

    /** Closes the pipe's end, and drops what has not been written. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            gathered.clear();
            filling = NONE;
            wake = true;
            wakeDraining();
        } finally {
            unlock();
        }
        try {
            outlet.close();
        } catch (IOException ignored) {
            // closed all the same
        }
    }
}
