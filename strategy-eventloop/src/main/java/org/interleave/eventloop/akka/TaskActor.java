package org.interleave.eventloop.akka;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.interleave.core.Arrival;
import org.interleave.core.Completion;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.TaskFailure;
import org.interleave.core.runtime.TaskRun;
import org.interleave.core.runtime.TimerExpirations;
import org.interleave.eventloop.BlockingCall;
import org.interleave.eventloop.Slice;
import org.interleave.eventloop.WaitResult;
import org.interleave.eventloop.akka.TaskCommand.Advance;
import org.interleave.eventloop.akka.TaskCommand.Alarm;
import org.interleave.eventloop.akka.TaskCommand.Answer;
import org.interleave.eventloop.akka.TaskCommand.AskingLetter;
import org.interleave.eventloop.akka.TaskCommand.Called;
import org.interleave.eventloop.akka.TaskCommand.CreditBack;
import org.interleave.eventloop.akka.TaskCommand.Letter;
import org.interleave.eventloop.akka.TaskCommand.Meet;
import org.interleave.eventloop.akka.TaskCommand.Received;
import org.interleave.eventloop.akka.TaskCommand.Sent;
import org.interleave.eventloop.akka.TaskCommand.SocketClosed;
import org.interleave.eventloop.akka.TaskCommand.SocketFailed;
import org.interleave.eventloop.akka.TaskCommand.SocketStopped;
import org.interleave.eventloop.akka.TaskCommand.Stop;
import org.jspecify.annotations.Nullable;

/**
 * A task as an actor, written as Akka has finite state machines: each state is a behaviour, and handling a message answers with the
 * next. While the task computes it tells itself to go on, behind whatever else is in its mailbox; else its state is what it waits
 * for. In whatever state, it keeps its books of messages and sockets.
 *
 * <p>A message that ends a wait is handled by a {@linkplain #turn() turn} of the task, which takes step after step until the task
 * waits or ends, or until the turn's ticks are used up. When the task has ended, the actor stays until the end of the run, to
 * answer those who send to it.
 */
final class TaskActor<R extends Serializable> {

    private final ActorContext<TaskCommand> context;
    private final TaskRun<R> task;
    private final RunSettings run;
    private @Nullable ActorInbox inbox;
    private @Nullable Credits credits;
    private @Nullable Behavior<TaskCommand> computing;
    private @Nullable Behavior<TaskCommand> receivingLetters;
    private @Nullable TaskPorts ports;

    /**
     * What the actors of a run have in common.
     *
     * @param tasks all of them
     * @param slice what a task may compute for a message
     * @param blocking runs blocking calls
     */
    record RunSettings(List<ActorRef<TaskCommand>> tasks, Slice slice, Executor blocking) {}

    private TaskActor(ActorContext<TaskCommand> context, TaskRun<R> task, RunSettings run) {
        this.context = context;
        this.task = task;
        this.run = run;
    }

    /** The behaviour of an actor that has no task yet. All actors of a run share it: Akka keeps what each was made of. */
    static Behavior<TaskCommand> create() {
        return Behaviors.receive(
                (context, told) -> told instanceof Meet<?> meet ? begin(context, meet) : Behaviors.unhandled());
    }

    private static <R extends Serializable> Behavior<TaskCommand> begin(
            ActorContext<TaskCommand> context, Meet<R> meet) {
        return new TaskActor<>(context, meet.task(), meet.run()).computing();
    }

    /** How a state handles a message: it answers with the next state. */
    @FunctionalInterface
    private interface Handler {
        /** @throws Throwable what fails the task */
        Behavior<TaskCommand> handle(TaskCommand told) throws Throwable;
    }

    /** A state. What its handler throws ends the task, not the actor, which the run would wait for. */
    private Behavior<TaskCommand> state(Handler handler) {
        return Behaviors.receiveMessage(told -> {
            try {
                return handler.handle(told);
            } catch (Throwable thrown) {
                return end(failure(thrown));
            }
        });
    }

    /** It goes on when it is told to, as it is told to begin. */
    private Behavior<TaskCommand> computing() {
        Behavior<TaskCommand> state = computing;
        if (state == null) {
            state = state(told -> told == Advance.ADVANCE ? turn() : keepBooks(told));
            computing = state;
        }
        return state;
    }

    private Behavior<TaskCommand> sleeping(Alarm alarm) {
        return state(told -> whileSleeping(alarm, told));
    }

    private Behavior<TaskCommand> whileSleeping(Alarm alarm, TaskCommand told) throws Throwable {
        if (told == alarm) {
            return turnIf(alarm.rung());
        }
        if (told == Stop.STOP) {
            alarm.stop();
            return turn();
        }
        return keepBooks(told);
    }

    /** It waits until there is something to receive, for as long as it takes. */
    private Behavior<TaskCommand> receiving(Source source) {
        return state(told -> whileReceiving(source, told));
    }

    private Behavior<TaskCommand> whileReceiving(Source source, TaskCommand told) throws Throwable {
        if (told == Stop.STOP) {
            return turn();
        }
        keepBooks(told);
        return turnIf(source.deliverTo(task));
    }

