package org.interleave.eventloop.vertx;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.vertx.core.Future;
import io.vertx.core.Timer;
import java.io.Serializable;
import java.time.Duration;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.runtime.TaskRun;
import org.interleave.eventloop.BlockingCall;
import org.interleave.eventloop.Slice;
import org.jspecify.annotations.Nullable;

/**
 * A task on an event loop, as code in callbacks. It is resumed until it waits, and again by the handler of what it waits for: a
 * timer, a message, a datagram, a frame, or the end of a blocking call. Each is an event of its own on the verticle's context, so
 * no task is resumed from within another's turn. When it has computed for a {@link Slice} it gives way.
 */
final class EventLoopVerticle<R extends Serializable> extends TaskVerticle<R> {

    private final Slice slice;
    private @Nullable Timer alarm;
    private @Nullable Endpoint awaited;
    private @Nullable Future<Void> sending;
    private @Nullable BlockingCall calling;

    EventLoopVerticle(TaskRun<R> task, RunPorts ports, Slice slice) {
        super(task, ports);
        this.slice = slice;
    }

    /** Keeps the loop until the task waits or ends, or until its slice is over. */
    @Override
    void run() {
        String worker = Thread.currentThread().getName();
        try {
            while (!task.cancelled()) {
                Step<R> step = task.resume(slice.budget());
                if (step instanceof Step.Done<R> done) {
                    closePorts();
                    task.succeed(worker, done.result());
                    return;
                }
                if (!goesOn(step)) {
                    return;
                }
            }
            closePorts();
            task.cancel(worker);
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    /** Begins what a step asks for; true if the task can go on at once. */
    private boolean goesOn(Step<R> step) throws Throwable {
        boolean waits =
                switch (step) {
                    case Step.Ready<R> ready -> givesWay();
                    case Step.Sleep<R> sleep -> sleeps(sleep.duration());
                    case Step.Receive<R> receive -> receives(receive);
                    case Step.Send<R> send -> sends(send.port(), send.message());
                    case Step.Blocking<R> blocking -> calls(blocking);
                    case Step.Done<R> done -> throw new IllegalStateException("a task that is done does not go on");
                };
        if (waits && task.stopping() && calling == null) {
            cutShort();
        }
        return !waits;
    }

    /**
     * Goes on in the loop's next iteration, by way of its timers: what is run {@linkplain io.vertx.core.Context#runOnContext on
     * the context} comes before the loop looks at sockets, for up to a second.
     */
    private boolean givesWay() {
        return slice.givesWay() && sleeps(Duration.ZERO);
    }

    private boolean sleeps(Duration duration) {
        Timer set = vertx.timer(Math.max(1, NANOSECONDS.convert(duration)), NANOSECONDS);
        alarm = set;
        set.onSuccess(this::alarmRang);
        return true;
    }

    private void alarmRang(Void nothing) {
        alarm = null;
        if (endWait()) {
            task.deliver(Arrival.timedOut());
        }
        run();
    }

    /** A limit of zero too lets the loop look whether there is something. */
    private boolean receives(Step.Receive<R> step) throws Throwable {
        Endpoint endpoint = endpoint(step.port());
        if (endpoint.deliverTo(task)) {
            return false;
        }
        awaited = endpoint;
        endpoint.onReadable(this::readable);
        step.limit().ifPresent(this::sleeps);
        return true;
    }

    private void readable() {
        Endpoint endpoint = awaited;
        if (endpoint == null) {
            return;
        }
        try {
            if (!endpoint.deliverTo(task)) {
                endpoint.onReadable(this::readable);
                return;
            }
        } catch (Throwable thrown) {
            endWait();
            fail(thrown);
            return;
        }
        endWait();
        run();
    }

    /**
     * Sends. After a socket the loop has its turn.
     *
     * <p>A task that should finish does not wait for room. It leaves its messages to wait at the receiver, where they line
     * up behind the one whose wait was cut short.
     */
    private boolean sends(Port port, Message message) throws Throwable {
        if (port instanceof Port.Inbox inbox
                && !task.stopping()
                && ports.inboxes().get(inbox.task()).offer(message)) {
            return false;
        }
        Future<Void> sent = endpoint(port).send(message);
        if (sent.failed()) {
            throw sent.cause();
        }
        sending = sent;
        sent.onComplete(done -> context.runOnContext(now -> sent(sent)));
        return true;
    }

    private void sent(Future<Void> sent) {
        if (sending != sent) {
            return;
        }
        sending = null;
        if (sent.failed()) {
            fail(sent.cause());
        } else {
            run();
        }
    }

    /** The call is interrupted if the run stops meanwhile; the task goes on only when it has returned. */
    private boolean calls(Step.Blocking<R> step) {
        BlockingCall call = new BlockingCall(step.call(), ended -> {});
        calling = call;
        vertx.executeBlocking(
                        () -> {
                            call.run();
                            return call;
                        },
                        false)
                .onSuccess(this::called);
        return true;
    }

    private void called(BlockingCall call) {
        calling = null;
        try {
            call.get().ifPresent(task::deliver);
        } catch (Throwable thrown) {
            fail(thrown);
            return;
        }
        run();
    }

    /** The loop has its turn, for a task that waits again and again not to keep it from those it waits for. */
    @Override
    void cutShort() {
        BlockingCall call = calling;
        if (call != null) {
            call.interrupt();
        } else if (endWait()) {
            sleeps(Duration.ZERO);
        }
    }

    /** Gives up what the task waits for; false if it does not wait. */
    private boolean endWait() {
        boolean waits = alarm != null || awaited != null || sending != null;
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        if (awaited != null) {
            awaited.forget();
            awaited = null;
        }
        sending = null;
        return waits;
    }
}
