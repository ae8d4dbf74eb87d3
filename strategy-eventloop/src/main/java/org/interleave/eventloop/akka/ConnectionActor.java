package org.interleave.eventloop.akka;

import akka.actor.ActorRef;
import akka.actor.Props;
import akka.io.Tcp;
import akka.io.TcpMessage;
import akka.io.TcpSO;
import akka.util.ByteString;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.FrameAssembly;

/**
 * A task's TCP connection. Akka reads when it is pulled, once for each {@code ResumeReading}; that is asked for as long as the
 * window has room, so what a task does not receive takes up the window and what one read brings, and then holds the peer back.
 */
final class ConnectionActor extends SocketActor {

    /** As long as Netty waits unless told otherwise: the system's own limit is minutes. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    private final FrameAssembly frames;

    private ConnectionActor(Port.Tcp port, akka.actor.typed.ActorRef<TaskCommand> task) {
        super(port, port.peer(), task);
        frames = new FrameAssembly(port.largest());
    }

    /** {@link SocketActor#props}. */
    static Props props(Port.Tcp port, akka.actor.typed.ActorRef<TaskCommand> task) throws UnknownHostException {
        return props(ConnectionActor.class, port.peer(), () -> new ConnectionActor(port, task));
    }

    @Override
    public void preStart() {
        ActorRef manager = Tcp.get(getContext().getSystem()).getManager();
        manager.tell(TcpMessage.connect(peer(), null, List.of(TcpSO.tcpNoDelay(true)), CONNECT_LIMIT, true), getSelf());
    }

    @Override
    public Receive createReceive() {
        return common().match(Tcp.Received.class, this::onReceived)
                .match(Tcp.Connected.class, connected -> onConnected(getSender()))
                .match(Tcp.ConnectionClosed.class, this::onClosed)
                .match(Tcp.CommandFailed.class, this::onFailed)
                .build();
    }

    private void onConnected(ActorRef connection) {
        connection.tell(TcpMessage.register(getSelf()), getSelf());
        opened(connection);
        readOn();
    }

    private void onReceived(Tcp.Received received) {
        try {
            receiveFrames(received.data().asByteBuffer());
        } catch (IOException e) {
            end(String.valueOf(e.getMessage()));
            return;
        }
        if (!full()) {
            readOn();
        }
    }

    private void receiveFrames(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            ByteBuffer room = frames.room();
            int count = Math.min(room.remaining(), bytes.remaining());
            room.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            for (Optional<Message> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                receive(frame.get());
            }
        }
    }

    @Override
    void readOn() {
        command(TcpMessage.resumeReading());
    }

    @Override
    Object write(Message message) {
        byte[] frame = new byte[Integer.BYTES + message.size()];
        ByteBuffer.wrap(frame).putInt(message.size());
        message.copyTo(frame, Integer.BYTES);
        return TcpMessage.write(ByteString.fromArrayUnsafe(frame), Written.WRITTEN);
    }

    private void onClosed(Tcp.ConnectionClosed event) {
        if (event.isErrorClosed()) {
            end(event.getErrorCause());
        } else {
            end(frames.isEmpty() ? "the peer closed it" : "the peer closed it within a frame");
        }
    }

    private void onFailed(Tcp.CommandFailed failed) {
        if (failed.cmd() instanceof Tcp.Connect) {
            fail("cannot connect to " + peer() + reason(failed));
        } else {
            end("it takes nothing to write" + reason(failed));
        }
    }

    private static String reason(Tcp.CommandFailed failed) {
        return failed.cause().isDefined() ? ": " + failed.cause().get().getMessage() : "";
    }

    @Override
    Object close() {
        return TcpMessage.close();
    }

    @Override
    Object abort() {
        return TcpMessage.abort();
    }
}
