package org.interleave.eventloop.akka;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.Props;
import akka.actor.Terminated;
import akka.io.Tcp;
import akka.japi.Creator;
import akka.japi.pf.ReceiveBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.PeerSockets;
import org.jspecify.annotations.Nullable;

/**
 * A task's socket, the child of the task's actor, with what datagrams and connections have in common. Akka's I/O is classic, and
 * who opens a socket learns of its actor as the sender of a message, which typed actors have none of; so this is a classic
 * actor. It works on the dispatcher of Akka's own sockets: a task that computes must not keep it from counting what comes.
 *
 * <p>It is told a {@link Message} to send; {@link GiveBack}; and {@link #CLOSE}. Akka takes one write at a time and says when that
 * is done; what else there is to send waits here. The task is told {@link TaskCommand.Received}, {@link TaskCommand.Sent}, and how it
 * ended.
 */
abstract class SocketActor extends AbstractActor {

    /** That it is of no use any more. */
    static final Object CLOSE = new Object();

    /** What the task has taken out of the {@link ReceiveWindow}. */
    record GiveBack(long bytes) {}

    /** Akka's acknowledgement of a write: the system has it. */
    enum Written implements Tcp.Event {
        WRITTEN
    }

    /** The longest that a socket is kept open for a write. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final String DISPATCHER = "akka.actor.internal-dispatcher";

    private final Port port;
    private final InetSocketAddress peer;
    private final akka.actor.typed.ActorRef<TaskCommand> task;
    private final ReceiveWindow window = new ReceiveWindow();
    private final Queue<Message> unsent = new ArrayDeque<>(0);
    private @Nullable ActorRef opened;

    SocketActor(Port port, InetSocketAddress peer, akka.actor.typed.ActorRef<TaskCommand> task) {
        this.port = port;
        this.peer = peer;
        this.task = task;
    }

    /**
     * The properties of a socket that begins to open when it is made. What it is told before it is open is done then.
     *
     * @throws UnknownHostException if the peer has no address
     */
    static <A extends SocketActor> Props props(Class<A> type, InetSocketAddress peer, Creator<A> creator)
            throws UnknownHostException {
        PeerSockets.address(peer);
        return Props.create(type, creator).withDispatcher(DISPATCHER);
    }

    /** The command to write a message, which is answered {@link Written}. */
    abstract Object write(Message message);

    /** The command to close it. */
    abstract Object close();

    /** The command to close it though a write is not done. */
    abstract Object abort();

    /** There is room for more to come. */
    abstract void readOn();

    /** What every socket is told. */
    ReceiveBuilder common() {
        return receiveBuilder()
                .match(Message.class, this::send)
                .matchEquals(Written.WRITTEN, written -> written())
                .match(GiveBack.class, this::onGiveBack)
                .matchEquals(CLOSE, told -> stop())
                .match(Terminated.class, ended -> onTerminated());
    }

    /** Akka's actor has ended by itself, as one does that throws: there is nothing to close. */
    private void onTerminated() {
        opened = null;
        fail("the socket to " + peer + " failed");
    }

    InetSocketAddress peer() {
        return peer;
    }

    /** Tells the actor of Akka's that has it open. */
    void command(Object command) {
        ActorRef open = opened;
        if (open != null) {
            open.tell(command, getSelf());
        }
    }

    /** Does so later. */
    void commandAfter(Duration delay, Object command) {
        ActorRef open = opened;
        if (open != null) {
            getContext()
                    .getSystem()
                    .scheduler()
                    .scheduleOnce(delay, open, command, getContext().getDispatcher(), getSelf());
        }
    }

    /** It is open. */
    void opened(ActorRef by) {
        opened = by;
        getContext().watch(by);
        if (!unsent.isEmpty()) {
            command(write(unsent.element()));
        }
    }

    private void send(Message message) {
        unsent.add(message);
        if (unsent.size() == 1 && opened != null) {
            command(write(message));
        }
    }

    private void written() {
        unsent.remove();
        task.tell(new TaskCommand.Sent(port));
        if (!unsent.isEmpty()) {
            command(write(unsent.element()));
        }
    }

    /** Hands a message to the task; the window may be full then. */
    void receive(Message message) {
        window.add(message);
        task.tell(new TaskCommand.Received(port, message));
    }

    boolean full() {
        return window.full();
    }

    private void onGiveBack(GiveBack back) {
        boolean full = window.full();
        window.giveBack(back.bytes());
        if (full && !window.full()) {
            readOn();
        }
    }

    /** Tells the task that nothing will come any more, and stops. */
    void end(String why) {
        task.tell(new TaskCommand.SocketClosed(port, why));
        stop();
    }

    /** Tells the task that it is of no use, and stops. */
    void fail(String why) {
        task.tell(new TaskCommand.SocketFailed(port, new IOException(why)));
        stop();
    }

    /**
     * Closes, once the present write is done, if that does not take long; what is behind it is dropped. It is there until then:
     * Akka aborts a connection whose handler is gone, with what the system has yet to send.
     */
    private void stop() {
        if (opened == null) {
            getContext().stop(getSelf());
            return;
        }
        if (unsent.isEmpty()) {
            command(close());
        } else {
            commandAfter(LINGER, abort());
        }
        getContext()
                .become(receiveBuilder()
                        .matchEquals(Written.WRITTEN, written -> command(close()))
                        .match(Terminated.class, closed -> getContext().stop(getSelf()))
                        .matchAny(ignored -> {})
                        .build());
    }

    @Override
    public void postStop() {
        task.tell(new TaskCommand.SocketStopped(port));
    }
}
