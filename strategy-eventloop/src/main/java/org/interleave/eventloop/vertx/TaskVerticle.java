package org.interleave.eventloop.vertx;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.VerticleBase;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.runtime.TaskRun;
import org.interleave.eventloop.BlockingCall;
import org.interleave.eventloop.Slice;
import org.interleave.eventloop.WaitResult;

/**
 * A task as a verticle. It is resumed until it waits; what it waits for is a promise, and when that is completed the
 * task is taken up again in a later turn of its event loop, never from within another's. When it has computed for a {@link
 * Slice} it gives way.
 *
 * <p>All of it happens on the verticle's context, except {@link #begin} and {@link #cutShort}, which go there. A wait
 * ends once: stopping completes its promise with nothing, unless something has completed it already.
 */
final class TaskVerticle<R extends Serializable> extends VerticleBase {

    private final TaskRun<R> task;
    private final List<BusInbox> inboxes;
    private final Slice slice;
    private final Map<Port.Udp, VertxSocket> sockets = new HashMap<>();
    private Runnable cutShort = TaskVerticle::nothing;

    TaskVerticle(TaskRun<R> task, List<BusInbox> inboxes, Slice slice) {
        this.task = task;
        this.slice = slice;
        this.inboxes = inboxes;
    }

    @Override
    public Future<?> start() {
        return inboxes.get(task.index()).register();
    }

    /** Lets the task run, once every verticle is deployed. From any thread. */
    void begin() {
        context.runOnContext(now -> resume(Optional::empty));
    }

    /** Cuts the present wait short, if there is one. From any thread. */
    void cutShort() {
        context.runOnContext(now -> cutShort.run());
    }

    /** Takes the task up and keeps the loop until it waits or ends, or until its slice is over. */
    private void resume(WaitResult waited) {
        cutShort = TaskVerticle::nothing;
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
                        sleep(sleep.duration());
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
     * Goes on in the loop's next iteration, by way of its timers: what is run {@linkplain io.vertx.core.Context#runOnContext on
     * the context} comes before the loop looks at sockets, for up to a second.
     */
    private void giveWay() {
        vertx.timer(1, NANOSECONDS).onComplete(fired -> resume(Optional::empty));
    }

    private void sleep(Duration duration) {
        Promise<Optional<Message>> slept = Promise.promise();
        Timer timer = vertx.timer(Math.max(1, NANOSECONDS.convert(duration)), NANOSECONDS);
        timer.onComplete(fired -> slept.tryComplete(Optional.empty()));
        resumeAfter(slept.future());
        canBeCutShort(timer::cancel);
    }

    /** Receives, or waits for a message; true if the task can go on at once. */
    private boolean receive(Port port) throws Exception {
        switch (port) {
            case Port.Udp udp -> {
                VertxSocket socket = socket(udp);
                return deliverOrAwait(socket.poll(), socket::take);
            }
            case Port.Inbox inbox -> {
                BusInbox own = inboxes.get(inbox.task());
                return deliverOrAwait(own.poll(), own::take);
            }
            case Port.Tcp tcp -> throw new UnsupportedOperationException("not yet");
            case Port.Timer timer -> throw new UnsupportedOperationException("not yet");
        }
    }

    private boolean deliverOrAwait(Optional<Message> message, Consumer<Promise<Optional<Message>>> take) {
        if (message.isPresent()) {
            task.deliver(message.get());
            return true;
        }
        Promise<Optional<Message>> next = Promise.promise();
        take.accept(next);
        await(next);
        return false;
    }

    /**
     * Sends, or waits for room; true if the task can go on at once. After sending on a socket the loop has its turn.
     *
     * <p>A task that should stop does not wait for room. It leaves its messages to wait at the receiver, where they line
     * up behind the one whose wait was cut short.
     */
    private boolean send(Port port, Message message) throws Exception {
        switch (port) {
            case Port.Udp udp -> {
                resumeAfter(socket(udp).send(message));
                return false;
            }
            case Port.Inbox inbox -> {
                BusInbox other = inboxes.get(inbox.task());
                if (!task.stopping() && other.offer(message)) {
                    return true;
                }
                Promise<Optional<Message>> sent = Promise.promise();
                other.put(message).onComplete(sent::tryComplete, sent::tryFail);
                await(sent);
                return false;
            }
            case Port.Tcp tcp -> throw new UnsupportedOperationException("not yet");
            case Port.Timer timer -> throw new UnsupportedOperationException("not yet");
        }
    }

    private VertxSocket socket(Port.Udp port) throws Exception {
        VertxSocket socket = sockets.get(port);
        if (socket == null) {
            socket = VertxSocket.open(vertx, port.peer());
            sockets.put(port, socket);
        }
        return socket;
    }

    /** The call is interrupted if the run stops meanwhile; the task goes on only when it has returned. */
    private void callOffTheLoop(Step.Blocking<R> step) {
        BlockingCall call = new BlockingCall(step.call(), ended -> context.runOnContext(now -> resume(ended)));
        cutShort = call::interrupt;
        vertx.executeBlocking(
                () -> {
                    call.run();
                    return call;
                },
                false);
    }

    private void await(Promise<Optional<Message>> promise) {
        resumeAfter(promise.future());
        canBeCutShort(() -> promise.tryComplete(Optional.empty()));
    }

    private void canBeCutShort(Runnable ending) {
        cutShort = ending;
        if (task.stopping()) {
            ending.run();
        }
    }

    private void resumeAfter(Future<Optional<Message>> future) {
        future.onComplete(done -> context.runOnContext(now -> resume(() -> {
            if (done.failed()) {
                throw done.cause();
            }
            return done.result();
        })));
    }

    private void end() {
        inboxes.get(task.index()).close();
        sockets.values().forEach(VertxSocket::close);
    }

    private static void nothing() {}
}
