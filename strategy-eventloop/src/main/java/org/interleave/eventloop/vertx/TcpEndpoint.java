package org.interleave.eventloop.vertx;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.PeerSockets;
import org.interleave.core.runtime.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * A task's connection. It fetches a frame for each receive, so that a task which does not receive holds its peer back, and a
 * send lasts until the system has taken all of the frame, so that at most one waits for a peer which does not read.
 */
final class TcpEndpoint implements Endpoint {

    private final int largest;
    private final Future<NetSocket> connected;
    private @Nullable FrameParser parser;
    private boolean fetching;
    private @Nullable Message frame;
    private @Nullable Throwable failure;
    private @Nullable String closed;
    private final OneShotHandler readable = new OneShotHandler();
    private Future<Void> written = Future.succeededFuture();
    private boolean writable = true;

    /**
     * Begins to connect; sends wait until it is connected.
     *
     * @throws UnknownHostException if the peer has no address
     */
    TcpEndpoint(NetClient client, Port.Tcp port) throws UnknownHostException {
        InetAddress peer = PeerSockets.address(port.peer());
        largest = port.largest();
        connected = client.connect(port.peer().getPort(), peer.getHostAddress())
                .onSuccess(this::connected)
                .onFailure(this::refused);
    }

    private void connected(NetSocket socket) {
        socket.closeHandler(gone -> writable = false);
        parser = new FrameParser(socket, largest, this::arrived, this::ended);
        if (readable.isSet()) {
            fetch();
        }
    }

    private void refused(Throwable thrown) {
        failure = thrown;
        readable.call();
    }

    @Override
    public boolean deliverTo(TaskRun<?> task) throws Throwable {
        if (failure != null) {
            throw failure;
        }
        fetch();
        if (frame != null) {
            task.deliver(frame);
            frame = null;
            return true;
        }
        if (closed != null) {
            task.deliver(new Arrival.Closed(closed));
            return true;
        }
        return false;
    }

    /** Asks for a frame, unless there is one or it has been asked for. */
    private void fetch() {
        FrameParser open = parser;
        if (open != null && closed == null && frame == null && !fetching) {
            fetching = true;
            open.fetch();
        }
    }

    private void arrived(Message message) {
        fetching = false;
        frame = message;
        readable.call();
    }

    private void ended(String why) {
        writable = false;
        if (closed == null) {
            closed = why;
            readable.call();
        }
    }

    @Override
    public void onReadable(Runnable handler) {
        readable.set(handler);
    }

    @Override
    public void forget() {
        readable.forget();
    }

    @Override
    public Future<Void> send(Message message) {
        return connected.compose(socket -> write(socket, message));
    }

    /** If the last write is not over, it was cut short: then the task should finish, and no message waits any more. */
    private Future<Void> write(NetSocket socket, Message message) {
        if (!writable) {
            return Future.failedFuture(
                    new IOException("the connection is closed" + (closed == null ? "" : ": " + closed)));
        }
        if (!written.isComplete()) {
            return Future.succeededFuture();
        }
        written = socket.write(Buffer.buffer(Integer.BYTES + message.size())
                .appendInt(message.size())
                .appendBuffer(MessageBuffers.wrap(message)));
        return written;
    }

    /** Closes the channel at once. The socket would first wait for the peer to read what was cut short, and so would Vert.x. */
    @Override
    public void close() {
        connected.onSuccess(
                socket -> ((NetSocketInternal) socket).channelHandlerContext().close());
    }
}
