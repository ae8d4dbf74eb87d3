package org.interleave.eventloop.netty;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.Serializable;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.runtime.TaskRun;
import org.interleave.core.runtime.TimerExpirations;
import org.interleave.eventloop.BlockingCall;
import org.interleave.eventloop.Slice;
import org.interleave.eventloop.WaitResult;
import org.jspecify.annotations.Nullable;

/**
 * A task on its event loop. It is resumed until it waits, and again in a later turn of the loop when what it waits for has come,
 * never from within another task's turn: by a timer, or as a task that the loop executes. When it has computed for a {@link
 * Slice} it gives way.
 *
 * <p>All of it happens on the loop's thread, except {@link #start} and {@link #stop}, which go there. A wait ends once: whatever
 * ends it forgets it.
 */
final class NettyTask<R extends Serializable> implements Runnable {

    private final TaskRun<R> task;
    private final EventLoop loop;
    private final List<NettyInbox> inboxes;
    private final Executor blocking;
    private final Slice slice;
    private final NettySockets sockets;
    private Map<Port, Endpoint> endpoints = Map.of();
    private Map<Port.Timer, TimerExpirations> timers = Map.of();
    private Wait wait = Wait.NONE;
    private @Nullable ScheduledFuture<?> alarm;
    private @Nullable Throwable failure;

    /** What a task waits for. */
    @FunctionalInterface
    private interface Wait {

        /** No wait: there is nothing to cut short. */
        Wait NONE = () -> false;

        /** Gives it up. Says whether the task is to be resumed now; if not, something else will. */
        boolean giveUp();
    }

    /** A socket or connection, and the handler that its messages come to. */
    private record Endpoint(ChannelFuture connected, NettyInbound inbound) {}

    NettyTask(
            TaskRun<R> task,
            EventLoop loop,
            List<NettyInbox> inboxes,
            Executor blocking,
            Slice slice,
            NettyTransport transport) {
        this.task = task;
        this.slice = slice;
        this.loop = loop;
        this.inboxes = inboxes;
        this.blocking = blocking;
        sockets = new NettySockets(loop, transport);
    }

    /** From any thread. */
    void start() {
        loop.execute(this);
    }

    /** Cuts the present wait short, if there is one. From any thread. */
    void stop() {
        loop.execute(this::cutShort);
    }

    private void cutShort() {
        if (wait.giveUp()) {
            forgetAlarm();
            run();
        }
    }

    /** Takes the task up and keeps the loop until it waits or ends, or until its slice is over. */
    @Override
    public void run() {
        wait = Wait.NONE;
        String worker = Thread.currentThread().getName();
        try {
            throwFailure();
            while (!task.cancelled()) {
                Step<R> step = task.resume(slice.budget());
                if (step instanceof Step.Done<R> done) {
                    end();
                    task.succeed(worker, done.result());
                    return;
                }
                if (!goesOn(step)) {
                    return;
                }
            }
            end();
            task.cancel(worker);
        } catch (Throwable thrown) {
            end();
            task.fail(worker, thrown);
        }
    }

