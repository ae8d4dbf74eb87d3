package org.interleave.eventloop;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
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
 * A task's datagram socket: a channel on the task's event loop, connected to the peer, and at once the handler at the
 * end of its pipeline. Used on that loop only.
 *
 * <p>The loop reads datagrams while the task does something else, up to {@link Port#INBOX_CAPACITY} of them; then
 * reading stops and the system's buffer fills. An error of the channel, such as an unreachable port, is told to the
 * next receive.
 */
final class NettySocket extends SimpleChannelInboundHandler<DatagramPacket> {

    /** The largest payload of a UDP datagram over IPv4. Netty's own 2048 would cut datagrams off. */
    private static final int MAX_DATAGRAM = 65_507;

    private final Queue<Message> received = new ArrayDeque<>();
    private final EventLoop loop;
    private final ChannelFuture connected;
    private @Nullable Promise<Optional<Message>> receiver;
    private @Nullable Throwable error;

    private NettySocket(EventLoop loop, InetSocketAddress peer, SocketProtocolFamily family) {
        this.loop = loop;
        connected = new Bootstrap()
                .group(loop)
                .channelFactory(() -> new NioDatagramChannel(family))
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM))
                .handler(this)
                .disableResolver()
                .connect(peer);
    }

    /**
     * Begins to open a socket; reads and writes wait until it is open.
     *
     * @throws UnknownHostException if the peer has no address
     */
    static NettySocket open(EventLoop loop, InetSocketAddress peer) throws UnknownHostException {
        InetAddress address = peer.getAddress();
        if (address == null) {
            throw new UnknownHostException("unknown host " + peer.getHostString());
        }
        return new NettySocket(
                loop, peer, address.getAddress().length == 4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6);
    }

    /** Takes the oldest datagram if there is one. */
    Optional<Message> poll() {
        Message message = received.poll();
        if (received.isEmpty()) {
            channel().config().setAutoRead(true);
        }
        return Optional.ofNullable(message);
    }

    /** Takes the next datagram to come when there is none. */
    Future<Optional<Message>> take() {
        Promise<Optional<Message>> next = loop.newPromise();
        Throwable failed = error;
        error = null;
        if (failed != null) {
            return next.setFailure(failed);
        }
        receiver = next;
        connected.addListener(opened -> {
            if (!opened.isSuccess()) {
                next.tryFailure(opened.cause());
            }
        });
        return next;
    }

    /** Writes one datagram. The future brings no message. */
    Future<Optional<Message>> write(Message message) {
        Promise<Optional<Message>> written = loop.newPromise();
        connected.addListener(opened -> {
            if (opened.isSuccess()) {
                channel()
                        .writeAndFlush(Unpooled.wrappedBuffer(message.buffer()))
                        .addListener(write -> settle(written, write));
            } else {
                written.setFailure(opened.cause());
            }
        });
        return written;
    }

    private static void settle(Promise<Optional<Message>> written, Future<?> write) {
        if (write.isSuccess()) {
            written.setSuccess(Optional.empty());
        } else {
            written.setFailure(write.cause());
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        Message message = Message.copyOf(packet.content().nioBuffer());
        Promise<Optional<Message>> waiting = receiver;
        receiver = null;
        if (waiting == null || !waiting.trySuccess(Optional.of(message))) {
            received.add(message);
            if (received.size() >= Port.INBOX_CAPACITY) {
                channel().config().setAutoRead(false);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Promise<Optional<Message>> waiting = receiver;
        receiver = null;
        if (waiting == null || !waiting.tryFailure(cause)) {
            error = cause;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // on its own loop the channel closes at once
    void close() {
        channel().close();
    }

    private Channel channel() {
        return connected.channel();
    }
}
