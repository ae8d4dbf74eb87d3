package org.interleave.eventloop.akka;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final ActorContext<Command> context;
    private final TaskRun<R> task;
    private final Slice slice;
    private final Executor blocking;
    private final ActorInbox inbox = new ActorInbox(this::answer);
    private final Credits credits = new Credits();
    private final Behavior<Command> computing = Behaviors.receiveMessage(this::whileComputing);
    private final Behavior<Command> receivingLetters = receiving(inbox);
    private Map<Port.Timer, Expirations> timers = Map.of();
    private Map<Port, TaskSocket> sockets = Map.of();
    private List<ActorRef<Command>> tasks = List.of();

    /** What it is told. */
    sealed interface Command {}

    /** The tasks of the run. It comes before anything else: a task that has begun may write to one that has not. */
    record Meet(List<ActorRef<Command>> tasks) implements Command {}

    /** To begin; then by itself, to go on. */
    enum Advance implements Command {
        ADVANCE
    }

    /** That the task should stop. */
    enum Stop implements Command {
        STOP
    }

    /** A message for the inbox, for which the sender had credit. */
    record Letter(Message message) implements Command {}

    /** A message for the inbox, whose sender waits for an {@link Answer}. */
    record AskingLetter(Message message, int sender) implements Command {}

    /** That a message has a place in the receiver's inbox, and how many more may be sent. */
    record Answer(int receiver, int credit) implements Command {}

    /** Credit that its holder has no use for. */
    record CreditBack(int credit) implements Command {}

    /** That the time is over. */
    record Rung(Alarm alarm) implements Command {}

    /** That a blocking call has returned. */
    record Called(WaitResult result) implements Command {}

    /** A datagram or a frame. */
    record Received(Port port, Message message) implements Command {}

    /** That a datagram or a frame is on its way. */
    record Sent(Port port) implements Command {}

    /** That nothing more will come, for the peer has closed the connection, or it broke. */
    record SocketClosed(Port port, String why) implements Command {}

    /** That a socket did not open, or is of no use any more. */
    record SocketFailed(Port port, IOException cause) implements Command {}

    /** That a socket is closed, and its actor gone. */
    record SocketStopped(Port port) implements Command {}

    /** A timer of the task's. */
    private record Expirations(TimerExpirations expirations) implements Source {

        @Override
        public boolean deliverTo(TaskRun<?> task) {
            Optional<Message> message = expirations.take(System.nanoTime());
            message.ifPresent(task::deliver);
            return message.isPresent();
        }

        @Override
        public long next() {
            return expirations.next(System.nanoTime());
        }
    }

    private TaskActor(ActorContext<Command> context, TaskRun<R> task, Slice slice, Executor blocking) {
        this.context = context;
        this.task = task;
        this.slice = slice;
        this.blocking = blocking;
    }

    /**
     * The behaviour of a task's actor.
     *
     * @param slice what the task may compute for a message
     * @param blocking runs its blocking calls
     */
    static <R extends Serializable> Behavior<Command> create(TaskRun<R> task, Slice slice, Executor blocking) {
        return Behaviors.setup(context -> new TaskActor<>(context, task, slice, blocking).computing);
    }

    /** It has been told to go on, or to begin. */
    private Behavior<Command> whileComputing(Command told) {
        return told == Advance.ADVANCE ? turn() : keepBooks(told);
    }

    private Behavior<Command> sleeping(Alarm alarm) {
        return Behaviors.receiveMessage(told -> switch (told) {
            case Rung rung when rung.alarm() == alarm -> alarm.rung() ? turn() : Behaviors.same();
            case Stop stop -> {
                alarm.stop();
                yield turn();
            }
            default -> keepBooks(told);
        });
    }

    /** It waits until there is something to receive, for as long as it takes. */
    private Behavior<Command> receiving(Source source) {
        Arriving arriving = () -> source.deliverTo(task);
        return Behaviors.receiveMessage(told -> {
            if (told == Stop.STOP) {
                return turn();
            }
            keepBooks(told);
            return turnIf(arriving);
        });
    }

    /** The same, until a time is over at which the source may have something by itself. */
    private Behavior<Command> receiving(Source source, Alarm alarm) {
        return Behaviors.receiveMessage(told -> {
            if (told == Stop.STOP) {
                alarm.stop();
                return turn();
            }
            if (told instanceof Rung rung && rung.alarm() == alarm) {
                return alarm.rung() ? turnIf(() -> source.deliverTo(task) || timedOut()) : Behaviors.same();
            }
            keepBooks(told);
            return turnIf(() -> {
                boolean received = source.deliverTo(task);
                if (received) {
                    alarm.stop();
                }
                return received;
            });
        });
    }

    /** It looks, when it has seen what is in its mailbox, whether there is something to receive. */
    private Behavior<Command> looking(Source source) {
        return Behaviors.receiveMessage(told -> told == Advance.ADVANCE
                ? turnIf(() -> source.deliverTo(task) || timedOut())
                : keepBooks(told));
    }

    private boolean timedOut() {
        task.deliver(Arrival.timedOut());
        return true;
    }

    /** It waits for its message to have a place in the receiver's inbox. */
    private Behavior<Command> sending(int receiver) {
        return Behaviors.receiveMessage(told -> {
            if (told == Stop.STOP) {
                return turn();
            }
            keepBooks(told);
            return credits.unanswered(receiver) ? Behaviors.same() : turn();
        });
    }

    /** It waits for its message to be on its way. */
    private Behavior<Command> writing(TaskSocket socket) {
        return Behaviors.receiveMessage(told -> {
            if (told == Stop.STOP) {
                return turn();
            }
            keepBooks(told);
            return turnIf(socket::allSent);
        });
    }

    /** The call is interrupted if the task should stop; the task goes on when it has returned, not before. */
    private Behavior<Command> calling(BlockingCall call) {
        return Behaviors.receiveMessage(told -> switch (told) {
            case Called called -> turnIf(() -> {
                called.result().get().ifPresent(task::deliver);
                return true;
            });
            case Stop stop -> {
                call.interrupt();
                yield Behaviors.same();
            }
            default -> keepBooks(told);
        });
    }

    /** It has ended, but its sockets have not closed. */
    private Behavior<Command> closing(Completion<R> completion) {
        if (sockets.values().stream().allMatch(TaskSocket::isStopped)) {
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
    private Behavior<Command> turnAway(Command told) {
        switch (told) {
            case AskingLetter letter -> answer(letter.sender(), 0);
            case Answer answer -> tasks.get(answer.receiver()).tell(new CreditBack(answer.credit()));
            default -> {}
        }
        return Behaviors.same();
    }

    /** What changes the books, and not the state. */
    private Behavior<Command> keepBooks(Command told) {
        switch (told) {
            case Letter letter -> inbox.add(letter.message());
            case AskingLetter letter -> inbox.ask(letter.message(), letter.sender());
            case CreditBack back -> inbox.giveBack(back.credit());
            case Answer answer -> credits.answered(answer.receiver(), answer.credit());
            case Received received -> socket(received.port()).received(received.message());
            case Sent sent -> socket(sent.port()).sent();
            case SocketClosed closed -> socket(closed.port()).closed(closed.why());
            case SocketFailed failed -> socket(failed.port()).failed(failed.cause());
            case SocketStopped stopped -> socket(stopped.port()).stopped();
            case Meet meet -> tasks = meet.tasks();
            case Rung late -> {}
            case Stop stop -> {} // the task finds that out by itself
            case Advance advance -> throw new IllegalStateException("it waits");
            case Called called -> throw new IllegalStateException("it has not called");
        }
        return Behaviors.same();
    }

    /** What ends a wait. */
    @FunctionalInterface
    private interface Arriving {
        /** Delivers what has come, if so; false if the wait goes on. @throws Throwable what fails the task */
        boolean deliver() throws Throwable;
    }

    private Behavior<Command> turnIf(Arriving arriving) {
        try {
            if (!arriving.deliver()) {
                return Behaviors.same();
            }
        } catch (Throwable thrown) {
            return end(failure(thrown));
        }
        return turn();
    }

    /**
     * One turn of the task. How many of its ticks a step uses, nobody says; each may use half of what is left, so a turn has some
     * ten steps if they are short, and never takes longer than all its ticks.
     */
    private Behavior<Command> turn() {
        try {
            boolean givesWay = slice.givesWay();
            int left = slice.budget();
            while (left > 0) {
                if (task.cancelled()) {
                    return end(new Completion.Cancelled<>(task.index(), worker()));
                }
                int most = givesWay ? (left + 1) / 2 : left;
                Behavior<Command> next = carryOut(task.resume(most));
                if (next != Behaviors.<Command>same()) {
                    return next;
                }
                left -= givesWay ? most : 0;
            }
            return giveWay();
        } catch (Throwable thrown) {
            return end(failure(thrown));
        }
    }

    private Behavior<Command> giveWay() {
        context.getSelf().tell(Advance.ADVANCE);
        return computing;
    }

    /** Does what a step asks for, and answers with the state that the task is in then: the same if it can go on at once. */
    private Behavior<Command> carryOut(Step<R> step) throws IOException {
        return switch (step) {
            case Step.Send<R> send -> send(send.port(), send.message());
            case Step.Receive<R> receive -> receive(source(receive.port()), receive.limit());
            case Step.Ready<R> ready -> slice.givesWay() ? giveWay() : Behaviors.same();
            case Step.Done<R> done -> end(new Completion.Succeeded<>(task.index(), worker(), done.result()));
            case Step.Sleep<R> sleep -> sleep(sleep.duration());
            case Step.Blocking<R> blockingStep -> call(blockingStep);
        };
    }

    private Behavior<Command> sleep(Duration duration) {
        if (duration.isZero()) {
            return giveWay();
        }
        return task.stopping() ? Behaviors.same() : sleeping(new Alarm(context, TimerExpirations.nanos(duration)));
    }

    private Behavior<Command> receive(Source source, Optional<Duration> limit) throws IOException {
        if (source.deliverTo(task)) {
            return Behaviors.same();
        }
        if (limit.isPresent() && limit.get().isZero()) {
            context.getSelf().tell(Advance.ADVANCE);
            return looking(source);
        }
        if (task.stopping()) {
            return Behaviors.same();
        }
        long most = limit.isEmpty() ? TimerExpirations.NEVER : TimerExpirations.nanos(limit.get());
        long nanos = Math.min(most, source.next());
        if (nanos < TimerExpirations.NEVER) {
            return receiving(source, new Alarm(context, nanos));
        }
        return source == inbox ? receivingLetters : receiving(source);
    }

    /** A task that should finish waits for no room: of what would have to, nothing is sent. */
    private Behavior<Command> send(Port port, Message message) throws IOException {
        return port instanceof Port.Inbox other ? sendTo(other.task(), message) : write(open(port), message);
    }

    private Behavior<Command> sendTo(int receiver, Message message) {
        if (credits.use(receiver)) {
            tasks.get(receiver).tell(new Letter(message));
            return Behaviors.same();
        }
        if (task.stopping() && credits.unanswered(receiver)) {
            return Behaviors.same();
        }
        credits.ask(receiver);
        tasks.get(receiver).tell(new AskingLetter(message, task.index()));
        return task.stopping() ? Behaviors.same() : sending(receiver);
    }

    private Behavior<Command> write(TaskSocket socket, Message message) throws IOException {
        if (task.stopping() && !socket.allSent()) {
            return Behaviors.same();
        }
        socket.send(message);
        return task.stopping() ? Behaviors.same() : writing(socket);
    }

    private Behavior<Command> call(Step.Blocking<R> step) {
        CompletableFuture<WaitResult> ended = new CompletableFuture<>();
        BlockingCall call = new BlockingCall(step.call(), ended::complete);
        context.pipeToSelf(ended, (result, impossible) -> new Called(result));
        blocking.execute(call);
        return calling(call);
    }

    private void answer(int sender, int credit) {
        tasks.get(sender).tell(new Answer(task.index(), credit));
    }

    private Source source(Port port) throws IOException {
        return switch (port) {
            case Port.Inbox own -> inbox;
            case Port.Timer timer -> timer(timer);
            case Port.Udp udp -> open(udp);
            case Port.Tcp tcp -> open(tcp);
        };
    }

    private Expirations timer(Port.Timer port) {
        if (timers.isEmpty()) {
            timers = new HashMap<>();
        }
        return timers.computeIfAbsent(
                port, timer -> new Expirations(new TimerExpirations(timer, System.nanoTime())));
    }

    private TaskSocket socket(Port port) {
        return Objects.requireNonNull(sockets.get(port));
    }

    /** The socket of a port, which begins to open if it is used for the first time. */
    private TaskSocket open(Port port) throws IOException {
        TaskSocket socket = sockets.get(port);
        if (socket == null) {
            if (sockets.isEmpty()) {
                sockets = new HashMap<>();
            }
            socket = new TaskSocket(Adapter.actorOf(context, switch (port) {
                case Port.Udp udp -> DatagramActor.props(udp, context.getSelf());
                case Port.Tcp tcp -> ConnectionActor.props(tcp, context.getSelf());
                case Port.Inbox inbox -> throw new IllegalStateException("an inbox is no socket");
                case Port.Timer timer -> throw new IllegalStateException("a timer is no socket");
            }));
            sockets.put(port, socket);
        }
        return socket;
    }

    private String worker() {
        return context.getSelf().path().toString();
    }

    private Completion<R> failure(Throwable thrown) {
        return new Completion.Failed<>(task.index(), worker(), TaskFailure.of(thrown));
    }

    private Behavior<Command> end(Completion<R> completion) {
        inbox.close();
        credits.close((receiver, credit) -> tasks.get(receiver).tell(new CreditBack(credit)));
        sockets.values().forEach(TaskSocket::close);
        return closing(completion);
    }
}
