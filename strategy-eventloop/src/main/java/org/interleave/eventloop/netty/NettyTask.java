package org.interleave.eventloop.netty;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.runtime.TaskRun;
import org.interleave.core.runtime.TimerExpirations;
import org.interleave.eventloop.BlockingCall;
import org.interleave.eventloop.WaitResult;
import org.jspecify.annotations.Nullable;

/**
 * A task on its event loop. The loop runs it until it waits or gives way, and again when what it waits for has come: the
 * timer, the channel's handler or the loop's queue that brings it runs it there and then, but never from within another
 * task's turn.
 *
 * <p>All of it happens on the loop's thread, except {@link #start} and {@link #stop}, which go there. A wait ends once:
 * whatever ends it has the rest forget it.
 */
final class NettyTask<R extends Serializable> implements Runnable {

    /** Steps in one turn that need no wait, such as messages that are there already. */
    private static final int MOST_STEPS = 256;

    /** How long a task that gives way may go on without its loop having looked at its sockets. */
    private static final long LOOK = MICROSECONDS.toNanos(50);

    private final TaskRun<R> task;
    private final NettyLoop loop;
    private final NettyInboxes inboxes;
    private @Nullable NettyInbox inbox;
    private Map<Port, PortHandler> handlers = Map.of();
    private Map<Port.Timer, TimerExpirations> timers = Map.of();
    private Wait wait = Wait.NONE;
    private @Nullable ScheduledFuture<?> alarm;
    private @Nullable Throwable failure;
    private long looked;

    /** What a task waits for. */
    @FunctionalInterface
    interface Wait {

        /** No wait: there is nothing to cut short. */
        Wait NONE = () -> false;

        /** The alarm alone. */
        Wait ALARM = () -> true;

        /** Gives it up. Says whether the task is to be resumed now; if not, something else will. */
        boolean giveUp();
    }

    NettyTask(TaskRun<R> task, NettyInboxes inboxes) {
        this.task = task;
        this.inboxes = inboxes;
        loop = inboxes.loop(task.index());
    }

    /** From any thread, once. */
    void start() {
        looked = System.nanoTime();
        loop.events().execute(this);
    }

    /** Cuts the present wait short, if there is one. From any thread. */
    void stop() {
        loop.events().execute(() -> {
            if (wait.giveUp()) {
                resume();
            }
        });
    }

    /** Resumes the task, whose wait is over. From the loop or a handler of its own. */
    void resume() {
        forgetAlarm();
        run();
    }

    /** The same, with what it has received. */
    void resume(Arrival arrival) {
        task.deliver(arrival);
        resume();
    }

    /** The same, with the message it has received. */
    void resume(Message message) {
        task.deliver(message);
        resume();
    }

    /** The same, with what fails it. */
    void fail(Throwable thrown) {
        failure = thrown;
        resume();
    }

    /** Ends the wait, and has the loop resume the task later. From another task's turn. */
    void resumeLater() {
        wait = Wait.NONE;
        forgetAlarm();
        loop.events().execute(this);
    }

    /** Takes the task up, for a turn. */
    @Override
    public void run() {
        wait = Wait.NONE;
        alarm = null;
        try {
            throwFailure();
            for (int step = 0; !task.cancelled(); step++) {
                Step<R> next = task.resume(loop.slice().budget());
                if (next instanceof Step.Done<R> done) {
                    end();
                    task.succeed(worker(), done.result());
                    return;
                }
                if (!goesOn(next)) {
                    endTurn();
                    return;
                }
                if (step == MOST_STEPS && loop.slice().givesWay()) {
                    if (inbox != null) {
                        inbox.pauseTurn();
                    }
                    giveWay();
                    return;
                }
            }
            end();
            task.cancel(worker());
        } catch (Throwable thrown) {
            end();
            task.fail(worker(), thrown);
        }
    }

    private static String worker() {
        return Thread.currentThread().getName();
    }

    /** Its own inbox, which it receives from. */
    private NettyInbox inbox() {
        NettyInbox known = inbox;
        if (known == null) {
            known = inboxes.inbox(task.index());
            inbox = known;
        }
        return known;
    }

