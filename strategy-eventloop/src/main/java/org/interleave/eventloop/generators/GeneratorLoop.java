package org.interleave.eventloop.generators;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.runtime.TaskRun;
import org.interleave.core.runtime.TimerExpirations;
import org.interleave.eventloop.BlockingCall;
import org.interleave.eventloop.generators.Generator.Waiting;
import org.interleave.eventloop.Slice;
import org.jspecify.annotations.Nullable;

/**
 * A cooperative scheduler on one thread. A generator is in the run queue, or waits: for an alarm of the timer queue, for a message
 * or for room in an inbox, or for a call on another thread. The loop resumes the first of the run queue until it waits or gives
 * way, again and again; when the queue is empty it parks until the first alarm.
 *
 * <p>Everything belongs to the loop's thread. Others, whose calls have ended or who want the run to stop, {@link #post} what is to
 * be done there: they put it into a concurrent queue, then unpark the thread, which looks at the queue before it parks.
 */
final class GeneratorLoop<R extends Serializable> implements Runnable {

    static final String WORKER = "generators";

    private final List<Generator<R>> generators;
    private final Slice slice;
    private final Thread thread = Thread.ofPlatform().daemon().name(WORKER).unstarted(this);
    private final Queue<Generator<R>> runQueue = new ArrayDeque<>();
    private final TreeSet<Alarm<R>> timerQueue = new TreeSet<>();
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private long alarmsSet;
    private int unfinished;

    /** An alarm for a generator. The earliest comes first, and of those for the same time the one that was set first. */
    record Alarm<R extends Serializable>(long deadline, long number, Generator<R> generator)
            implements Comparable<Alarm<R>> {

        @Override
        public int compareTo(Alarm<R> other) {
            int byTime = Long.signum(deadline - other.deadline);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    GeneratorLoop(List<TaskRun<R>> tasks, Slice slice) {
        this.slice = slice;
        generators = tasks.stream().map(Generator::new).toList();
        runQueue.addAll(generators);
        unfinished = generators.size();
    }

    /** The thread of the loop, to be started. */
    Thread thread() {
        return thread;
    }

    @Override
    public void run() {
        while (unfinished > 0) {
            for (Runnable action = posted.poll(); action != null; action = posted.poll()) {
                action.run();
            }
            ringAlarms();
            Generator<R> next = runQueue.poll();
            if (next != null) {
                resume(next);
            } else if (posted.isEmpty()) {
                park();
            }
        }
    }

    private void ringAlarms() {
        while (!timerQueue.isEmpty() && timerQueue.first().deadline() - System.nanoTime() <= 0) {
            Generator<R> generator = timerQueue.removeFirst().generator();
            generator.alarm = null;
            switch (generator.waiting) {
                case Waiting.ForMessage forMessage -> generator.task.deliver(Arrival.timedOut());
                case Waiting.ForTimer timer ->
                    generator.task.deliver(timer.expirations()
                            .take(System.nanoTime())
                            .<Arrival>map(Arrival.Received::new)
                            .orElse(Arrival.timedOut()));
                default -> {}
            }
            wake(generator);
        }
    }

    private void park() {
        if (timerQueue.isEmpty()) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, timerQueue.first().deadline() - System.nanoTime());
        }
        Thread.interrupted(); // a task may have interrupted its thread, which would not park again
    }

    /** Has something done on the loop's thread. From any thread. */
    void post(Runnable action) {
        posted.add(action);
        LockSupport.unpark(thread);
    }

    /** Cuts a task's wait short, if it waits. From any thread. */
    void stop(int task) {
        post(() -> {
            Generator<R> generator = generators.get(task);
            switch (generator.waiting) {
                case Waiting.ForCall call -> call.call().interrupt();
                case Waiting.ForRoom room -> {
                    generators.get(room.receiver()).senders.remove(generator);
                    wake(generator);
                }
                case Waiting.ForTime time -> wake(generator);
                case Waiting.ForMessage message -> wake(generator);
                case Waiting.ForTimer timer -> wake(generator);
                case Waiting.ForTurn turn -> {}
                case Waiting.Forever ended -> {}
            }
        });
    }

    /** Ends a wait, however it ends. */
    private void wake(Generator<R> generator) {
        Alarm<R> alarm = generator.alarm;
        if (alarm != null) {
            timerQueue.remove(alarm);
            generator.alarm = null;
        }
        generator.waiting = Waiting.FOR_TURN;
        runQueue.add(generator);
    }

    private void resume(Generator<R> generator) {
        TaskRun<R> task = generator.task;
        try {
            generator.deliverAnswer();
            while (!task.cancelled()) {
                Step<R> step = task.resume(slice.budget());
                if (step instanceof Step.Done<R> done) {
                    end(generator);
                    task.succeed(WORKER, done.result());
                    return;
                }
                if (!goesOn(generator, step)) {
                    return;
                }
            }
            end(generator);
            task.cancel(WORKER);
        } catch (Throwable thrown) {
            end(generator);
            task.fail(WORKER, thrown);
        }
    }

