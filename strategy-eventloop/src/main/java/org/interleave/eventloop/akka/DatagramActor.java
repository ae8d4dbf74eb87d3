package org.interleave.eventloop.akka;

import akka.actor.ActorRef;
import akka.actor.Props;
import akka.io.UdpConnected;
import akka.io.UdpConnectedMessage;
import akka.util.ByteString;
import java.net.UnknownHostException;
import java.time.Duration;
import org.interleave.core.Message;
import org.interleave.core.Port;

/**
 * A task's datagram socket, connected to its peer. When the window is full, reading is suspended; what comes nevertheless, for
 * Akka reads on until there is nothing more before it heeds that, is dropped. An unreachable port is not told where it is
 * read: Akka passes over it; a write that meets it ends the socket.
 */
final class DatagramActor extends SocketActor {

    /** The time until a write is tried again for which the system had no room; the scheduler rounds it up to its tick. */
    private static final Duration ROOM = Duration.ofMillis(1);

    private boolean suspended;

    private DatagramActor(Port.Udp port, akka.actor.typed.ActorRef<TaskCommand> task) {
        super(port, port.peer(), task);
    }

    /** {@link SocketActor#props}. */
    static Props props(Port.Udp port, akka.actor.typed.ActorRef<TaskCommand> task) throws UnknownHostException {
        return props(DatagramActor.class, port.peer(), () -> new DatagramActor(port, task));
    }

    @Override
    public void preStart() {
        ActorRef manager = UdpConnected.get(getContext().getSystem()).getManager();
        manager.tell(UdpConnectedMessage.connect(getSelf(), peer()), getSelf());
    }

    @Override
    public Receive createReceive() {
        return common().match(UdpConnected.Received.class, this::onReceived)
                .match(UdpConnected.Connected.class, connected -> opened(getSender()))
                .match(UdpConnected.CommandFailed.class, failed -> onFailed(failed.cmd()))
                .build();
    }

    private void onReceived(UdpConnected.Received datagram) {
        if (!suspended) {
            receive(Message.copyOf(datagram.data().asByteBuffer()));
            if (full()) {
                suspended = true;
                command(UdpConnectedMessage.suspendReading());
            }
        }
    }

    @Override
    void readOn() {
        suspended = false;
        command(UdpConnectedMessage.resumeReading());
    }

    @Override
    Object write(Message message) {
        return UdpConnectedMessage.send(ByteString.fromByteBuffer(message.buffer()), Written.WRITTEN);
    }

    private void onFailed(UdpConnected.Command command) {
        if (command instanceof UdpConnected.Send) {
            commandAfter(ROOM, command);
        } else {
            fail("cannot open a socket to " + peer());
        }
    }

    @Override
    Object close() {
        return UdpConnectedMessage.disconnect();
    }

    @Override
    Object abort() {
        return close();
    }
}