    private void endTurn() {
        if (inbox != null) {
            inbox.endTurn();
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
                if (loop.slice().givesWay()) {
                    giveWay();
                }
                yield !loop.slice().givesWay();
            }
            case Step.Sleep<R> sleep -> {
                setAlarm(this, NANOSECONDS.convert(sleep.duration()));
                yield await(Wait.ALARM);
            }
            case Step.Receive<R> receive -> receive(receive);
            case Step.Send<R> send -> send(send);
            case Step.Blocking<R> call -> callOffTheLoop(call);
            case Step.Done<R> done -> throw new IllegalStateException("a task that is done does not go on");
        };
    }

    /**
     * Goes to the end of the loop's queue; from time to time by way of the loop's timers, which it looks at in its next
     * iteration, after its sockets. The loop runs what is in its queue, and what that puts there, for up to a second before
     * that.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the task itself sees to its end
    private void giveWay() {
        long now = System.nanoTime();
        if (now - looked < LOOK) {
            loop.events().execute(this);
        } else {
            looked = now;
            loop.events().schedule(this, 0, NANOSECONDS);
        }
    }

    private void setAlarm(Runnable ringing, long nanos) {
        alarm = loop.events().schedule(ringing, nanos, NANOSECONDS);
    }

    private void forgetAlarm() {
        ScheduledFuture<?> set = alarm;
        alarm = null;
        if (set != null) {
            set.cancel(false);
        }
    }

    /** Waits, or just gives way if the task should finish. Never goes on at once, so false. */
    private boolean await(Wait begun) {
        wait = begun;
        if (task.stopping() && wait.giveUp()) {
            wait = Wait.NONE;
            forgetAlarm();
            giveWay();
        }
        return false;
    }

    /** Receives, or waits for a message; true if the task can go on at once. */
    private boolean receive(Step.Receive<R> step) throws Throwable {
        return switch (step.port()) {
            case Port.Inbox own -> {
                Optional<Message> message = inbox().poll();
                message.ifPresent(task::deliver);
                yield message.isPresent() || timedOut(step.limit()) || awaitMessage(step.limit());
            }
            case Port.Timer timer -> receive(timer, step.limit());
            case Port.Udp udp -> receive(handler(udp), step.limit());
            case Port.Tcp tcp -> receive(handler(tcp), step.limit());
        };
    }

    private boolean awaitMessage(Optional<Duration> limit) {
        inbox().await(this);
        return await(inbox(), limit);
    }

    private boolean receive(PortHandler handler, Optional<Duration> limit) throws Throwable {
        Optional<Arrival> arrival = handler.poll();
        arrival.ifPresent(task::deliver);
        if (arrival.isPresent() || timedOut(limit)) {
            return true;
        }
        handler.await();
        return await(handler, limit);
    }

    /** Whether a task that has found nothing does not wait for it. */
    private boolean timedOut(Optional<Duration> limit) {
        boolean zero = limit.isPresent() && limit.get().isZero();
        if (zero) {
            task.deliver(Arrival.timedOut());
        }
        return zero;
    }

    private boolean await(Wait begun, Optional<Duration> limit) {
        limit.ifPresent(most -> setAlarm(this::limitOver, TimerExpirations.nanos(most)));
        return await(begun);
    }

    private void limitOver() {
        if (wait.giveUp()) {
            resume(Arrival.timedOut());
        }
    }

    private boolean receive(Port.Timer port, Optional<Duration> limit) {
        if (timers.isEmpty()) {
            timers = new HashMap<>();
        }
        long now = System.nanoTime();
        TimerExpirations expirations = timers.computeIfAbsent(port, timer -> new TimerExpirations(timer, now));
        Optional<Message> expired = expirations.take(now);
        expired.ifPresent(task::deliver);
        if (expired.isPresent() || timedOut(limit)) {
            return true;
        }
        long most = limit.map(TimerExpirations::nanos).orElse(TimerExpirations.NEVER);
        setAlarm(() -> resume(expirations), Math.min(expirations.next(now), most));
        return await(Wait.ALARM);
    }

    private void resume(TimerExpirations expirations) {
        resume(expirations
                .take(System.nanoTime())
                .<Arrival>map(Arrival.Received::new)
                .orElse(Arrival.timedOut()));
    }

    /** Sends, or waits for room; true if the task can go on at once. After a write the loop has its turn. */
    private boolean send(Step.Send<R> step) throws Throwable {
        return switch (step.port()) {
            case Port.Inbox any -> {
                NettyInbox other = inboxes.inbox(any.task());
                yield other.offer(step.message()) || awaitRoom(other.put(step.message(), loop.events()));
            }
            case Port.Udp udp -> send(handler(udp), step.message());
            case Port.Tcp tcp -> send(handler(tcp), step.message());
            case Port.Timer timer -> throw new IllegalStateException("a task run refuses to send to a timer");
        };
    }

    private boolean awaitRoom(Future<?> accepted) {
        accepted.addListener(done -> resumeLater());
        return await(() -> {
            accepted.cancel(false); // which ends the wait
            return false;
        });
    }

    private boolean send(PortHandler handler, Message message) throws Throwable {
        if (handler.send(message)) {
            giveWay();
            return false;
        }
        return await(handler);
    }

    private PortHandler handler(Port port) throws IOException {
        PortHandler handler = handlers.get(port);
        if (handler == null) {
            handler = new PortHandler(this, port instanceof Port.Tcp);
            handler.connecting(loop.sockets().connect(port, handler));
            if (handlers.isEmpty()) {
                handlers = new HashMap<>();
            }
            handlers.put(port, handler);
        }
        return handler;
    }

    /** The call is interrupted if the run stops meanwhile; the task goes on only when it has returned. */
    private boolean callOffTheLoop(Step.Blocking<R> step) {
        BlockingCall call = new BlockingCall(step.call(), ended -> loop.events().execute(() -> returned(ended)));
        wait = () -> {
            call.interrupt();
            return false;
        };
        loop.blocking().execute(call);
        return false;
    }

    private void returned(WaitResult call) {
        try {
            call.get().ifPresent(task::deliver);
            resume();
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    private void end() {
        inboxes.close(task.index());
        if (!handlers.isEmpty()) {
            handlers.values().forEach(PortHandler::close);
        }
    }
}
