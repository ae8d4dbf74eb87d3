package org.interleave.processes.cluster;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.interleave.core.InvalidInputException;

/**
 * A TCP gateway before an actor system, which itself would accept whoever connects, for ever. Each connection is relayed,
 * unread, to a port of the actor system's own on loopback once it has said hello as TLS does; TLS itself is between the
 * caller and the actor system, which says {@linkplain RelayHandler#authenticated who has authenticated}. Who has not within
 * a time is closed, and only so many may be trying.
 *
 * <p>The actor system's own port can be reached by others on this machine too. Whoever comes there has a hello that the
 * gateway does not know, and is refused; or has none, and is closed by the {@link LoopbackFilter} where that is possible.
 *
 * <p>Thread-safe: what it knows of connections belongs to its event loop, but for the callers, which are in a concurrent map
 * from their hello to their end.
 */
final class Gateway implements AutoCloseable {

    private static final String SILENT = "connections that do not authenticate";
    private static final String ACCEPT = "failures to accept";

    /** The pause in which descriptors may be given back. */
    private static final long ACCEPT_PAUSE_MILLIS = 1_000;

    /** The time that a connection to the actor system has for its hello; those of the gateway begin with it. */
    private static final long UNKNOWN_MILLIS = 1_000;

    private static final long END_MILLIS = 5_000;

    private final GatewayLimits limits;
    private final LogLimiter log;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("interleave-gateway", true), NioIoHandler.newFactory());
    private final Channel listener;
    private final NodeAddress address;
    private final Map<ByteBuffer, RelayHandler> callers = new ConcurrentHashMap<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    // of the event loop
    private final Admission<RelayHandler> admission;
    private final Set<RelayHandler> relayed = new HashSet<>();
    private int authenticated;

    private volatile int innerPort;

    private Gateway(NodeAddress address, GatewayLimits limits, LogLimiter log) {
        this.limits = limits;
        this.log = log;
        admission = new Admission<>(limits.waiting(), limits.waitingOfHost());
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new AcceptPause())
                .childHandler(new Arrival())
                .bind(address.host(), address.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            shutDown();
            throw new InvalidInputException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        listener = bound.channel();
        InetSocketAddress local = (InetSocketAddress) listener.localAddress();
        this.address = new NodeAddress(local.getAddress().getHostAddress(), local.getPort());
        listener.closeFuture().addListener(closed -> ended.complete("it does not listen any more"));
    }

    /**
     * Takes an address, where it does not accept anybody yet.
     *
     * @throws InvalidInputException if it cannot listen there
     */
    static Gateway open(NodeAddress address, GatewayLimits limits, LogLimiter log) {
        return new Gateway(address, limits, log);
    }

    /** Accepts connections from now on, and relays them to a port of this machine's loopback. */
    void leadTo(int port) {
        innerPort = port;
        listener.config().setAutoRead(true);
    }

    /** The address that it listens on. */
    NodeAddress address() {
        return address;
    }

    /** Completed with the reason when it listens no longer. */
    CompletionStage<String> ended() {
        return ended.minimalCompletionStage();
    }

    /** Whether somebody has authenticated whose open connection comes from this address. */
    boolean knows(String host) {
        return callers.values().stream()
                .anyMatch(caller -> caller.isAuthenticated() && caller.host().equals(host));
    }

    /** The caller whose hello had these random bytes. */
    Optional<RelayHandler> caller(ByteBuffer random) {
        return Optional.ofNullable(callers.get(random));
    }

    /** Closes all connections that come from an address. */
    void closeAllOf(String host) {
        callers.values().stream().filter(caller -> caller.host().equals(host)).forEach(RelayHandler::close);
    }

    /** Has the actor system's port looked at unless a connection is known soon. Each is told of that is made to it. */
    void expect(InboundConnection connection) {
        if (!group.isShuttingDown()) {
            group.next().schedule(() -> filterUnlessKnown(connection), UNKNOWN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void filterUnlessKnown(InboundConnection connection) {
        if (!connection.known()) {
            Set<Integer> own = relayed.stream()
                    .flatMap(caller -> caller.innerPort().stream())
                    .collect(Collectors.toSet());
            int closed = LoopbackFilter.closeOthers(innerPort, own);
            if (closed > 0) {
                refuse("somebody of this machine", "a port was called that is not for others, connections: " + closed);
            }
        }
    }

    /** Writes that somebody was refused. */
    void refuse(String who, String why) {
        log.accept(why.replaceFirst("[:,].*", ""), "refused a stranger at " + who + ": " + why);
    }

    GatewayLimits limits() {
        return limits;
    }

    int innerPort() {
        return innerPort;
    }

    // Told by callers, in the event loop.

    void said(RelayHandler caller, ByteBuffer random) {
        callers.put(random, caller);
        admission.hello(caller);
    }

    /** Says whether there is room. */
    boolean authenticated(RelayHandler caller) {
        admission.leave(caller);
        authenticated++;
        return authenticated <= limits.authenticated();
    }

    void left(RelayHandler caller, boolean wasAuthenticated) {
        admission.leave(caller);
        relayed.remove(caller);
        callers.values().remove(caller);
        authenticated -= wasAuthenticated ? 1 : 0;
    }

    void late(RelayHandler caller) {
        log.accept(
                SILENT,
                "closed a connection from " + caller + ", which had not authenticated within "
                        + limits.handshake().toSeconds() + " s");
        caller.close();
    }

    /** Errors of the JVM leave nothing that could be relied on. */
    void failed(Throwable thrown) {
        if (thrown instanceof VirtualMachineError) {
            ended.complete("its listener has failed: " + thrown);
        }
    }

    /** Gives each connection its caller. */
    private final class Arrival extends ChannelInitializer<SocketChannel> {

        @Override
        protected void initChannel(SocketChannel channel) {
            InetSocketAddress remote = channel.remoteAddress();
            if (remote == null) {
                channel.close(); // has gone already
                return;
            }
            RelayHandler caller = new RelayHandler(Gateway.this, channel, remote);
            relayed.add(caller);
            admission.admit(caller, caller.host()).ifPresent(this::close);
            channel.pipeline().addLast(caller);
        }

        private void close(RelayHandler caller) {
            log.accept(
                    SILENT,
                    "closed a connection from " + caller
                            + ", which had not authenticated, in favour of a new one: there are " + admission.size()
                            + " like it");
            caller.close();
        }
    }

    /** Pauses accepting when that fails, mostly for want of descriptors: the next attempt would fail too. */
    private final class AcceptPause extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.channel().config().setAutoRead(false);
            context.executor()
                    .schedule(
                            () -> context.channel().config().setAutoRead(true),
                            ACCEPT_PAUSE_MILLIS,
                            TimeUnit.MILLISECONDS);
            failed(cause);
            log.accept(ACCEPT, "cannot accept connections for now: " + cause.getMessage());
        }
    }

    private void shutDown() {
        group.shutdownGracefully(0, END_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(END_MILLIS);
    }

    /** Stops listening and closes all connections. Does nothing the second time. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(END_MILLIS);
        if (!group.isShuttingDown()) {
            group.next().execute(() -> List.copyOf(relayed).forEach(RelayHandler::close));
        }
        shutDown();
    }
}
