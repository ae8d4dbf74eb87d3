package org.interleave.processes.cluster;

import akka.actor.typed.ActorRef;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * A session as one side has it: the reliable stream to the other side, and the handler of what comes from there.
 *
 * <p>As a {@link NodeConnection} it may be used by any thread, which leaves all but the send buffer to the side's actor; the
 * other methods are the actor's.
 */
final class Session implements NodeConnection {

    private final long id;
    private final ActorRef<Command> self;
    private final ActorRef<Command> other;
    private final Function<NodeConnection, Handler> opening;
    private final SendBuffer buffer = new SendBuffer();
    private final ReliableStream stream;
    private Optional<Handler> handler = Optional.empty();
    private boolean closed;

    /**
     * A session that is not open yet.
     *
     * @param id its number
     * @param timeouts of the session
     * @param self this side's actor
     * @param other the other side's
     * @param opening makes the handler of what comes
     */
    Session(
            long id,
            NodeTimeouts timeouts,
            ActorRef<Command> self,
            ActorRef<Command> other,
            Function<NodeConnection, Handler> opening) {
        this.id = id;
        this.self = self;
        this.other = other;
        this.opening = opening;
        stream = new ReliableStream(id, timeouts, other::tell, buffer, this::deliver);
    }

    private void deliver(ByteBuffer frame) {
        handler.ifPresent(receiver -> receiver.received(frame));
    }

    @Override
    public void send(ByteBuffer frame) {
        if (buffer.add(frame)) {
            self.tell(new Command.Flush());
        }
    }

    @Override
    public void sendBlocking(ByteBuffer frame) throws InterruptedException {
        buffer.awaitRoom();
        send(frame);
    }

    @Override
    public void end(String why) {
        self.tell(new Command.End(id, why));
    }

    /** Whether a message belongs to it. */
    boolean concerns(long session) {
        return session == id && !closed;
    }

    boolean open() {
        return handler.isPresent() && !closed;
    }

    /** Opens it: what comes from now on goes to its handler. */
    void begin() {
        handler = Optional.of(opening.apply(this));
    }

    /** Tells the other side's actor something. */
    void tell(SessionMessage message) {
        other.tell(message);
    }

    void flush() {
        stream.flush(System.nanoTime());
    }

    /** Sends again what seems lost. Says false if nothing has been acknowledged for so long that the session is to end. */
    boolean tick() {
        return stream.tick(System.nanoTime());
    }

    void acknowledged(SessionMessage.Ack ack) {
        stream.acknowledged(ack, System.nanoTime());
    }

    /** Receives a segment. Says what is wrong with it, if anything. */
    Optional<String> received(SessionMessage.Segment segment) {
        try {
            stream.received(segment);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("sent what cannot be handled: " + e);
        }
    }

    /** Tells the other side that this side ends it, and why. */
    void sendClose(String why) {
        other.tell(new SessionMessage.Close(id, why));
    }

    /** Closes this side; nothing comes any more. Again does nothing. */
    void close(String why) {
        if (!closed) {
            closed = true;
            buffer.close();
            handler.ifPresent(receiver -> receiver.closed(why));
        }
    }
}
