package org.interleave.eventloop.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.jspecify.annotations.Nullable;

/**
 * The handler at the end of a port's pipeline: it resumes the task that waits for a message, or for a write. Used on the
 * task's loop only.
 *
 * <p>The channel reads when the task wants a message and there is none; {@code autoRead} is off. So no more is kept than one
 * read brings, and a peer that is faster than the task fills the system's buffer and is held back. A send lasts until the
 * system has taken all of the message, so one is the most that waits for a peer which does not read.
 *
 * <p>An error of a datagram socket, such as an unreachable port, fails what the task does with it, now or next. An error of
 * a connection closes it.
 */
final class PortHandler extends SimpleChannelInboundHandler<Message> implements NettyTask.Wait {

    private final NettyTask<?> task;
    private final boolean connection;
    private final Queue<Message> received = new ArrayDeque<>(0);
    private @Nullable Channel channel;
    private Awaited awaited = Awaited.NOTHING;
    private boolean reading;
    private @Nullable Message unsent;
    private @Nullable ChannelFuture writing;
    private Arrival.@Nullable Closed closed;
    private @Nullable Throwable error;

    private enum Awaited {
        NOTHING,
        MESSAGE,
        WRITE
    }

    /**
     * A handler for a task.
     *
     * @param connection whether the end of the channel is something to tell the task
     */
    PortHandler(NettyTask<?> task, boolean connection) {
        super(Message.class);
        this.task = task;
        this.connection = connection;
    }

    /** The channel that has this handler begins to connect. */
    void connecting(ChannelFuture connect) {
        channel = connect.channel();
        connect.addListener(connected -> {
            if (!connected.isSuccess()) {
                fail(connected.cause());
            }
        });
    }

    /**
     * What there is to receive; nothing if the task has to wait.
     *
     * @throws Throwable an error that the task has not been told
     */
    Optional<Arrival> poll() throws Throwable {
        Message message = received.poll();
        if (message != null) {
            return Optional.of(new Arrival.Received(message));
        }
        throwError();
        return Optional.ofNullable(closed);
    }

    /** Has the next message handed to the task. */
    void await() {
        awaited = Awaited.MESSAGE;
        if (channel().isActive() && !reading) {
            channel().read();
        }
    }

    /**
     * Sends a message; false if the task has to wait for that. One that was cut short is still being sent, and another is
     * not begun meanwhile.
     *
     * @throws Throwable why it cannot be sent
     */
    boolean send(Message message) throws Throwable {
        throwError();
        if (closed != null) {
            throw new IOException("the connection is closed: " + closed.why());
        }
        if (writing != null && !writing.isDone()) {
            return true;
        }
        if (!channel().isActive()) {
            unsent = message;
            awaited = Awaited.WRITE;
            return false;
        }
        return write(message);
    }

    private boolean write(Message message) throws Throwable {
        ChannelFuture written = channel().writeAndFlush(message);
        if (written.isSuccess()) {
            return true;
        }
        if (written.isDone()) {
            throw written.cause();
        }
        writing = written;
        awaited = Awaited.WRITE;
        written.addListener(this::written);
        return false;
    }

    private void written(Future<?> write) {
        if (awaited == Awaited.WRITE) {
            awaited = Awaited.NOTHING;
            if (write.isSuccess()) {
                task.resume();
            } else {
                task.fail(write.cause());
            }
        }
    }

    @Override
    public boolean giveUp() {
        awaited = Awaited.NOTHING;
        unsent = null;
        return true;
    }

    /** Closes the channel. The task has ended. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it, and on its own loop it happens at once
    void close() {
        channel().close();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        Message first = unsent;
        if (awaited == Awaited.MESSAGE) {
            context.read();
        } else if (first != null) {
            unsent = null;
            sendFirst(first);
        }
        super.channelActive(context);
    }

    private void sendFirst(Message first) {
        try {
            if (write(first)) {
                awaited = Awaited.NOTHING;
                task.resume();
            }
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Message message) {
        reading = true;
        if (awaited == Awaited.MESSAGE) {
            awaited = Awaited.NOTHING;
            task.resume(message);
        } else {
            received.add(message);
        }
    }

    /** Epoll's datagram channel takes no note of a read that is asked for while one goes on, so this is the time to ask. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        reading = false;
        if (awaited == Awaited.MESSAGE) {
            context.read();
        }
        super.channelReadComplete(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        close("the peer closed it");
        super.channelInactive(context);
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

    private void close(String why) {
        if (connection && closed == null) {
            closed = new Arrival.Closed(why);
            if (awaited == Awaited.MESSAGE) {
                awaited = Awaited.NOTHING;
                task.resume(closed);
            }
        }
    }

    private void fail(Throwable cause) {
        if (awaited == Awaited.NOTHING) {
            error = cause;
        } else {
            giveUp();
            task.fail(cause);
        }
    }

    private void throwError() throws Throwable {
        Throwable thrown = error;
        error = null;
        if (thrown != null) {
            throw thrown;
        }
    }

    private Channel channel() {
        Channel open = channel;
        if (open == null) {
            throw new IllegalStateException("nothing connects the port of this handler");
        }
        return open;
    }
}
