package org.interleave.eventloop;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.runtime.TaskRun;

/**
 * A task on its event loop. It is resumed until it waits; what it waits for is a Netty future, whose listener takes the
 * task up again in a later turn of the loop, never from within another task's. When it has computed for a {@link Slice} it
 * gives way.
 *
 * <p>All of it happens on the loop's thread, except {@link #start} and {@link #stop}, which go there. A wait ends once:
 * stopping cancels its future, which does nothing if the future is done already.
 */
final class NettyTask<R extends Serializable> {

    private final TaskRun<R> task;
    private final EventLoop loop;
    private final List<NettyInbox> inboxes;
    private final Executor blocking;
    private final Slice slice;
    private final Callable<Boolean> nextTurn = () -> {
        resume(Optional::empty);
        return true;
    };
    private final Map<Port.Udp, NettySocket> sockets = new HashMap<>();
    private Runnable cutShort = NettyTask::nothing;

    NettyTask(TaskRun<R> task, EventLoop loop, List<NettyInbox> inboxes, Executor blocking, Slice slice) {
        this.task = task;
        this.slice = slice;
        this.loop = loop;
        this.inboxes = inboxes;
        this.blocking = blocking;
    }

    /** From any thread. */
    void start() {
        loop.execute(() -> resume(Optional::empty));
    }

    /** Cuts the present wait short, if there is one. From any thread. */
    void stop() {
        loop.execute(() -> cutShort.run());
    }

    /** Takes the task up and keeps the loop until it waits or ends, or until its slice is over. */
    private void resume(WaitResult waited) {
        cutShort = NettyTask::nothing;
        String worker = Thread.currentThread().getName();
        try {
            waited.get().ifPresent(task::deliver);
            while (!task.cancelled()) {
                switch (task.resume(slice.budget())) {
                    case Step.Ready<R> ready -> {
                        if (slice.givesWay()) {
                            giveWay();
                            return;
                        }
                    }
                    case Step.Done<R> done -> {
                        end();
                        task.succeed(worker, done.result());
                        return;
                    }
                    case Step.Sleep<R> sleep -> {
                        Callable<Optional<Message>> nothing = Optional::empty;
                        await(loop.schedule(nothing, NANOSECONDS.convert(sleep.duration()), NANOSECONDS));
                        return;
                    }
                    case Step.Receive<R> receive -> {
                        if (!receive(receive.port())) {
                            return;
                        }
                    }
                    case Step.Send<R> send -> {
                        if (!send(send.port(), send.message())) {
                            return;
                        }
                    }
                    case Step.Blocking<R> call -> {
                        callOffTheLoop(call);
                        return;
                    }
                }
            }
            end();
            task.cancel(worker);
        } catch (Throwable thrown) {
            end();
            task.fail(worker, thrown);
        }
    }

    /**
     * Goes on in the loop's next iteration, by way of its timers. A task that is {@linkplain EventLoop#execute executed} goes on
     * in this one: the loop runs what is in its queue, and what that puts there, for up to a second before it looks at sockets.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the task itself sees to its end
    private void giveWay() {
        loop.schedule(nextTurn, 0, NANOSECONDS);
    }

    /** Receives, or waits for a message; true if the task can go on at once. */
    private boolean receive(Port port) throws Exception {
        switch (port) {
            case Port.Udp udp -> {
                NettySocket socket = socket(udp);
                return deliverOrAwait(socket.poll(), socket::take);
            }
            case Port.Inbox inbox -> {
                NettyInbox own = inboxes.get(inbox.task());
                return deliverOrAwait(own.poll(), own::take);
            }
            case Port.Tcp tcp -> throw new UnsupportedOperationException("not yet");
            case Port.Timer timer -> throw new UnsupportedOperationException("not yet");
        }
    }

    private boolean deliverOrAwait(Optional<Message> message, Supplier<Future<Optional<Message>>> take) {
        if (message.isPresent()) {
            task.deliver(message.get());
            return true;
        }
        await(take.get());
        return false;
    }

    /** Sends, or waits for room; true if the task can go on at once. After writing to a socket the loop has its turn. */
    private boolean send(Port port, Message message) throws Exception {
        switch (port) {
            case Port.Udp udp -> {
                resumeAfter(socket(udp).write(message));
                return false;
            }
            case Port.Inbox inbox -> {
                NettyInbox other = inboxes.get(inbox.task());
                if (other.offer(message)) {
                    return true;
                }
                await(other.put(message, loop));
                return false;
            }
            case Port.Tcp tcp -> throw new UnsupportedOperationException("not yet");
            case Port.Timer timer -> throw new UnsupportedOperationException("not yet");
        }
    }

    private NettySocket socket(Port.Udp port) throws Exception {
        NettySocket socket = sockets.get(port);
        if (socket == null) {
            socket = NettySocket.open(loop, port.peer());
            sockets.put(port, socket);
        }
        return socket;
    }

    /** The call is interrupted if the run stops meanwhile; the task goes on only when it has returned. */
    private void callOffTheLoop(Step.Blocking<R> step) {
        BlockingCall call = new BlockingCall(step.call(), ended -> loop.execute(() -> resume(ended)));
        cutShort = call::interrupt;
        blocking.execute(call);
    }

    /** Waits for a future that may be cancelled. */
    private void await(Future<Optional<Message>> future) {
        cutShort = () -> future.cancel(false);
        resumeAfter(future);
        if (task.stopping()) {
            cutShort.run();
        }
    }

    private void resumeAfter(Future<Optional<Message>> future) {
        future.addListener(done -> loop.execute(() -> resume(() -> result(future))));
    }

    private static Optional<Message> result(Future<Optional<Message>> future) throws Throwable {
        if (future.isCancelled()) {
            return Optional.empty();
        }
        Throwable cause = future.cause();
        if (cause != null) {
            throw cause;
        }
        return future.getNow();
    }

    private void end() {
        inboxes.get(task.index()).close();
        sockets.values().forEach(NettySocket::close);
    }

    private static void nothing() {}
}
