package org.interleave.eventloop.akka;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.Props;
import akka.actor.Terminated;
import akka.io.UdpConnected;
import akka.io.UdpConnectedMessage;
import akka.util.ByteString;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.jspecify.annotations.Nullable;

/**
 * A task's datagram socket, connected to its peer. Akka's I/O is classic, and who opened a connection learns of its
 * actor as the sender of a message, which typed actors have none of; so this is a classic actor, the child of the task's.
 *
 * <p>It is told a {@link Message} to send, one at a time, and answers {@link TaskActor.Sent}; {@link #NEXT} to hand out
 * the next datagram; and {@link #CLOSE}. When {@link Port#INBOX_CAPACITY} datagrams wait, reading is suspended and the
 * system's buffer fills. An unreachable port is not told: Akka passes over it.
 */
final class AkkaSocket extends AbstractActor {

    static final Object NEXT = new Object();
    static final Object CLOSE = new Object();
    private static final Object SENT = new Object();

    private final Port.Udp port;
    private final akka.actor.typed.ActorRef<TaskActor.Command> task;
    private final Queue<Message> received = new ArrayDeque<>();
    private @Nullable ActorRef connection;
    private @Nullable Message unsent;
    private boolean asked;
    private boolean suspended;

    private AkkaSocket(Port.Udp port, akka.actor.typed.ActorRef<TaskActor.Command> task) {
        this.port = port;
        this.task = task;
    }

    /**
     * Begins to open a socket; what it is told before it is open is done then.
     *
     * @throws UnknownHostException if the peer has no address
     */
    static Props props(Port.Udp port, akka.actor.typed.ActorRef<TaskActor.Command> task) throws UnknownHostException {
        if (port.peer().isUnresolved()) {
            throw new UnknownHostException("unknown host " + port.peer().getHostString());
        }
        return Props.create(AkkaSocket.class, () -> new AkkaSocket(port, task));
    }

    @Override
    public void preStart() {
        ActorRef manager = UdpConnected.get(getContext().getSystem()).getManager();
        manager.tell(UdpConnectedMessage.connect(getSelf(), port.peer()), getSelf());
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(UdpConnected.Received.class, datagram -> received(datagram.data()))
                .match(Message.class, this::send)
                .matchEquals(NEXT, next -> next())
                .matchEquals(SENT, sent -> task.tell(new TaskActor.Sent(port)))
                .match(UdpConnected.Connected.class, connected -> connected(getSender()))
                .match(UdpConnected.CommandFailed.class, failed -> failed(failed.cmd()))
                .match(Terminated.class, ended -> fail("the socket to " + port.peer() + " failed"))
                .matchEquals(CLOSE, close -> close())
                .match(UdpConnected.Disconnected.class, closed -> getContext().stop(getSelf()))
                .build();
    }

    private void connected(ActorRef opened) {
        connection = opened;
        getContext().watch(opened);
        Message message = unsent;
        if (message != null) {
            unsent = null;
            send(message);
        }
    }

    private void send(Message message) {
        ActorRef open = connection;
        if (open == null) {
            unsent = message;
        } else {
            open.tell(UdpConnectedMessage.send(ByteString.fromByteBuffer(message.buffer()), SENT), getSelf());
        }
    }

    private void received(ByteString datagram) {
        Message message = Message.copyOf(datagram.asByteBuffer());
        if (asked) {
            asked = false;
            task.tell(new TaskActor.Arrived(port, message));
        } else {
            received.add(message);
            if (received.size() >= Port.INBOX_CAPACITY && !suspended) {
                suspended = true;
                getSender().tell(UdpConnectedMessage.suspendReading(), getSelf());
            }
        }
    }

    private void next() {
        Message message = received.poll();
        if (message == null) {
            asked = true;
        } else {
            task.tell(new TaskActor.Arrived(port, message));
        }
        ActorRef open = connection;
        if (suspended && received.isEmpty() && open != null) {
            suspended = false;
            open.tell(UdpConnectedMessage.resumeReading(), getSelf());
        }
    }

    /** A send fails only when the system's buffer is full: then it is tried again. */
    private void failed(UdpConnected.Command command) {
        ActorRef open = connection;
        if (open == null) {
            fail("cannot open a socket to " + port.peer());
        } else {
            open.tell(command, getSelf());
        }
    }

    private void close() {
        ActorRef open = connection;
        if (open == null) {
            getContext().stop(getSelf());
        } else {
            getContext().unwatch(open);
            open.tell(UdpConnectedMessage.disconnect(), getSelf());
        }
    }

    private void fail(String reason) {
        task.tell(new TaskActor.SocketFailed(port, new IOException(reason)));
    }
}
