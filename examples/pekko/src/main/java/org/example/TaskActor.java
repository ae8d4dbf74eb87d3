package org.example;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.runtime.TaskRun;
import org.interleave.core.runtime.TimerExpirations;

/** A task as an actor. While it computes it tells itself to go on; else it waits for an alarm, or for a call to return. */
final class TaskActor<R extends Serializable> extends AbstractBehavior<TaskActor.Command> {

    private static final int TICKS = 1000;

    /** What an actor can be told. */
    sealed interface Command {}

    /** What says nothing more. */
    enum Simple implements Command {
        GO_ON,
        STOP
    }

    /** A time is over. */
    private record Alarm(long number) implements Command {}

    /** A blocking call has returned, or was interrupted. */
    private record Called(FutureTask<Message> call) implements Command {}

    /** What it waits for. */
    private sealed interface Wait {}

    /** Its own message to go on. */
    private record Turn() implements Wait {}

    /** An alarm; then it may have something to receive. */
    private record Time(long alarm, Optional<TimerExpirations> timer) implements Wait {}

    /** A call. */
    private record Return(FutureTask<Message> call) implements Wait {}

    private final TaskRun<R> task;
    private final Executor blocking;
    private final Map<Port.Timer, TimerExpirations> timers = new HashMap<>();
    private Wait wait = new Turn();
    private long alarms;

    private TaskActor(ActorContext<Command> context, TaskRun<R> task, Executor blocking) {
        super(context);
        this.task = task;
        this.blocking = blocking;
    }

    /** The behaviour of a task's actor. */
    static <R extends Serializable> Behavior<Command> create(TaskRun<R> task, Executor blocking) {
        return Behaviors.setup(context -> new TaskActor<>(context, task, blocking));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, this::handle).build();
    }

    /** What the task throws ends it, not the actor, which the run would wait for. */
    private Behavior<Command> handle(Command told) {
        try {
            return goesOn(told) ? turn() : this;
        } catch (Throwable thrown) {
            task.fail(worker(), thrown);
            return Behaviors.stopped();
        }
    }

    /** Whether what it waits for has come. */
    private boolean goesOn(Command told) throws Throwable {
        return switch (wait) {
            case Turn turn -> told == Simple.GO_ON;
            case Time time -> told == Simple.STOP || (told instanceof Alarm(long number) && rung(time, number));
            case Return(FutureTask<Message> call) -> {
                if (told == Simple.STOP) {
                    call.cancel(true);
                }
                yield told instanceof Called && returned(call);
            }
        };
    }

    private boolean rung(Time time, long number) {
        if (number != time.alarm()) {
            return false;
        }
        if (time.timer().isPresent()) {
            Optional<Message> expired = time.timer().get().take(System.nanoTime());
            expired.ifPresentOrElse(task::deliver, () -> task.deliver(Arrival.timedOut()));
        }
        return true;
    }

    /** A call that was interrupted brings nothing. */
    private boolean returned(FutureTask<Message> call) throws Throwable {
        try {
            task.deliver(call.get());
        } catch (CancellationException interrupted) {
            // the task should finish, and finds that out by itself
        } catch (ExecutionException e) {
            throw e.getCause();
        }
        return true;
    }

    private Behavior<Command> turn() throws Exception {
        if (task.cancelled()) {
            task.cancel(worker());
            return Behaviors.stopped();
        }
        return switch (task.resume(TICKS)) {
            case Step.Ready<R> ready -> again();
            case Step.Sleep<R> sleep -> sleep(sleep.duration());
            case Step.Receive<R> receive -> receive(receive);
            case Step.Blocking<R> step -> call(step);
            case Step.Send<R> send -> throw new UnsupportedOperationException("its tasks cannot send");
            case Step.Done<R> done -> {
                task.succeed(worker(), done.result());
                yield Behaviors.stopped();
            }
        };
    }

    private Behavior<Command> again() {
        wait = new Turn();
        getContext().getSelf().tell(Simple.GO_ON);
        return this;
    }

    private Behavior<Command> sleep(Duration duration) {
        if (duration.isZero() || task.stopping()) {
            return again();
        }
        return await(TimerExpirations.nanos(duration), Optional.empty());
    }

    private Behavior<Command> await(long nanos, Optional<TimerExpirations> timer) {
        wait = new Time(++alarms, timer);
        getContext().scheduleOnce(Duration.ofNanos(nanos), getContext().getSelf(), new Alarm(alarms));
        return this;
    }

    private Behavior<Command> receive(Step.Receive<R> receive) {
        if (!(receive.port() instanceof Port.Timer timer)) {
            throw new UnsupportedOperationException("its tasks receive from timers only");
        }
        long now = System.nanoTime();
        TimerExpirations expirations = timers.computeIfAbsent(timer, any -> new TimerExpirations(any, now));
        Optional<Message> expired = expirations.take(now);
        if (expired.isPresent()) {
            task.deliver(expired.get());
            return again();
        }
        if (task.stopping()) {
            return again();
        }
        long limit = receive.limit().map(TimerExpirations::nanos).orElse(TimerExpirations.NEVER);
        if (limit == 0) {
            task.deliver(Arrival.timedOut());
            return again();
        }
        return await(Math.min(limit, expirations.next(now)), Optional.of(expirations));
    }

    private Behavior<Command> call(Step.Blocking<R> step) {
        FutureTask<Message> call = new FutureTask<>(step.call()::call);
        ActorRef<Command> self = getContext().getSelf();
        wait = new Return(call);
        blocking.execute(() -> {
            call.run();
            self.tell(new Called(call));
        });
        return this;
    }

    private String worker() {
        return getContext().getSelf().path().toString();
    }
}
