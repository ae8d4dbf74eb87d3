package org.interleave.eventloop.generators;

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
import org.interleave.eventloop.Slice;
import org.interleave.eventloop.WaitResult;
import org.jspecify.annotations.Nullable;

/**
 * A task in a {@link GeneratorLoop}, with its ports. When it cannot take a step it waits, and when it is woken it tries that
 * step again, as a thread does that waits for a condition: so it may be woken for nothing. Of the loop's thread only.
 */
final class Generator<R extends Serializable> {

    static final String WORKER = "generators";

    /** Steps in one turn that need no wait, such as messages that are there already. */
    private static final int MOST_STEPS = 256;

    private static final Step<?> ASLEEP = Step.sleep(Duration.ofNanos(1));
    private static final Step<?> GIVES_WAY = Step.sleep(Duration.ZERO);

    private final TaskRun<R> task;
    private final GeneratorLoop<R> loop;
    private @Nullable GeneratorInbox<R> inbox;
    private Map<Port, NonBlockingSocket> sockets = Map.of();
    private Map<Port.Timer, TimerExpirations> timers = Map.of();
    private @Nullable Step<R> step;
    private @Nullable BlockingCall call;
    private @Nullable WaitResult returned;
    private long limit;
    private long alarm;
    private boolean queued;
    private boolean waits;

    /** What is to be done with a generator after its turn. */
    enum Next {
        READY,
        WAITS,
        ENDED
    }

    Generator(TaskRun<R> task, GeneratorLoop<R> loop) {
        this.task = task;
        this.loop = loop;
    }

    int index() {
        return task.index();
    }

    /** When to wake it, if nothing else does, on the clock of {@link GeneratorLoop#now}. */
    long alarm() {
        return alarm;
    }

    /** Ends its wait; false if it does not wait. */
    boolean stopWaiting() {
        boolean waited = waits;
        waits = false;
        return waited;
    }

    /** Gives it a turn. */
    Next resume() {
        try {
            Slice slice = loop.slice();
            for (int steps = 0; steps < MOST_STEPS || !slice.givesWay(); steps++) {
                if (call == null && task.cancelled()) {
                    end();
                    task.cancel(WORKER);
                    return Next.ENDED;
                }
                boolean again = step != null;
                Step<R> present = step != null ? step : begin(task.resume(slice.budget()));
                if (present instanceof Step.Done<R> done) {
                    end();
                    task.succeed(WORKER, done.result());
                    return Next.ENDED;
                }
                step = present;
                boolean taken = take(present, again);
                if (!taken && (call != null || !task.stopping())) {
                    waits = true;
                    return Next.WAITS;
                }
                giveUpStep();
                if (!taken || givesWay(present, slice)) {
                    return Next.READY;
                }
            }
            return Next.READY;
        } catch (Throwable thrown) {
            fail(thrown);
            return Next.ENDED;
        }
    }

    /** As in asyncio, who sleeps for no time lets all others go first, and does without a timer. */
    private static boolean givesWay(Step<?> taken, Slice slice) {
        return taken == GIVES_WAY || (taken instanceof Step.Ready && slice.givesWay());
    }

    /** Is in no step any more, whether it took it or not. */
    private void giveUpStep() {
        if (queued && step instanceof Step.Send<R> send && send.port() instanceof Port.Inbox other) {
            loop.generator(other.task()).inbox().withdraw(this);
            queued = false;
        }
        step = null;
    }

    /** Sets the time limit of a step. Of a sleep that is all to be remembered, so a million that sleep keep nothing else. */
    private Step<R> begin(Step<R> next) {
        if (next instanceof Step.Sleep<R> sleep && sleep.duration().isZero()) {
            return resultless(GIVES_WAY);
        }
        Optional<Duration> most =
                switch (next) {
                    case Step.Sleep<R> sleep -> Optional.of(sleep.duration());
                    case Step.Receive<R> receive -> receive.limit();
                    default -> Optional.empty();
                };
        limit = most.map(time -> GeneratorLoop.now() + TimerExpirations.nanos(time))
                .orElse(TimerExpirations.NEVER);
        alarm = limit;
        return next instanceof Step.Sleep<R> ? resultless(ASLEEP) : next;
    }

    @SuppressWarnings("unchecked") // no sleep has a result
    private static <R extends Serializable> Step<R> resultless(Step<?> sleep) {
        return (Step<R>) sleep;
    }

