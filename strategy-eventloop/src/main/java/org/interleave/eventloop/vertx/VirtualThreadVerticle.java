package org.interleave.eventloop.vertx;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import java.io.Serializable;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Call;
import org.interleave.core.Completion;
import org.interleave.core.DirectBody;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.runtime.BlockingSteps;
import org.interleave.core.runtime.TaskRun;
import org.interleave.eventloop.BlockingCall;
import org.interleave.eventloop.Slice;
import org.jspecify.annotations.Nullable;

/**
 * A task on a virtual thread, as code that runs from beginning to end: where it waits, it {@linkplain Future#await() awaits}
 * what Vert.x answers. Meanwhile its context handles other events of the verticle, such as messages that arrive, on other
 * virtual threads, one at a time; so the fields need no lock.
 *
 * <p>It could block its thread too. But that would block the context, and with it who waits for room in the task's inbox. When it
 * has computed for a {@link Slice}, it lets its context handle what has come in meanwhile, and other virtual threads run.
 */
final class VirtualThreadVerticle<R extends Serializable> extends TaskVerticle<R> {

    private final Slice slice;
    private @Nullable Promise<?> wait;
    private @Nullable BlockingCall calling;

    VirtualThreadVerticle(TaskRun<R> task, RunPorts ports, Slice slice) {
        super(task, ports);
        this.slice = slice;
    }

    @Override
    void run() {
        Completion<R> completion;
        try {
            completion = runToItsEnd(Thread.currentThread().getName());
        } catch (Throwable thrown) {
            fail(thrown);
            return;
        }
        closePorts();
        task.complete(completion);
    }

    /** In direct style a task has this thread's stack, so each of its steps is handled within the call of it. */
    private Completion<R> runToItsEnd(String worker) throws Throwable {
        if (task.cancelled()) {
            return new Completion.Cancelled<>(task.index(), worker);
        }
        Optional<DirectBody<R>> body = task.begin(slice.budget());
        return body.isPresent()
                ? new BlockingSteps<>(task, this::handle).run(body.get(), worker)
                : resumeUntilDone(worker);
    }

    private Completion<R> resumeUntilDone(String worker) throws Throwable {
        while (!task.cancelled()) {
            Step<R> step = task.resume(slice.budget());
            if (step instanceof Step.Done<R> done) {
                return new Completion.Succeeded<>(task.index(), worker, done.result());
            }
            handle(step);
        }
        return new Completion.Cancelled<>(task.index(), worker);
    }

    private void handle(Step<R> step) throws Throwable {
        switch (step) {
            case Step.Ready<R> ready -> giveWay();
            case Step.Sleep<R> sleep -> sleep(sleep.duration());
            case Step.Receive<R> receive -> receive(receive);
            case Step.Send<R> send -> send(send.port(), send.message());
            case Step.Blocking<R> blocking -> call(blocking.call());
            case Step.Done<R> done -> throw new IllegalStateException("a task that is done takes no step");
        }
    }

    private void giveWay() {
        if (slice.givesWay()) {
            Future.await(turn());
        }
    }

    /** Succeeds when the context has handled what it has now. */
    private Future<Void> turn() {
        Promise<Void> turn = Promise.promise();
        context.runOnContext(now -> turn.complete());
        return turn.future();
    }

    private void sleep(Duration duration) {
        Timer timer = timer(duration);
        await(timer);
        timer.cancel();
    }

    private Timer timer(Duration duration) {
        return vertx.timer(Math.max(1, NANOSECONDS.convert(duration)), NANOSECONDS);
    }

    private void receive(Step.Receive<R> step) throws Throwable {
        Endpoint endpoint = endpoint(step.port());
        if (!endpoint.deliverTo(task)) {
            Optional<Timer> limit = step.limit().map(this::timer);
            await(endpoint, limit);
            limit.ifPresent(Timer::cancel);
        }
    }

    /** Awaits something to deliver, within a limit. A limit of zero too lets the loop look for it. */
    private void await(Endpoint endpoint, Optional<Timer> limit) throws Throwable {
        while (true) {
            Promise<Void> readable = Promise.promise();
            endpoint.onReadable(readable::tryComplete);
            limit.ifPresent(timer -> timer.onSuccess(over -> readable.tryComplete()));
            await(readable.future());
            endpoint.forget();
            if (endpoint.deliverTo(task)) {
                return;
            }
            if (limit.filter(Future::succeeded).isPresent()) {
                task.deliver(Arrival.timedOut());
                return;
            }
            if (task.stopping()) {
                return;
            }
        }
    }

    /** As on an event loop, a task that should finish leaves its messages to wait at the receiver. */
    private void send(Port port, Message message) throws UnknownHostException {
        if (!(port instanceof Port.Inbox inbox)
                || task.stopping()
                || !ports.inboxes().get(inbox.task()).offer(message)) {
            await(endpoint(port).send(message));
        }
    }

    /** The call has a virtual thread of its own, which the run interrupts if it stops meanwhile. */
    private void call(Call call) throws Throwable {
        BlockingCall blocking = new BlockingCall(call, ended -> {});
        calling = blocking;
        Future.await(vertx.executeBlocking(
                () -> {
                    blocking.run();
                    return blocking;
                },
                false));
        calling = null;
        blocking.get().ifPresent(task::deliver);
    }

    /** Awaits a future until the wait is cut short. A task that should finish gives way instead. */
    private void await(Future<?> future) {
        if (task.stopping() && !future.isComplete()) {
            Future.await(turn());
            return;
        }
        Promise<Object> present = Promise.promise();
        future.onComplete(present::tryComplete, present::tryFail);
        wait = present;
        Future.await(present.future());
        wait = null;
    }

    @Override
    void cutShort() {
        BlockingCall call = calling;
        Promise<?> present = wait;
        if (call != null) {
            call.interrupt();
        } else if (present != null) {
            present.tryComplete();
        }
    }
}
