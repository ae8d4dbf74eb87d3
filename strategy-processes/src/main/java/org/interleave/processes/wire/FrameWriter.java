package org.interleave.processes.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.interleave.core.Message;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames to a pipe from a thread of its own, so that whoever sends never waits for a pipe that is full. Frames go out
 * in the order in which they were sent. What a send does depends on the state of the thread:
 *
 * <table>
 * <caption>States of the writing thread</caption>
 * <tr><th>State<th>The thread<th>The outlet is of<th>A sender<th>The state ends
 * <tr><td>writing<td>writes what it took from the queue<td>the thread<td>queues its frame, which goes out with the next
 *     write<td>when all is written: to lingering if a stream of small frames has gathered meanwhile, to idle if nothing has
 * <tr><td>lingering<td>sleeps for a moment, or as long as a sender streams<td>whoever has the lock<td>queues its frame, and
 *     writes each bufferful itself if the pipe has room: few system calls, and the bytes stay in one core's cache
 *     <td>when the moment is over, the pipe is full, or somebody flushes or drains: to writing
 * <tr><td>idle<td>sleeps; the queue is empty<td>whoever has the lock<td>writes its frame itself if the other side has read
 *     all before, which saves waking a thread; else queues it and wakes the thread<td>when the thread is woken: to writing
 * <tr><td>closed<td>ends<td>nobody<td>drops its frame<td>never
 * </table>
 *
 * <p>Messages that follow each other from one sender to one inbox share a frame for as long as that has not begun to go out:
 * the last frame of the queue stays <em>open</em>, and its length is set when it is closed. Whoever is about to wait for an
 * answer {@linkplain #flush flushes}; whoever must know that a frame has left {@linkplain #drain drains}.
 *
 * <p>Thread-safe: the queue and the state are guarded by {@code lock}; what the thread has taken from the queue is its own.
 *
 * <p>Nothing that was sent is left lying: the thread becomes idle only after it has found the queue empty in the same
 * section. Who sends after that sees it idle, and either writes the queue in its own section, or ends the state and unparks
 * the thread when it has given the lock back; as a permit outlasts its being given, a thread that has not parked yet does
 * not sleep. Who finds a frame open need not look: the thread is idle only where the queue is empty, and whoever opens a
 * frame meanwhile writes or closes it, or ends the state, in the same section. What comes while the thread writes or lingers
 * it finds when it takes the lock next: writing ends, lingering has a limit. Who drains is in {@code draining} before it
 * gives the lock back, and the thread unparks all it finds there under the lock, after each write.
 */
public final class FrameWriter implements Runnable {

    private enum State {
        WRITING,
        LINGERING,
        IDLE
    }

    /** A content of this size or more is not copied to a buffer. */
    private static final int LARGE = FrameQueue.CHUNK / 4;

    /** As much as this gathers during one write only in a stream that goes on for a while. */
    private static final int STREAM = 1 << 10;

    /** The moment that the thread lingers. A stream at full speed fills a buffer in less. */
    private static final long LINGER_NANOS = 100_000;

    private static final long FOREVER = Long.MAX_VALUE;

    private final Outlet outlet;
    private final BackoffSpinLock lock = new BackoffSpinLock();

    // guarded by the lock
    private final FrameQueue queue = new FrameQueue();
    private final Deque<Thread> draining = new ArrayDeque<>();
    private State state = State.WRITING;
    private boolean closed;
    private boolean streaming; // a sender has written a bufferful
    private boolean wake; // the thread, when the lock is given back
    private @Nullable Thread thread;
    private long batches; // that the thread has taken
    private long batchesWritten;

    // of the thread
    private final StagingBuffer staging;
    private Deque<ByteBuffer> batch = new ArrayDeque<>();

    /** A writer to this outlet, which it closes in the end. To be {@linkplain #run run} by a thread. */
    public FrameWriter(Outlet outlet) {
        this.outlet = outlet;
        staging = new StagingBuffer(outlet);
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
                queue.last().closePost(); // nobody may rely on the thread to come
            }
        } finally {
            unlock();
        }
    }

    private void gather(Frame frame, int room) {
        ByteBuffer content = FrameCodec.content(frame);
        if (content.remaining() >= LARGE) {
            makeRoom(room - content.remaining());
            queue.last().addHead(frame);
            gatherLarge(content);
        } else if (frame instanceof Frame.Post post) {
            openPost(post.run(), post.inbox(), post.sender(), content.remaining());
            queue.last().add(post.messages());
        } else {
            makeRoom(room);
            queue.last().add(frame);
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
            if (state != State.WRITING && fits() && writeLast()) {
                return;
            }
            long mine = queue.isEmpty() ? batches : batches + 1;
            stopIdling();
            stopLingering();
            while (batchesWritten < mine && !closed) {
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
            if (!queue.last().appendShort(run, inbox, sender, message) && !closed) {
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
            queue.last().addHead(run, inbox, sender, message.size());
            gatherLarge(message.buffer());
        } else {
            openPost(run, inbox, sender, MessageBatch.room(message));
            queue.last().add(message);
        }
    }

    /** Sees to it that nothing lingers: whoever sent it is about to wait for what it brings. */
    void flush() {
        lock.lock();
        try {
            if (state == State.LINGERING && !(fits() && writeLast())) {
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
        if (state == State.IDLE) {
            state = State.WRITING;
            wake = true;
        }
    }

    private void stopLingering() {
        if (state == State.LINGERING) {
            state = State.WRITING;
            wake = true;
        }
    }

    /** Something was added. If the thread is idle and the other side too it goes out now. */
    private void added() {
        if (state == State.IDLE
                && !(queue.hasOnlyLast() && outlet.drained(queue.last().size()) && writeLast())) {
            stopIdling();
        }
    }

    private boolean fits() {
        return queue.hasOnlyLast() && outlet.fits(queue.last().size());
    }

    /** Writes the last buffer, for which there is room. Called while the thread sleeps. Says whether it did. */
    private boolean writeLast() {
        FrameBuffer last = queue.last();
        if (last.isEmpty()) {
            return true;
        }
        last.closePost();
        try {
            outlet.writeNow(last.array(), last.size());
        } catch (IOException e) {
            return false; // nobody reads; the thread will find that out too
        }
        last.clear();
        return true;
    }

    /** Sees to it that the last frame is a post of this kind which so many bytes may be added to. */
    private void openPost(int run, int inbox, int sender, int more) {
        if (!queue.last().takes(run, inbox, sender, more)) {
            makeRoom(FrameCodec.HEAD + more);
            queue.last().openPost(run, inbox, sender);
        }
    }

    /** Closes the open frame and sees to it that so many bytes have room after it. */
    private void makeRoom(int bytes) {
        FrameBuffer last = queue.last();
        last.closePost();
        if (last.remaining() >= bytes) {
            return;
        }
        if (state == State.LINGERING && last.capacity() >= bytes && fits() && writeLast()) {
            streaming = true;
            return;
        }
        seal();
        queue.open(bytes);
    }

    private void gatherLarge(ByteBuffer content) {
        seal();
        queue.addLarge(content);
    }

    private void seal() {
        if (queue.seal()) {
            stopLingering();
        }
    }

    /** Writes until it is closed or the other end of the pipe is. */
    @Override
    public void run() {
        try {
            while (take()) {
                for (ByteBuffer buffer : batch) {
                    staging.add(buffer);
                }
                staging.write();
            }
        } catch (IOException ignored) {
            // nobody reads any more, which shows in the pipe from there
        } finally {
            close();
        }
    }

    /**
     * Gives back the buffers that were written, waits for something to write, and takes it. Says false once it is closed.
     */
    private boolean take() {
        lock.lock();
        try {
            thread = Thread.currentThread();
            queue.recycle(batch);
            batchesWritten = batches;
            wakeDraining();
            if (queue.hasOnlyLast() && queue.last().size() >= STREAM) {
                linger();
            }
            while (queue.isEmpty() && !closed) {
                state = State.IDLE;
                pause(FOREVER);
                state = State.WRITING;
            }
            queue.last().closePost();
            seal();
            batch = queue.take(batch);
            batches++;
            return !closed;
        } finally {
            unlock();
        }
    }

    /** Waits for as long as the sender writes bufferfuls itself, then a little. */
    private void linger() {
        state = State.LINGERING;
        do {
            streaming = false;
            pause(LINGER_NANOS);
        } while (streaming && state == State.LINGERING);
        state = State.WRITING;
    }

    private void wakeDraining() {
        draining.forEach(LockSupport::unpark);
        draining.clear();
    }

    /** Closes the pipe's end, and drops what has not been written. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
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
