package org.interleave.eventloop.akka;

import akka.actor.ActorRef;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.runtime.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * A task's end of a socket: what came and was not received yet, what is not sent yet, and how it ended. Used by the task's actor
 * only. The other end is a {@link SocketActor}.
 */
final class TaskSocket implements Source {

    private final ActorRef actor;
    private final Queue<Message> received = new ArrayDeque<>(0);
    private final ReceiveWindow taken = new ReceiveWindow();
    private int unsent;
    private @Nullable String closed;
    private @Nullable IOException failure;
    private boolean stopped;

    TaskSocket(ActorRef actor) {
        this.actor = actor;
    }

    /** A message has come. */
    void received(Message message) {
        received.add(message);
    }

    /** A message is on its way. */
    void sent() {
        unsent--;
    }

    /** Its peer has closed it, or it broke. */
    void closed(String why) {
        closed = why;
    }

    /** It did not open, or is of no use any more. */
    void failed(IOException cause) {
        failure = cause;
    }

    /** It is closed, and its actor gone. */
    void stopped() {
        stopped = true;
        if (closed == null && failure == null) {
            failure = new IOException("the socket is closed");
        }
    }

    /** Whether it is. */
    boolean isStopped() {
        return stopped;
    }

    /** Delivers messages, then that it is closed, again and again. */
    @Override
    public boolean deliverTo(TaskRun<?> task) throws IOException {
        Message message = received.poll();
        if (message != null) {
            giveBack(message);
            task.deliver(message);
            return true;
        }
        String why = closed;
        if (why != null) {
            task.deliver(new Arrival.Closed(why));
            return true;
        }
        throwFailure();
        return false;
    }

    private void giveBack(Message message) {
        taken.add(message);
        long collected = taken.collected();
        if (collected > 0) {
            tell(new SocketActor.GiveBack(collected));
        }
    }

    /**
     * Begins to send.
     *
     * @throws IOException if it has failed or is closed
     */
    void send(Message message) throws IOException {
        throwIfOver();
        unsent++;
        tell(message);
    }

    /**
     * Whether all is on its way.
     *
     * @throws IOException if it has failed or is closed, and not all is
     */
    boolean allSent() throws IOException {
        if (unsent > 0) {
            throwIfOver();
        }
        return unsent == 0;
    }

    /** Has it closed. */
    void close() {
        tell(SocketActor.CLOSE);
    }

    private void throwIfOver() throws IOException {
        if (closed != null) {
            throw new IOException("the connection is closed: " + closed);
        }
        throwFailure();
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private void tell(Object message) {
        actor.tell(message, ActorRef.noSender());
    }
}
