package org.interleave.eventloop.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.handler.codec.MessageToMessageEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.interleave.core.Message;
import org.interleave.core.Port;

/**
 * The bootstraps of a task's sockets: channels on the task's event loop, connected to the peer, whose pipelines turn datagrams and
 * frames into messages and back. The handler at their end is the task's {@link NettyInbound}.
 */
final class NettySockets {

    /** The largest payload of a UDP datagram over IPv4. Netty's own 2048 would cut datagrams off. */
    private static final int MAX_DATAGRAM = 65_507;

    private final EventLoop loop;
    private final NettyTransport transport;

    NettySockets(EventLoop loop, NettyTransport transport) {
        this.loop = loop;
        this.transport = transport;
    }

    /**
     * Begins to open a datagram socket.
     *
     * @throws UnknownHostException if the peer has no address
     */
    ChannelFuture connect(Port.Udp port, NettyInbound inbound) throws UnknownHostException {
        InetAddress peer = address(port.peer());
        SocketProtocolFamily family =
                peer.getAddress().length == 4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        return new Bootstrap()
                .group(loop)
                .channelFactory(transport.datagrams(family))
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM))
                .handler(pipeline(new DatagramDecoder(), new MessageEncoder(), inbound))
                .disableResolver()
                .connect(port.peer());
    }

    /**
     * Begins to open a connection.
     *
     * @throws UnknownHostException if the peer has no address
     */
    ChannelFuture connect(Port.Tcp port, NettyInbound inbound) throws UnknownHostException {
        address(port.peer());
        return new Bootstrap()
                .group(loop)
                .channelFactory(transport.connections())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(pipeline(
                        new LengthFieldBasedFrameDecoder(
                                Integer.BYTES + port.largest(), 0, Integer.BYTES, 0, Integer.BYTES),
                        new LengthFieldPrepender(Integer.BYTES),
                        new FrameDecoder(),
                        new MessageEncoder(),
                        inbound))
                .disableResolver()
                .connect(port.peer());
    }

    private static InetAddress address(InetSocketAddress peer) throws UnknownHostException {
        InetAddress address = peer.getAddress();
        if (address == null) {
            throw new UnknownHostException("unknown host " + peer.getHostString());
        }
        return address;
    }

    private static ChannelInitializer<Channel> pipeline(ChannelHandler... handlers) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handlers);
            }
        };
    }

    private static final class DatagramDecoder extends MessageToMessageDecoder<DatagramPacket> {

        DatagramDecoder() {
            super(DatagramPacket.class);
        }

        @Override
        protected void decode(ChannelHandlerContext context, DatagramPacket packet, List<Object> out) {
            out.add(Message.copyOf(packet.content().nioBuffer()));
        }
    }

    private static final class FrameDecoder extends MessageToMessageDecoder<ByteBuf> {

        FrameDecoder() {
            super(ByteBuf.class);
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf frame, List<Object> out) {
            out.add(Message.copyOf(frame.nioBuffer()));
        }
    }

    private static final class MessageEncoder extends MessageToMessageEncoder<Message> {

        MessageEncoder() {
            super(Message.class);
        }

        @Override
        protected void encode(ChannelHandlerContext context, Message message, List<Object> out) {
            out.add(Unpooled.wrappedBuffer(message.buffer()));
        }
    }
}
