package org.interleave.processes.cluster;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The byte streams of a session, one in each direction, as one side has them: frames, each with its length before it, cut
 * into segments. Akka delivers a message at most once, and some are lost with each connection that breaks. So segments are
 * numbered, acknowledged, and sent again from the first that is not acknowledged on (go-back-N) when nothing has been for a
 * while; at most {@value #WINDOW} of them are under way.
 *
 * <p>Used by the side's actor only, but for the buffer.
 */
final class ReliableStream {

    /** The size of a segment in bytes, well below the largest message that Akka takes. */
    private static final int SEGMENT = 128 << 10;

    /** The most segments that are under way. */
    private static final int WINDOW = 32;

    /** Segments are sent again this often in the silence after which a side counts as lost: they may be lost again. */
    private static final int RESENDS = 5;

    private final long session;
    private final NodeTimeouts timeouts;
    private final Consumer<SessionMessage> other;
    private final SendBuffer buffer;
    private final Consumer<ByteBuffer> receiver;
    private final Deque<SessionMessage.Segment> unacknowledged = new ArrayDeque<>();
    private long nextOut;
    private long nextIn;
    private long lastProgress;
    private long lastSent;
    private ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private ByteBuffer frame = ByteBuffer.allocate(0);

    /**
     * The streams of a new session.
     *
     * @param session the session's number
     * @param timeouts of the session
     * @param other takes messages for the other side
     * @param buffer what there is to send
     * @param receiver takes the frames that come
     */
    ReliableStream(
            long session,
            NodeTimeouts timeouts,
            Consumer<SessionMessage> other,
            SendBuffer buffer,
            Consumer<ByteBuffer> receiver) {
        this.session = session;
        this.timeouts = timeouts;
        this.other = other;
        this.buffer = buffer;
        this.receiver = receiver;
    }

    /** Sends as much as the window allows. */
    void flush(long now) {
        while (unacknowledged.size() < WINDOW) {
            byte[] bytes = buffer.take(SEGMENT);
            if (bytes.length == 0) {
                return;
            }
            if (unacknowledged.isEmpty()) {
                lastProgress = now;
            }
            SessionMessage.Segment segment = new SessionMessage.Segment(session, nextOut++, bytes);
            unacknowledged.add(segment);
            lastSent = now;
            other.accept(segment);
        }
    }

    /** The other side has acknowledged segments. */
    void acknowledged(SessionMessage.Ack ack, long now) {
        while (!unacknowledged.isEmpty() && unacknowledged.element().number() < ack.next()) {
            unacknowledged.remove();
            lastProgress = now;
        }
        flush(now);
    }

    /** Sends again what seems lost. Says false if nothing has been acknowledged for so long that the session is to end. */
    boolean tick(long now) {
        if (unacknowledged.isEmpty()) {
            return true;
        }
        if (now - Math.max(lastProgress, lastSent) > timeouts.silence().toNanos() / RESENDS) {
            lastSent = now;
            unacknowledged.forEach(other);
        }
        return now - lastProgress < timeouts.standstill().toNanos();
    }

    /**
     * Receives a segment, and drops it unless it is the next: it comes again.
     *
     * @throws IllegalStateException if what it holds is no frame
     */
    void received(SessionMessage.Segment segment) {
        if (segment.number() == nextIn) {
            nextIn++;
            unpack(ByteBuffer.wrap(segment.bytes()));
        }
        other.accept(new SessionMessage.Ack(session, nextIn));
    }

    private void unpack(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (length.hasRemaining()) {
                move(in, length);
                if (length.hasRemaining()) {
                    return;
                }
                frame = ByteBuffer.allocate(checked(length.getInt(0)));
            }
            move(in, frame);
            if (frame.hasRemaining()) {
                return;
            }
            length.clear();
            ByteBuffer whole = frame.flip();
            frame = ByteBuffer.allocate(0);
            receiver.accept(whole);
        }
    }

    private static int checked(int size) {
        if (size < 1 || size > NodeConnection.MAX_FRAME) {
            throw new IllegalStateException(
                    "a frame of " + size + " bytes is not between 1 and the " + NodeConnection.MAX_FRAME + " allowed");
        }
        return size;
    }

    /** Moves as many bytes as there are and there is room for. */
    static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        to.position(to.position() + count);
        from.position(from.position() + count);
    }
}