    /** Takes a step, or tries to; false if that takes a wait. */
    private boolean take(Step<R> present, boolean again) throws Throwable {
        return switch (present) {
            case Step.Ready<R> ready -> true;
            case Step.Sleep<R> sleep -> present == GIVES_WAY || (again && limit <= GeneratorLoop.now());
            case Step.Receive<R> receive -> receive(receive.port()) || timedOut(receive);
            case Step.Send<R> send -> send(send, again);
            case Step.Blocking<R> blocking -> again ? answered() : call(blocking);
            case Step.Done<R> done -> throw new IllegalStateException("a task that is done does not go on");
        };
    }

    private boolean timedOut(Step.Receive<R> receive) {
        boolean over = receive.limit().isPresent() && limit <= GeneratorLoop.now();
        if (over) {
            task.deliver(Arrival.timedOut());
        }
        return over;
    }

    /** The run is to stop. */
    void cutShort() {
        if (call != null) {
            call.interrupt();
        } else {
            loop.wake(this);
        }
    }

    private boolean receive(Port port) throws IOException {
        Optional<Arrival> arrival =
                switch (port) {
                    case Port.Inbox own -> inbox().poll().map(Arrival.Received::new);
                    case Port.Timer timer -> expirations(timer).map(Arrival.Received::new);
                    case Port.Udp udp -> socket(udp).receive();
                    case Port.Tcp tcp -> socket(tcp).receive();
                };
        arrival.ifPresent(task::deliver);
        return arrival.isPresent();
    }

    private Optional<Message> expirations(Port.Timer port) {
        if (timers.isEmpty()) {
            timers = new HashMap<>();
        }
        long now = GeneratorLoop.now();
        TimerExpirations timer = timers.computeIfAbsent(port, started -> new TimerExpirations(started, now));
        Optional<Message> expired = timer.take(now);
        alarm = Math.min(limit, now + timer.next(now));
        return expired;
    }

    private boolean send(Step.Send<R> send, boolean again) throws IOException {
        return switch (send.port()) {
            case Port.Inbox other ->
                again ? !queued : loop.generator(other.task()).accept(send.message(), this);
            case Port.Udp udp -> socket(udp).send(send.message(), again);
            case Port.Tcp tcp -> socket(tcp).send(send.message(), again);
            case Port.Timer timer -> throw new IllegalStateException("a task run refuses to send to a timer");
        };
    }

    /** Takes a message into its inbox, and goes on if it waits for one; false if there is no room. */
    private boolean accept(Message message, Generator<R> sender) {
        if (task.completed()) {
            return true;
        }
        sender.queued = !inbox().offer(message, sender);
        if (step instanceof Step.Receive<R> receive && receive.port() instanceof Port.Inbox) {
            loop.wake(this);
        }
        return !sender.queued;
    }

    /** There is room for what it waits to send: wakes it, and returns that. */
    Message letIn() {
        queued = false;
        loop.wake(this);
        if (step instanceof Step.Send<R> send) {
            return send.message();
        }
        throw new IllegalStateException("task " + index() + " does not send");
    }

    private GeneratorInbox<R> inbox() {
        GeneratorInbox<R> known = inbox;
        if (known == null) {
            known = new GeneratorInbox<>();
            inbox = known;
        }
        return known;
    }

    private NonBlockingSocket socket(Port port) throws IOException {
        NonBlockingSocket known = sockets.get(port);
        if (known == null) {
            if (sockets.isEmpty()) {
                sockets = new HashMap<>();
            }
            known = switch (port) {
                case Port.Udp udp -> new NonBlockingDatagrams(udp, loop.poller(), () -> loop.wake(this));
                case Port.Tcp tcp -> new NonBlockingConnection(tcp, loop.poller(), () -> loop.wake(this));
                case Port.Inbox inbox -> throw new IllegalStateException("an inbox is no socket");
                case Port.Timer timer -> throw new IllegalStateException("a timer is no socket");
            };
            sockets.put(port, known);
        }
        return known;
    }

    /** Has a thread make a blocking call. */
    private boolean call(Step.Blocking<R> blocking) {
        BlockingCall begun = new BlockingCall(
                blocking.call(),
                ended -> loop.post(() -> {
                    returned = ended;
                    loop.wake(this);
                }));
        call = begun;
        Thread.ofVirtual().name("generators-call").start(begun);
        return false;
    }

    private boolean answered() throws Throwable {
        WaitResult answer = returned;
        if (answer == null) {
            return false;
        }
        returned = null;
        call = null;
        answer.get().ifPresent(task::deliver);
        return true;
    }

    /** Fails the task, unless it has ended. */
    void fail(Throwable thrown) {
        if (!task.completed()) {
            end();
            task.fail(WORKER, thrown);
        }
    }

    private void end() {
        giveUpStep();
        if (inbox != null) {
            inbox.close();
        }
        for (NonBlockingSocket socket : sockets.values()) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // nothing was buffered and nobody waits for it
            }
        }
    }
}