    /** It waits for a letter. That need not go by way of the inbox, for nothing is there. */
    private Behavior<TaskCommand> receivingLetters() {
        Behavior<TaskCommand> state = receivingLetters;
        if (state == null) {
            ActorInbox own = inbox();
            state = state(told -> {
                if (told instanceof Letter letter) {
                    own.passBy();
                    task.deliver(letter.message());
                    return turn();
                }
                return whileReceiving(own, told);
            });
            receivingLetters = state;
        }
        return state;
    }

    /** It waits until there is something to receive, or a time is over, at which the source may have something by itself. */
    private Behavior<TaskCommand> receiving(Source source, Alarm alarm) {
        return state(told -> {
            if (told == Stop.STOP) {
                alarm.stop();
                return turn();
            }
            if (told == alarm) {
                return turnIf(alarm.rung() && (source.deliverTo(task) || timedOut()));
            }
            keepBooks(told);
            boolean received = source.deliverTo(task);
            if (received) {
                alarm.stop();
            }
            return turnIf(received);
        });
    }

    /** It looks, when it has seen what is in its mailbox, whether there is something to receive. */
    private Behavior<TaskCommand> looking(Source source) {
        return state(told -> told == Advance.ADVANCE ? turnIf(source.deliverTo(task) || timedOut()) : keepBooks(told));
    }

    private boolean timedOut() {
        task.deliver(Arrival.timedOut());
        return true;
    }

    /** It waits for its message to have a place in the receiver's inbox. */
    private Behavior<TaskCommand> sending(int receiver) {
        return state(told -> {
            if (told == Stop.STOP) {
                return turn();
            }
            keepBooks(told);
            return turnIf(!credits().unanswered(receiver));
        });
    }

    /** It waits for its message to be on its way. */
    private Behavior<TaskCommand> writing(TaskSocket socket) {
        return state(told -> {
            if (told == Stop.STOP) {
                return turn();
            }
            keepBooks(told);
            return turnIf(socket.allSent());
        });
    }

    /** The call is interrupted if the task should stop; the task goes on when it has returned, not before. */
    private Behavior<TaskCommand> calling(BlockingCall call) {
        return state(told -> switch (told) {
            case Called called -> {
                called.result().get().ifPresent(task::deliver);
                yield turn();
            }
            case Stop stop -> {
                call.interrupt();
                yield Behaviors.same();
            }
            default -> keepBooks(told);
        });
    }

    /** It has ended, but its sockets have not closed. */
    private Behavior<TaskCommand> closing(Completion<R> completion) {
        if (ports == null || ports.closed()) {
            task.complete(completion);
            return Behaviors.receiveMessage(this::turnAway);
        }
        return Behaviors.receiveMessage(told -> {
            if (told instanceof SocketStopped) {
                keepBooks(told);
                return closing(completion);
            }
            return turnAway(told);
        });
    }

    /** What the actor of a task that has ended does. */
    private Behavior<TaskCommand> turnAway(TaskCommand told) {
        switch (told) {
            case AskingLetter letter -> answer(letter.sender(), 0);
            case Answer answer -> run.tasks().get(answer.receiver()).tell(new CreditBack(answer.credit()));
            default -> {}
        }
        return Behaviors.same();
    }

    /** What changes the books, and not the state. */
    private Behavior<TaskCommand> keepBooks(TaskCommand told) {
        switch (told) {
            case Letter letter -> inbox().add(letter.message());
            case AskingLetter letter -> inbox().ask(letter.message(), letter.sender());
            case CreditBack back -> inbox().giveBack(back.credit());
            case Answer answer -> credits().answered(answer.receiver(), answer.credit());
            case Received received -> ports().opened(received.port()).received(received.message());
            case Sent sent -> ports().opened(sent.port()).sent();
            case SocketClosed closed -> ports().opened(closed.port()).closed(closed.why());
            case SocketFailed failed -> ports().opened(failed.port()).failed(failed.cause());
            case SocketStopped stopped -> ports().opened(stopped.port()).stopped();
            case Meet<?> meet -> throw new IllegalStateException("it has its task");
            case Alarm late -> {}
            case Stop stop -> {} // the task finds that out by itself
            case Advance advance -> throw new IllegalStateException("it waits");
            case Called called -> throw new IllegalStateException("it has not called");
        }
        return Behaviors.same();
    }

    /** A turn if the wait is over; else it goes on. */
    private Behavior<TaskCommand> turnIf(boolean over) throws Exception {
        return over ? turn() : Behaviors.same();
    }

    /**
     * One turn of the task. How many of its ticks a step uses, nobody says; the first may use half of them and each other a
     * sixteenth of what is left, so a turn has some hundred steps if they are short, and never takes longer than all its ticks.
     */
    private Behavior<TaskCommand> turn() throws Exception {
        boolean givesWay = run.slice().givesWay();
        int left = run.slice().budget();
        int most = givesWay ? (left + 1) / 2 : left;
        while (left > 0) {
            if (task.cancelled()) {
                return end(new Completion.Cancelled<>(task.index(), worker()));
            }
            Behavior<TaskCommand> next = carryOut(task.resume(most));
            if (next != Behaviors.<TaskCommand>same()) {
                if (inbox != null && next != computing) {
                    inbox.pause();
                }
                return next;
            }
            if (givesWay) {
                left -= most;
                most = (left + 15) / 16;
            }
        }
        return giveWay();
    }

