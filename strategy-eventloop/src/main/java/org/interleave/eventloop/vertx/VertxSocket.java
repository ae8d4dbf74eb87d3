package org.interleave.eventloop.vertx;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.jspecify.annotations.Nullable;

/**
 * A task's datagram socket, used on its verticle's context only.
 *
 * <p>Vert.x does not connect datagram sockets. So datagrams of others than the peer are dropped here, not by the system,
 * and nobody is told of an unreachable port. The loop reads while the task does something else; as reading cannot be
 * paused, what comes when {@link Port#INBOX_CAPACITY} datagrams are waiting is dropped, as by any datagram socket.
 */
final class VertxSocket {

    /** Of the socket, and of each read: Vert.x takes one number for both, and its own 2048 would cut datagrams off. */
    private static final int RECEIVE_BUFFER = 1 << 18;

    private final Queue<Message> received = new ArrayDeque<>();
    private final InetAddress peer;
    private final int port;
    private final DatagramSocket socket;
    private final Future<DatagramSocket> opened;
    private @Nullable Promise<Optional<Message>> receiver;

    private VertxSocket(io.vertx.core.Vertx vertx, InetAddress peer, int port) {
        this.peer = peer;
        this.port = port;
        boolean ipv6 = peer instanceof Inet6Address;
        socket = vertx.createDatagramSocket(
                        new DatagramSocketOptions().setIpV6(ipv6).setReceiveBufferSize(RECEIVE_BUFFER))
                .handler(this::arrived);
        opened = socket.listen(0, localAddress(ipv6));
    }

    /**
     * Begins to open a socket; sends and receives wait until it is open.
     *
     * @throws UnknownHostException if the peer has no address
     */
    static VertxSocket open(io.vertx.core.Vertx vertx, InetSocketAddress peer) throws UnknownHostException {
        InetAddress address = peer.getAddress();
        if (address == null) {
            throw new UnknownHostException("unknown host " + peer.getHostString());
        }
        return new VertxSocket(vertx, address, peer.getPort());
    }

    /** Loopback for a peer on loopback: then nobody else can reach the socket. */
    private String localAddress(boolean ipv6) {
        if (peer.isLoopbackAddress()) {
            return peer.getHostAddress();
        }
        return ipv6 ? "::" : "0.0.0.0";
    }

    /** Takes the oldest datagram if there is one. */
    Optional<Message> poll() {
        return Optional.ofNullable(received.poll());
    }

    /** Gives the next datagram to come, when there is none, to whoever waits, unless that wait has ended by then. */
    void take(Promise<Optional<Message>> waiting) {
        receiver = waiting;
        opened.onFailure(waiting::tryFail);
    }

    /** Sends one datagram. The future brings no message. */
    Future<Optional<Message>> send(Message message) {
        return opened.compose(open -> open.send(Buffer.buffer(message.bytes()), port, peer.getHostAddress()))
                .map(sent -> Optional.empty());
    }

    private void arrived(DatagramPacket packet) {
        if (packet.sender().port() != port
                || !peer.getHostAddress().equals(packet.sender().hostAddress())) {
            return;
        }
        Message message = Message.copyOf(packet.data().getBytes());
        Promise<Optional<Message>> waiting = receiver;
        receiver = null;
        if ((waiting == null || !waiting.tryComplete(Optional.of(message))) && received.size() < Port.INBOX_CAPACITY) {
            received.add(message);
        }
    }

    void close() {
        socket.close();
    }
}