    /** Messages to who has ended are dropped, and nobody waits for room there. */
    private void end(Generator<R> generator) {
        unfinished--;
        generator.waiting = Waiting.FOREVER;
        generator.messages.clear();
        generator.senders.forEach(this::wake);
        generator.senders.clear();
    }

    /** Does what a step asks for; false if the generator waits or gives way. */
    private boolean goesOn(Generator<R> generator, Step<R> step) throws Exception {
        return switch (step) {
            case Step.Ready<R> ready -> {
                if (slice.givesWay()) {
                    runQueue.add(generator);
                }
                yield !slice.givesWay();
            }
            case Step.Sleep<R> sleep -> await(generator, Waiting.FOR_TIME, Optional.of(sleep.duration()));
            case Step.Receive<R> receive -> receive(generator, receive);
            case Step.Send<R> send -> send(generator, send);
            case Step.Blocking<R> blocking -> call(generator, blocking);
            case Step.Done<R> done -> throw new IllegalStateException("a task that is done does not go on");
        };
    }

    /** Lets a generator wait, unless its task should finish. */
    private boolean await(Generator<R> generator, Waiting waiting, Optional<Duration> limit) {
        if (generator.task.stopping()) {
            return true;
        }
        generator.waiting = waiting;
        limit.ifPresent(time -> {
            Alarm<R> alarm = new Alarm<>(System.nanoTime() + TimerExpirations.nanos(time), alarmsSet++, generator);
            generator.alarm = alarm;
            timerQueue.add(alarm);
        });
        return false;
    }

    private boolean receive(Generator<R> generator, Step.Receive<R> step) {
        return switch (step.port()) {
            case Port.Inbox own -> {
                Message message = generator.messages.poll();
                if (message == null) {
                    yield await(generator, Waiting.FOR_MESSAGE, step.limit());
                }
                generator.task.deliver(message);
                letSenderIn(generator);
                yield true;
            }
            case Port.Timer timer -> {
                TimerExpirations expirations = generator.timer(timer);
                Optional<Message> expired = expirations.take(System.nanoTime());
                expired.ifPresent(generator.task::deliver);
                yield expired.isPresent()
                        || await(generator, new Waiting.ForTimer(expirations), Optional.of(first(expirations, step)));
            }
            case Port.Udp udp -> throw noSockets();
            case Port.Tcp tcp -> throw noSockets();
        };
    }

    /** The time to the next expiration, or the step's limit if that is over before. */
    private Duration first(TimerExpirations expirations, Step.Receive<R> step) {
        long next = expirations.next(System.nanoTime());
        return Duration.ofNanos(
                Math.min(next, step.limit().map(TimerExpirations::nanos).orElse(TimerExpirations.NEVER)));
    }

    /** The message of the sender that has waited longest takes the place that has become free. */
    private void letSenderIn(Generator<R> receiver) {
        Generator<R> sender = receiver.senders.poll();
        if (sender != null && sender.waiting instanceof Waiting.ForRoom room) {
            receiver.messages.add(room.message());
            wake(sender);
        }
    }

    private boolean send(Generator<R> generator, Step.Send<R> step) {
        return switch (step.port()) {
            case Port.Inbox inbox -> {
                Generator<R> receiver = generators.get(inbox.task());
                if (receiver.waiting instanceof Waiting.ForMessage) {
                    receiver.task.deliver(step.message());
                    wake(receiver);
                    yield true;
                }
                if (receiver.waiting instanceof Waiting.Forever) {
                    yield true;
                }
                if (receiver.messages.size() < Port.INBOX_CAPACITY) {
                    yield receiver.messages.add(step.message());
                }
                boolean stopping = await(generator, new Waiting.ForRoom(inbox.task(), step.message()), Optional.empty());
                if (!stopping) {
                    receiver.senders.add(generator);
                }
                yield stopping;
            }
            case Port.Timer timer -> throw new IllegalStateException("a task run refuses to send to a timer");
            case Port.Udp udp -> throw noSockets();
            case Port.Tcp tcp -> throw noSockets();
        };
    }

    private static UnsupportedOperationException noSockets() {
        return new UnsupportedOperationException("generators have no sockets");
    }

    /** The call is interrupted if the run stops meanwhile; the generator goes on only when it has returned. */
    private boolean call(Generator<R> generator, Step.Blocking<R> step) {
        BlockingCall call = new BlockingCall(step.call(), ended -> post(() -> {
            generator.called = ended;
            wake(generator);
        }));
        generator.waiting = new Waiting.ForCall(call);
        Thread.ofVirtual().name("generators-call").start(call);
        return false;
    }
}
