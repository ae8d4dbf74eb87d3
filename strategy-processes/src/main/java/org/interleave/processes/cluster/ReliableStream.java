package org.interleave.processes.cluster;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The two streams of a visit as one side sees them. Akka delivers a message at most once, and some are lost with each
 * connection that breaks. So pieces are numbered, and those that the other side has not said to have taken are sent again
 * when it has been silent for a while; at most {@value #WINDOW} of them are under way.
 *
 * <p>Used by the side's actor only, but for the outbox.
 */
final class ReliableStream {

    /** Well below the largest message that Akka takes. */
    private static final int PIECE = 128 << 10;

    private static final int WINDOW = 32;

    /** Pieces are sent again after this part of the silence in which a side counts as lost: in its time they may be lost again. */
    private static final int RESENDS = 5;

    private final long visit;
    private final NodeTimeouts patience;
    private final Consumer<SessionMessage> other;
    private final SendBuffer outbox;
    private final Consumer<ByteBuffer> receiver;
    private final Deque<SessionMessage.Piece> underWay = new ArrayDeque<>();
    private long nextOut;
    private long nextIn;
    private long lastProgress;
    private long lastSent;
    private ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private ByteBuffer parcel = ByteBuffer.allocate(0);

    /**
     * Nothing was sent yet.
     *
     * @param visit the visit's number
     * @param patience with the other side
     * @param other takes messages for the other side
     * @param outbox what there is to send
     * @param receiver takes the parcels that come
     */
    ReliableStream(
            long visit,
            NodeTimeouts patience,
            Consumer<SessionMessage> other,
            SendBuffer outbox,
            Consumer<ByteBuffer> receiver) {
        this.visit = visit;
        this.patience = patience;
        this.other = other;
        this.outbox = outbox;
        this.receiver = receiver;
    }

    /** Sends as much as the window allows. */
    void flush(long now) {
        while (underWay.size() < WINDOW) {
            byte[] bytes = outbox.take(PIECE);
            if (bytes.length == 0) {
                return;
            }
            if (underWay.isEmpty()) {
                lastProgress = now;
            }
            SessionMessage.Piece piece = new SessionMessage.Piece(visit, nextOut++, bytes);
            underWay.add(piece);
            lastSent = now;
            other.accept(piece);
        }
    }

    /** The other side has taken something. */
    void taken(SessionMessage.Taken taken, long now) {
        while (!underWay.isEmpty() && underWay.element().number() < taken.next()) {
            underWay.remove();
            lastProgress = now;
        }
        flush(now);
    }

    /** Sends again what seems lost. Says whether there is hope. */
    boolean tick(long now) {
        if (underWay.isEmpty()) {
            return true;
        }
        if (now - Math.max(lastProgress, lastSent) > patience.silence().toNanos() / RESENDS) {
            lastSent = now;
            underWay.forEach(other);
        }
        return now - lastProgress < patience.standstill().toNanos();
    }

    /**
     * Takes a piece: the one that is next, for others come again.
     *
     * @throws IllegalStateException if what it holds is no parcel
     */
    void received(SessionMessage.Piece piece) {
        if (piece.number() == nextIn) {
            nextIn++;
            unpack(ByteBuffer.wrap(piece.bytes()));
        }
        other.accept(new SessionMessage.Taken(visit, nextIn));
    }

    private void unpack(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (length.hasRemaining()) {
                move(in, length);
                if (length.hasRemaining()) {
                    return;
                }
                parcel = ByteBuffer.allocate(checked(length.getInt(0)));
            }
            move(in, parcel);
            if (parcel.hasRemaining()) {
                return;
            }
            length.clear();
            ByteBuffer whole = parcel.flip();
            parcel = ByteBuffer.allocate(0);
            receiver.accept(whole);
        }
    }

    private static int checked(int size) {
        if (size < 1 || size > NodeConnection.MAX_PARCEL) {
            throw new IllegalStateException("a parcel of " + size + " bytes is not between 1 and the "
                    + NodeConnection.MAX_PARCEL + " allowed");
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
