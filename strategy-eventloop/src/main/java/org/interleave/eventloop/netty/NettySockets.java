package org.interleave.eventloop.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.handler.codec.DatagramPacketDecoder;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.handler.codec.MessageToMessageEncoder;
import java.net.UnknownHostException;
import java.util.List;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.PeerSockets;

/**
 * The bootstraps of sockets on a loop: channels that are connected to their peer, with pipelines that make messages of
 * datagrams and frames, and the reverse. At the end of each is the {@link PortHandler} of a task.
 */
final class NettySockets {

    private static final MessageDecoder DECODER = new MessageDecoder();
    private static final MessageEncoder ENCODER = new MessageEncoder();

    private final EventLoop loop;
    private final NettyTransport transport;

    NettySockets(EventLoop loop, NettyTransport transport) {
        this.loop = loop;
        this.transport = transport;
    }

    /**
     * Begins to open a socket or a connection.
     *
     * @throws UnknownHostException if the peer has no address
     */
    ChannelFuture connect(Port port, PortHandler handler) throws UnknownHostException {
        return switch (port) {
            case Port.Udp udp -> datagrams(udp, handler).connect(udp.peer());
            case Port.Tcp tcp -> connection(tcp, handler).connect(tcp.peer());
            case Port.Inbox inbox -> throw new IllegalArgumentException("an inbox has no channel");
            case Port.Timer timer -> throw new IllegalArgumentException("a timer has no channel");
        };
    }

    private Bootstrap datagrams(Port.Udp port, PortHandler handler) throws UnknownHostException {
        SocketProtocolFamily family = PeerSockets.address(port.peer()).getAddress().length == 4
                ? SocketProtocolFamily.INET
                : SocketProtocolFamily.INET6;
        return bootstrap(transport.datagrams(family))
                // Netty's own 2048 would cut datagrams off
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(PeerSockets.LARGEST_DATAGRAM))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new DatagramPacketDecoder(DECODER), ENCODER, handler);
                    }
                });
    }

    private Bootstrap connection(Port.Tcp port, PortHandler handler) throws UnknownHostException {
        PeerSockets.address(port.peer());
        int largestWithLength = Integer.BYTES + port.largest();
        return bootstrap(transport.connections())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new LengthFieldBasedFrameDecoder(
                                                largestWithLength, 0, Integer.BYTES, 0, Integer.BYTES),
                                        new LengthFieldPrepender(Integer.BYTES),
                                        DECODER,
                                        ENCODER,
                                        handler);
                    }
                });
    }

    private Bootstrap bootstrap(ChannelFactory<? extends Channel> channels) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(channels)
                .option(ChannelOption.AUTO_READ, false)
                .disableResolver();
    }

    @ChannelHandler.Sharable
    private static final class MessageDecoder extends MessageToMessageDecoder<ByteBuf> {

        MessageDecoder() {
            super(ByteBuf.class);
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
            out.add(Message.copyOf(bytes.nioBuffer()));
        }
    }

    @ChannelHandler.Sharable
    private static final class MessageEncoder extends MessageToMessageEncoder<Message> {

        MessageEncoder() {
            super(Message.class);
        }

        @Override
        protected void encode(ChannelHandlerContext context, Message message, List<Object> out) {
            out.add(context.alloc().ioBuffer(message.size()).writeBytes(message.buffer()));
        }
    }
}