    private Behavior<TaskCommand> giveWay() {
        context.getSelf().tell(Advance.ADVANCE);
        return computing();
    }

    /** Does what a step asks for, and answers with the state that the task is in then: the same if it can go on at once. */
    private Behavior<TaskCommand> carryOut(Step<R> step) throws IOException {
        return switch (step) {
            case Step.Send<R> send -> send(send.port(), send.message());
            case Step.Receive<R> receive -> receive(source(receive.port()), receive.limit());
            case Step.Ready<R> ready -> run.slice().givesWay() ? giveWay() : Behaviors.same();
            case Step.Done<R> done -> end(new Completion.Succeeded<>(task.index(), worker(), done.result()));
            case Step.Sleep<R> sleep -> sleep(sleep.duration());
            case Step.Blocking<R> blockingStep -> call(blockingStep);
        };
    }

    private Behavior<TaskCommand> sleep(Duration duration) {
        if (duration.isZero()) {
            return giveWay();
        }
        return task.stopping() ? giveWay() : sleeping(new Alarm(context, TimerExpirations.nanos(duration)));
    }

    private Behavior<TaskCommand> receive(Source source, Optional<Duration> limit) throws IOException {
        if (source.deliverTo(task)) {
            return Behaviors.same();
        }
        if (limit.isPresent() && limit.get().isZero()) {
            context.getSelf().tell(Advance.ADVANCE);
            return looking(source);
        }
        if (task.stopping()) {
            return giveWay();
        }
        long most = limit.isEmpty() ? TimerExpirations.NEVER : TimerExpirations.nanos(limit.get());
        long nanos = Math.min(most, source.next());
        if (nanos < TimerExpirations.NEVER) {
            return receiving(source, new Alarm(context, nanos));
        }
        return source == inbox ? receivingLetters() : receiving(source);
    }

    /** A task that should finish waits for no room: of what would have to, nothing is sent. */
    private Behavior<TaskCommand> send(Port port, Message message) throws IOException {
        return port instanceof Port.Inbox other ? sendTo(other.task(), message) : write(ports().socket(port), message);
    }

    private Behavior<TaskCommand> sendTo(int receiver, Message message) {
        if (credits().use(receiver)) {
            run.tasks().get(receiver).tell(new Letter(message));
            return Behaviors.same();
        }
        if (task.stopping() && credits().unanswered(receiver)) {
            return Behaviors.same();
        }
        credits().ask(receiver);
        run.tasks().get(receiver).tell(new AskingLetter(message, task.index()));
        return task.stopping() ? giveWay() : sending(receiver);
    }

    private Behavior<TaskCommand> write(TaskSocket socket, Message message) throws IOException {
        if (task.stopping() && !socket.allSent()) {
            return Behaviors.same();
        }
        socket.send(message);
        return task.stopping() ? giveWay() : writing(socket);
    }

    private Behavior<TaskCommand> call(Step.Blocking<R> step) {
        CompletableFuture<WaitResult> ended = new CompletableFuture<>();
        BlockingCall call = new BlockingCall(step.call(), ended::complete);
        context.pipeToSelf(ended, (result, impossible) -> new Called(result));
        run.blocking().execute(call);
        return calling(call);
    }

    private TaskPorts ports() {
        TaskPorts own = ports;
        if (own == null) {
            own = new TaskPorts(context);
            ports = own;
        }
        return own;
    }

    /** Made when it is first used, as are the credits and the ports: a task that only waits does without. */
    private ActorInbox inbox() {
        ActorInbox own = inbox;
        if (own == null) {
            own = new ActorInbox(this::answer);
            inbox = own;
        }
        return own;
    }

    private Credits credits() {
        Credits own = credits;
        if (own == null) {
            own = new Credits();
            credits = own;
        }
        return own;
    }

    private void answer(int sender, int credit) {
        run.tasks().get(sender).tell(new Answer(task.index(), credit));
    }

    private Source source(Port port) throws IOException {
        return switch (port) {
            case Port.Inbox own -> inbox();
            case Port.Timer timer -> ports().timer(timer);
            case Port.Udp udp -> ports().socket(udp);
            case Port.Tcp tcp -> ports().socket(tcp);
        };
    }

    private String worker() {
        return context.getSelf().path().toString();
    }

    private Completion<R> failure(Throwable thrown) {
        return new Completion.Failed<>(task.index(), worker(), TaskFailure.of(thrown));
    }

    private Behavior<TaskCommand> end(Completion<R> completion) {
        if (inbox != null) {
            inbox.close();
        }
        if (credits != null) {
            credits.close((receiver, credit) -> run.tasks().get(receiver).tell(new CreditBack(credit)));
        }
        if (ports != null) {
            ports.close();
        }
        return closing(completion);
    }
}
