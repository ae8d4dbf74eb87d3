package org.interleave.eventloop.netty;

import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.interleave.core.Parameter;

/** A transport of Netty's: what its event loops wait with, and the channels that go with it. */
enum NettyTransport {
    /** The selectors of Java. */
    NIO,
    /** Linux's epoll, edge-triggered, by JNI. */
    EPOLL,
    /** Linux's io_uring, by JNI. */
    IO_URING;

    /** The option. */
    static final Parameter<NettyTransport> OPTION = Parameter.choice(
            "transport", "what the event loops wait with", NIO, List.of(values()), NettyTransport::title);

    /** The name as an option's value. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why it is not to be had here, if it is not. */
    Optional<Throwable> unavailability() {
        return switch (this) {
            case NIO -> Optional.empty();
            case EPOLL -> Optional.ofNullable(Epoll.unavailabilityCause());
            case IO_URING -> Optional.ofNullable(IoUring.unavailabilityCause());
        };
    }

    /** Makes what a loop waits with. */
    IoHandlerFactory handlers() {
        return switch (this) {
            case NIO -> NioIoHandler.newFactory();
            case EPOLL -> EpollIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
        };
    }

    /** Makes datagram sockets of a family. */
    ChannelFactory<DatagramChannel> datagrams(SocketProtocolFamily family) {
        return switch (this) {
            case NIO -> () -> new NioDatagramChannel(family);
            case EPOLL -> () -> new EpollDatagramChannel(family);
            case IO_URING -> () -> new IoUringDatagramChannel(family);
        };
    }

    /** Makes TCP sockets. */
    ChannelFactory<SocketChannel> connections() {
        return switch (this) {
            case NIO -> NioSocketChannel::new;
            case EPOLL -> EpollSocketChannel::new;
            case IO_URING -> IoUringSocketChannel::new;
        };
    }
}
