package org.interleave.processes.cluster;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The handler of a connection to a {@link Gateway}, which relays it to the actor system. What comes is kept until it is a
 * whole hello of TLS; then a connection to the actor system is made, and each side is read from as fast as the other takes
 * it.
 *
 * <p>The public methods of the actor system's side, {@link #authenticated}, {@link #refuse} and {@link #close}, may be
 * called by any thread; all else happens in the event loop.
 */
final class RelayHandler extends ChannelInboundHandlerAdapter {

    /** The connection's other end and the actor system's own, and a few for what goes on meanwhile. */
    private static final int FREE_DESCRIPTORS = 8;

    private static final int RETRY_MILLIS = 100;
    private static final int FLUSH_MILLIS = 5_000;

    private final Gateway gateway;
    private final SocketChannel outer;
    private final InetSocketAddress address;
    private final ByteBuf held = Unpooled.buffer(); // on the heap: it need not be released
    private Optional<Channel> inner = Optional.empty();
    private Optional<Future<?>> limit = Optional.empty();
    private boolean dialled;
    private boolean relaying;
    private boolean counted;
    private boolean gone;
    private volatile boolean authenticated;

    RelayHandler(Gateway gateway, SocketChannel outer, InetSocketAddress address) {
        this.gateway = gateway;
        this.outer = outer;
        this.address = address;
        outer.closeFuture().addListener(closed -> leave());
    }

    /** The address without the port. */
    String host() {
        return address.getAddress().getHostAddress();
    }

    @Override
    public String toString() {
        return host() + ":" + address.getPort();
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    /** The port from which the actor system is called, if it is. */
    Optional<Integer> innerPort() {
        return inner.map(Channel::localAddress).map(local -> ((InetSocketAddress) local).getPort());
    }

    /** The actor system has verified the caller's certificate. What is asked of the gateway from now on knows of it. */
    void authenticated() {
        authenticated = true;
        outer.eventLoop().execute(() -> {
            if (!gone) {
                counted = true;
                if (!gateway.authenticated(this)) {
                    refuse("too many connections are open");
                }
            }
        });
    }

    /** Closes the connection, and says why. */
    void refuse(String why) {
        gateway.refuse(toString(), why);
        close();
    }

    /** Closes both connections, with nothing more being passed on. */
    void close() {
        outer.eventLoop().execute(() -> {
            outer.close();
            inner.ifPresent(Channel::close);
        });
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        long nanos = gateway.limits().handshake().toNanos();
        limit = Optional.of(context.executor().schedule(this::expire, nanos, TimeUnit.NANOSECONDS));
    }

    private void expire() {
        if (!authenticated && !gone) {
            gateway.late(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (relaying) {
            inner.ifPresentOrElse(channel -> channel.write(bytes, channel.voidPromise()), bytes::release);
            return;
        }
        try {
            held.writeBytes(bytes);
        } finally {
            bytes.release();
        }
        if (!dialled) {
            lookForHello();
        }
    }

    private void lookForHello() {
        ByteBuffer bytes = held.nioBuffer();
        if (!ClientHello.possible(bytes)) {
            refuse("what it sent is not TLS");
            return;
        }
        ClientHello.random(bytes).ifPresent(random -> {
            dialled = true;
            outer.config().setAutoRead(false);
            gateway.said(this, random);
            dial();
        });
    }

    /** With too few descriptors left the actor system could not accept, and would try again without a pause. */
    private void dial() {
        if (gone) {
            return;
        }
        if (Descriptors.free() < FREE_DESCRIPTORS) {
            outer.eventLoop().schedule(this::dial, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        ChannelFuture dialling = new Bootstrap()
                .group(outer.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new Inner())
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.innerPort()));
        inner = Optional.of(dialling.channel());
        dialling.addListener((ChannelFutureListener) this::dialled);
    }

    private void dialled(ChannelFuture dialling) {
        if (gone || !dialling.isSuccess()) {
            close();
            return;
        }
        relaying = true;
        dialling.channel().writeAndFlush(held.retainedDuplicate());
        dialling.channel().config().setAutoRead(true);
        outer.config().setAutoRead(true);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (relaying) {
            inner.ifPresent(channel -> {
                channel.flush();
                outer.config().setAutoRead(channel.isWritable());
            });
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (relaying) {
            inner.ifPresent(channel -> channel.config().setAutoRead(outer.isWritable()));
        }
    }

    private void leave() {
        gone = true;
        limit.ifPresent(timer -> timer.cancel(false));
        gateway.left(this, counted);
        inner.ifPresent(RelayHandler::closeAfterFlush);
    }

    /** Whoever takes nothing is waited for only so long. */
    private static void closeAfterFlush(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        if (channel.isOpen()) {
            channel.eventLoop().schedule(() -> channel.close(), FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        gateway.failed(cause);
        close();
    }

    /** The handler of the connection to the actor system. */
    private final class Inner extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            outer.write(message, outer.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            outer.flush();
            context.channel().config().setAutoRead(outer.isWritable());
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            outer.config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            closeAfterFlush(outer);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            gateway.failed(cause);
            close();
        }
    }
}