    private void throwFailure() throws Throwable {
        Throwable thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Does what a step asks for; false if the task waits or gives way. */
    private boolean goesOn(Step<R> step) throws Throwable {
        return switch (step) {
            case Step.Ready<R> ready -> {
                if (slice.givesWay()) {
                    giveWay();
                }
                yield !slice.givesWay();
            }
            case Step.Sleep<R> sleep -> {
                setAlarm(NANOSECONDS.convert(sleep.duration()), this::slept);
                yield await(() -> true);
            }
            case Step.Receive<R> receive -> receive(receive);
            case Step.Send<R> send -> send(send.port(), send.message());
            case Step.Blocking<R> call -> {
                callOffTheLoop(call);
                yield false;
            }
            case Step.Done<R> done -> throw new IllegalStateException("a task that is done does not go on");
        };
    }

    /**
     * Goes on in the loop's next iteration, by way of its timers. A task that is {@linkplain EventLoop#execute executed} goes on
     * in this one: the loop runs what is in its queue, and what that puts there, for up to a second before it looks at sockets.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the task itself sees to its end
    private void giveWay() {
        loop.schedule(this, 0, NANOSECONDS);
    }

    private void setAlarm(long nanos, Runnable ringing) {
        alarm = loop.schedule(ringing, nanos, NANOSECONDS);
    }

    private void forgetAlarm() {
        ScheduledFuture<?> set = alarm;
        alarm = null;
        if (set != null) {
            set.cancel(false);
        }
    }

    private void slept() {
        alarm = null;
        run();
    }

    /** Waits; true if the task can go on at once, for it should finish. */
    private boolean await(Wait begun) {
        wait = begun;
        if (task.stopping() && wait.giveUp()) {
            wait = Wait.NONE;
            forgetAlarm();
            return true;
        }
        return false;
    }

    /** Receives, or waits for a message; true if the task can go on at once. */
    private boolean receive(Step.Receive<R> step) throws Throwable {
        return switch (step.port()) {
            case Port.Inbox own -> {
                NettyInbox inbox = inboxes.get(own.task());
                Optional<Message> message = inbox.poll();
                message.ifPresent(task::deliver);
                yield message.isPresent() || awaitArrival(() -> inbox.await(this), inbox::forget, step.limit());
            }
            case Port.Udp udp -> receive(udp, step.limit());
            case Port.Tcp tcp -> receive(tcp, step.limit());
            case Port.Timer timer -> receive(timer, step.limit());
        };
    }

    private boolean receive(Port socket, Optional<Duration> limit) throws Throwable {
        Endpoint endpoint = endpoint(socket);
        ChannelFuture connected = endpoint.connected();
        NettyInbound inbound = endpoint.inbound();
        Optional<Arrival> arrival = inbound.poll(connected.channel());
        arrival.ifPresent(task::deliver);
        return arrival.isPresent()
                || awaitArrival(
                        () -> {
                            inbound.await();
                            connected.addListener(opened -> {
                                if (!opened.isSuccess()) {
                                    inbound.fail(opened.cause());
                                }
                            });
                        },
                        inbound::forget,
                        limit);
    }

    /** Waits for what tells {@link #arrived}, no longer than a limit; true if the task can go on at once. */
    private boolean awaitArrival(Runnable asking, Runnable forgetting, Optional<Duration> limit) {
        if (limit.filter(Duration::isZero).isPresent()) {
            task.deliver(Arrival.timedOut());
            return true;
        }
        asking.run();
        limit.ifPresent(most -> setAlarm(TimerExpirations.nanos(most), this::limitOver));
        return await(() -> {
            forgetting.run();
            return true;
        });
    }

    private void limitOver() {
        alarm = null;
        if (wait.giveUp()) {
            task.deliver(Arrival.timedOut());
            run();
        }
    }

    private boolean receive(Port.Timer port, Optional<Duration> limit) {
        if (timers.isEmpty()) {
            timers = new HashMap<>();
        }
        TimerExpirations expirations =
                timers.computeIfAbsent(port, timer -> new TimerExpirations(timer, System.nanoTime()));
        Optional<Message> expired = expirations.take(System.nanoTime());
        expired.ifPresent(task::deliver);
        if (expired.isPresent()) {
            return true;
        }
        long next = expirations.next(System.nanoTime());
        long most = limit.map(TimerExpirations::nanos).orElse(TimerExpirations.NEVER);
        setAlarm(Math.min(next, most), () -> {
            alarm = null;
            task.deliver(expirations
                    .take(System.nanoTime())
                    .<Arrival>map(Arrival.Received::new)
                    .orElse(Arrival.timedOut()));
            run();
        });
        return await(() -> true);
    }

    /** What the task waits for has come. On its loop, within whatever brought it. */
    void arrived(Message message) {
        task.deliver(message);
        goOn();
    }

    /** It will not come. */
    void arrived(Arrival absence) {
        task.deliver(absence);
        goOn();
    }

    /** It fails the task. */
    void failed(Throwable thrown) {
        failure = thrown;
        goOn();
    }

    private void goOn() {
        wait = Wait.NONE;
        forgetAlarm();
        loop.execute(this);
    }

    /** Sends, or waits for room; true if the task can go on at once. After writing to a socket the loop has its turn. */
    private boolean send(Port port, Message message) throws UnknownHostException {
        return switch (port) {
            case Port.Inbox inbox -> {
                NettyInbox other = inboxes.get(inbox.task());
                if (other.offer(message)) {
                    yield true;
                }
                Future<?> accepted = other.put(message, loop);
                goOnAfter(accepted);
                yield await(() -> {
                    accepted.cancel(false); // which ends it
                    return false;
                });
            }
            case Port.Udp udp -> write(udp, message);
            case Port.Tcp tcp -> write(tcp, message);
            case Port.Timer timer -> throw new IllegalStateException("a task run refuses to send to a timer");
        };
    }

    private boolean write(Port port, Message message) throws UnknownHostException {
        ChannelFuture connected = endpoint(port).connected();
        connected.addListener(opened -> {
            if (opened.isSuccess()) {
                goOnAfter(connected.channel().writeAndFlush(message));
            } else {
                failed(opened.cause());
            }
        });
        return false;
    }

    private void goOnAfter(Future<?> future) {
        future.addListener(done -> {
            if (done.isSuccess() || done.isCancelled()) {
                goOn();
            } else {
                failed(done.cause());
            }
        });
    }

    private Endpoint endpoint(Port port) throws UnknownHostException {
        Endpoint endpoint = endpoints.get(port);
        if (endpoint == null) {
            if (endpoints.isEmpty()) {
                endpoints = new HashMap<>();
            }
            NettyInbound inbound = new NettyInbound(this, port instanceof Port.Tcp);
            endpoint = new Endpoint(
                    switch (port) {
                        case Port.Udp udp -> sockets.connect(udp, inbound);
                        case Port.Tcp tcp -> sockets.connect(tcp, inbound);
                        case Port.Inbox inbox -> throw new IllegalStateException("an inbox has no channel");
                        case Port.Timer timer -> throw new IllegalStateException("a timer has no channel");
                    },
                    inbound);
            endpoints.put(port, endpoint);
        }
        return endpoint;
    }

    /** The call is interrupted if the run stops meanwhile; the task goes on only when it has returned. */
    private void callOffTheLoop(Step.Blocking<R> step) {
        BlockingCall call = new BlockingCall(step.call(), ended -> loop.execute(() -> called(ended)));
        wait = () -> {
            call.interrupt();
            return false;
        };
        blocking.execute(call);
    }

    private void called(WaitResult ended) {
        try {
            ended.get().ifPresent(task::deliver);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        run();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // on its own loop a channel closes at once
    private void end() {
        wait = Wait.NONE;
        forgetAlarm();
        inboxes.get(task.index()).close();
        endpoints.values().forEach(endpoint -> endpoint.connected().channel().close());
    }
}
