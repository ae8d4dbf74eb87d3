package org.interleave.processes.cluster;

import akka.actor.typed.ActorRef;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * A visit as one side sees it. What it has in common on both: the streams, and the end that takes what comes.
 *
 * <p>As a {@link NodeConnection} it may be used by any thread, which leaves all but the outbox to the side's actor; the other
 * methods are the actor's.
 */
final class Session implements NodeConnection {

    private final long id;
    private final ActorRef<Command> self;
    private final ActorRef<Command> other;
    private final Function<NodeConnection, End> opening;
    private final SendBuffer outbox = new SendBuffer();
    private final ReliableStream streams;
    private Optional<End> end = Optional.empty();
    private boolean over;

    /**
     * Not open yet.
     *
     * @param id its number
     * @param patience with the other side
     * @param self this side's actor
     * @param other the other side's
     * @param opening makes the end that takes what comes
     */
    Session(
            long id,
            NodeTimeouts patience,
            ActorRef<Command> self,
            ActorRef<Command> other,
            Function<NodeConnection, End> opening) {
        this.id = id;
        this.self = self;
        this.other = other;
        this.opening = opening;
        streams = new ReliableStream(id, patience, other::tell, outbox, this::deliver);
    }

    private void deliver(ByteBuffer parcel) {
        end.ifPresent(receiver -> receiver.received(parcel));
    }

    @Override
    public void send(ByteBuffer parcel) {
        if (outbox.add(parcel)) {
            self.tell(new Command.Flush());
        }
    }

    @Override
    public void sendPatiently(ByteBuffer parcel) throws InterruptedException {
        outbox.awaitRoom();
        send(parcel);
    }

    @Override
    public void end(String why) {
        self.tell(new Command.End(id, why));
    }

    /** Whether a message belongs to it. */
    boolean concerns(long visit) {
        return visit == id && !over;
    }

    boolean open() {
        return end.isPresent() && !over;
    }

    /** Takes what comes from now on. */
    void begin() {
        end = Optional.of(opening.apply(this));
    }

    /** Tells the other side's actor something. */
    void tell(SessionMessage message) {
        other.tell(message);
    }

    void flush() {
        streams.flush(System.nanoTime());
    }

    /** Sends again what seems lost. Says whether there is hope. */
    boolean tick() {
        return streams.tick(System.nanoTime());
    }

    void taken(SessionMessage.Taken taken) {
        streams.taken(taken, System.nanoTime());
    }

    /** Takes a piece. Says what is wrong with it, if anything. */
    Optional<String> received(SessionMessage.Piece piece) {
        try {
            streams.received(piece);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("sent what cannot be taken: " + e);
        }
    }

    /** Tells the other side that this side ends it, and why. */
    void sayBye(String why) {
        other.tell(new SessionMessage.Bye(id, why));
    }

    /** It is over; nothing comes any more. Again does nothing. */
    void close(String why) {
        if (!over) {
            over = true;
            outbox.close();
            end.ifPresent(receiver -> receiver.closed(why));
        }
    }
}
