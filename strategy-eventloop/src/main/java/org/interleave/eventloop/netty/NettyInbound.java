package org.interleave.eventloop.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.jspecify.annotations.Nullable;

/**
 * The handler at the end of a socket's pipeline: hands what comes to the task if it waits, and keeps it if not. Used on the task's
 * loop only.
 *
 * <p>The loop reads while the task does something else, up to {@link Port#INBOX_CAPACITY} messages; then reading stops, and the
 * system's buffer fills, which holds a TCP peer back. An error of a datagram socket, such as an unreachable port, is told to
 * the next receive; an error of a connection closes it.
 */
final class NettyInbound extends SimpleChannelInboundHandler<Message> {

    private final NettyTask<?> task;
    private final boolean connection;
    private final Queue<Message> received = new ArrayDeque<>(0);
    private boolean awaited;
    private @Nullable Arrival closed;
    private @Nullable Throwable error;

    /**
     * A handler for a task.
     *
     * @param connection whether the end of the channel is something to tell the task
     */
    NettyInbound(NettyTask<?> task, boolean connection) {
        super(Message.class);
        this.task = task;
        this.connection = connection;
    }

    /**
     * What there is to receive; nothing if the task has to wait.
     *
     * @throws Throwable an error since the last receive
     */
    Optional<Arrival> poll(Channel channel) throws Throwable {
        Message message = received.poll();
        if (received.isEmpty()) {
            channel.config().setAutoRead(true);
        }
        if (message != null) {
            return Optional.of(new Arrival.Received(message));
        }
        Throwable failed = error;
        error = null;
        if (failed != null) {
            throw failed;
        }
        return Optional.ofNullable(closed);
    }

    /** Has the next that comes handed to the task. */
    void await() {
        awaited = true;
    }

    /** Keeps it instead. */
    void forget() {
        awaited = false;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Message message) {
        if (awaited) {
            awaited = false;
            task.arrived(message);
        } else {
            received.add(message);
            if (received.size() >= Port.INBOX_CAPACITY) {
                context.channel().config().setAutoRead(false);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        close("the peer closed it");
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // on its own loop the channel closes at once
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (connection) {
            close(String.valueOf(cause.getMessage()));
            context.close();
        } else {
            fail(cause);
        }
    }

    /** Fails the task's receive, this one or the next. */
    void fail(Throwable cause) {
        if (awaited) {
            awaited = false;
            task.failed(cause);
        } else {
            error = cause;
        }
    }

    private void close(String why) {
        if (connection && closed == null) {
            closed = new Arrival.Closed(why);
            if (awaited) {
                awaited = false;
                task.arrived(closed);
            }
        }
    }
}
