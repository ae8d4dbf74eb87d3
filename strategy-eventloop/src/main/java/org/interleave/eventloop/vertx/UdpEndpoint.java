package org.interleave.eventloop.vertx;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.PeerSockets;
import org.interleave.core.runtime.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * A task's datagram socket.
 *
 * <p>Vert.x does not connect datagram sockets. So datagrams of others than the peer are dropped here, not by the system,
 * and nobody is told of an unreachable port. The loop reads while the task does something else; as reading cannot be
 * paused, what comes when {@link Port#INBOX_CAPACITY} datagrams are waiting is dropped, as by any datagram socket.
 */
final class UdpEndpoint implements Endpoint {

    /**
     * Takes the largest datagram. Vert.x takes one number for the buffer of each read, where its own 2048 would cut datagrams
     * off, and for the socket's buffer in the system.
     */
    private static final int RECEIVE_BUFFER = 1 << 16;

    private final Queue<Message> received = new ArrayDeque<>(0);
    private final String host;
    private final int port;
    private final DatagramSocket socket;
    private final Future<DatagramSocket> opened;
    private @Nullable Throwable failure;
    private final OneShotHandler readable = new OneShotHandler();

    /**
     * Begins to open a socket; sends wait until it is open.
     *
     * @throws UnknownHostException if the peer has no address
     */
    UdpEndpoint(Vertx vertx, Port.Udp udp) throws UnknownHostException {
        InetAddress peer = PeerSockets.address(udp.peer());
        host = peer.getHostAddress();
        port = udp.peer().getPort();
        socket = vertx.createDatagramSocket(new DatagramSocketOptions()
                        .setIpV6(peer instanceof Inet6Address)
                        .setReceiveBufferSize(RECEIVE_BUFFER))
                .handler(this::arrived)
                .exceptionHandler(this::failed);
        opened = socket.listen(0, localAddress(peer)).onFailure(this::failed);
    }

    /** Loopback for a peer on loopback: then nobody else can reach the socket. */
    private static String localAddress(InetAddress peer) {
        if (peer.isLoopbackAddress()) {
            return peer.getHostAddress();
        }
        return peer instanceof Inet6Address ? "::" : "0.0.0.0";
    }

    @Override
    public boolean deliverTo(TaskRun<?> task) throws Throwable {
        Message message = received.poll();
        if (message != null) {
            task.deliver(message);
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        return false;
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
        return opened.succeeded() ? write(message) : opened.compose(open -> write(message));
    }

    private Future<Void> write(Message message) {
        return socket.send(MessageBuffers.wrap(message), port, host);
    }

    @Override
    public void close() {
        socket.close();
    }

    private void arrived(DatagramPacket packet) {
        boolean fromPeer =
                packet.sender().port() == port && host.equals(packet.sender().hostAddress());
        if (fromPeer && received.size() < Port.INBOX_CAPACITY) {
            received.add(MessageBuffers.copy(packet.data()));
            readable.call();
        }
    }

    private void failed(Throwable thrown) {
        failure = thrown;
        readable.call();
    }
}
