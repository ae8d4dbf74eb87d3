package org.interleave.eventloop.akka;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.interleave.core.Completion;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.TaskFailure;
import org.interleave.core.runtime.TaskRun;
import org.interleave.eventloop.BlockingCall;
import org.interleave.eventloop.Slice;
import org.interleave.eventloop.WaitResult;

/**
 * A task as an actor. It is resumed once for a message and ends the turn; if it can go on, it tells itself to {@link
 * Advance}, behind whatever else is in its mailbox. The dispatcher lets an actor handle several messages in a row before
 * another has its thread; as many turns are a {@link Slice}.
 *
 * <p>What the actor waits for is in {@code waiting}. A message that nobody waits for any more, because the wait was cut
 * short, changes the books but does not resume the task. When the task has ended, the actor stays until the end of the
 * run, to answer those who send to it.
 */
final class TaskActor<R extends Serializable> extends AbstractBehavior<TaskActor.Command> {

    private final TaskRun<R> task;
    private final Slice turn;
    private final TimerScheduler<Command> timers;
    private final Executor blocking;
    private final ActorInbox inbox = new ActorInbox(this::answer);
    private final Credits credits = new Credits();
    private final Map<Port.Udp, Socket> sockets = new HashMap<>();
    private List<ActorRef<Command>> tasks = List.of();
    private Waiting waiting = new Waiting.ForTurn();

    /** What it is told. */
    sealed interface Command {}

    /** The tasks of the run. It comes before anything else: a task that has begun may write to one that has not. */
    record Meet(List<ActorRef<Command>> tasks) implements Command {}

    /** To begin; then by itself, to go on. */
    record Advance() implements Command {}

    /** That the task should stop. */
    record Stop() implements Command {}

    /** A message for the inbox, for which the sender had credit. */
    record Letter(Message message) implements Command {}

    /** A message for the inbox, whose sender waits for an {@link Answer}. */
    record AskingLetter(Message message, int sender) implements Command {}

    /** That a message has a place in the receiver's inbox, and how many more may be sent. */
    record Answer(int receiver, int credit) implements Command {}

    /** Credit that its holder has no use for. */
    record CreditBack(int credit) implements Command {}

    /** That the time is over. */
    record Slept() implements Command {}

    /** That a blocking call has returned. */
    record Called(WaitResult result) implements Command {}

    /** A datagram, the one that was asked for. */
    record Arrived(Port.Udp port, Message message) implements Command {}

    /** That a datagram is on its way. */
    record Sent(Port.Udp port) implements Command {}

    /** That a socket is of no use any more. */
    record SocketFailed(Port.Udp port, Exception cause) implements Command {}

    static final Advance ADVANCE = new Advance();

    /** What has to happen before the task is resumed. */
    private sealed interface Waiting {
        /** Its first turn, or its next. */
        record ForTurn() implements Waiting {}

        record ForTime() implements Waiting {}

        record ForLetter() implements Waiting {}

        record ForAnswer(int receiver) implements Waiting {}

        record ForDatagram(Port.Udp port) implements Waiting {}

        record ForSent(Port.Udp port) implements Waiting {}

        record ForCall(BlockingCall call) implements Waiting {}

        /** Nothing will: the task has ended. */
        record Forever() implements Waiting {}
    }

    /** A socket's actor and what came from it when nobody waited. */
    private static final class Socket {
        private final akka.actor.ActorRef actor;
        private Optional<WaitResult> early = Optional.empty();
        private boolean asked;

        Socket(akka.actor.ActorRef actor) {
            this.actor = actor;
        }
    }

    private TaskActor(ActorContext<Command> context, TimerScheduler<Command> timers, TaskRun<R> task, Slice turn) {
        super(context);
        this.turn = turn;
        this.task = task;
        this.timers = timers;
        blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    /** The behaviour of a task's actor. */
    static <R extends Serializable> Behavior<Command> create(TaskRun<R> task, Slice turn) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new TaskActor<>(context, timers, task, turn)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Advance.class, told -> resume(Optional::empty))
                .onMessage(Letter.class, this::onLetter)
                .onMessage(AskingLetter.class, this::onAskingLetter)
                .onMessage(Answer.class, this::onAnswer)
                .onMessage(CreditBack.class, this::onCreditBack)
                .onMessage(Arrived.class, this::onArrived)
                .onMessage(Sent.class, this::onSent)
                .onMessage(Slept.class, told -> resume(Optional::empty))
                .onMessage(Called.class, told -> resume(told.result()))
                .onMessage(SocketFailed.class, this::onSocketFailed)
                .onMessage(Stop.class, told -> onStop())
                .onMessage(Meet.class, this::onMeet)
                .build();
    }

    private Behavior<Command> onMeet(Meet meet) {
        tasks = meet.tasks();
        return this;
    }

    /** One turn of the task. */
    private Behavior<Command> resume(WaitResult waited) {
        waiting = new Waiting.ForTurn();
        try {
            waited.get().ifPresent(task::deliver);
            if (task.cancelled()) {
                return end(new Completion.Cancelled<>(task.index(), worker()));
            }
            switch (nextStep()) {
                case Step.Ready<R> ready -> getContext().getSelf().tell(ADVANCE);
                case Step.Done<R> done -> {
                    return end(new Completion.Succeeded<>(task.index(), worker(), done.result()));
                }
                case Step.Sleep<R> sleep -> {
                    timers.startSingleTimer(new Slept(), sleep.duration());
                    await(new Waiting.ForTime());
                }
                case Step.Receive<R> receive -> receive(receive.port());
                case Step.Send<R> send -> send(send.port(), send.message());
                case Step.Blocking<R> step -> call(step);
            }
            return this;
        } catch (Throwable thrown) {
            return end(new Completion.Failed<>(task.index(), worker(), TaskFailure.of(thrown)));
        }
    }

    /** The task's next step, which is not that it is ready if it never gives way. */
    private Step<R> nextStep() throws Exception {
        Step<R> step = task.resume(turn.budget());
        while (step instanceof Step.Ready<R> && !turn.givesWay() && !task.cancelled()) {
            step = task.resume(turn.budget());
        }
        return step;
    }

    private String worker() {
        return getContext().getSelf().path().toString();
    }

    private Behavior<Command> end(Completion<R> completion) {
        waiting = new Waiting.Forever();
        inbox.close();
        credits.close((receiver, credit) -> tasks.get(receiver).tell(new CreditBack(credit)));
        sockets.values().forEach(socket -> socket.actor.tell(AkkaSocket.CLOSE, akka.actor.ActorRef.noSender()));
        task.complete(completion);
        return this;
    }

    /** Waits for what a stop cuts short; if the task is to stop already, the actor tells itself to. */
    private void await(Waiting what) {
        waiting = what;
        if (task.stopping()) {
            getContext().getSelf().tell(new Stop());
        }
    }

    private Behavior<Command> onStop() {
        switch (waiting) {
            case Waiting.ForTime time -> {
                timers.cancel(new Slept());
                return resume(Optional::empty);
            }
            case Waiting.ForLetter letter -> {
                return resume(Optional::empty);
            }
            case Waiting.ForAnswer answer -> {
                return resume(Optional::empty);
            }
            case Waiting.ForDatagram datagram -> {
                return resume(Optional::empty);
            }
            case Waiting.ForCall called -> called.call().interrupt();
            case Waiting.ForSent sent -> {}
            case Waiting.ForTurn turn -> {}
            case Waiting.Forever ended -> {}
        }
        return this;
    }

    private void receive(Port port) throws Exception {
        switch (port) {
            case Port.Udp udp -> {
                Socket socket = socket(udp);
                if (socket.early.isPresent()) {
                    WaitResult early = socket.early.get();
                    socket.early = Optional.empty();
                    getContext().getSelf().tell(new Called(early));
                    return;
                }
                if (!socket.asked) {
                    socket.asked = true;
                    socket.actor.tell(AkkaSocket.NEXT, akka.actor.ActorRef.noSender());
                }
                await(new Waiting.ForDatagram(udp));
            }
            case Port.Inbox own -> {
                Optional<Message> message = inbox.poll();
                if (message.isPresent()) {
                    task.deliver(message.get());
                    getContext().getSelf().tell(ADVANCE);
                } else {
                    await(new Waiting.ForLetter());
                }
            }
            case Port.Tcp tcp -> throw new UnsupportedOperationException("not yet");
            case Port.Timer timer -> throw new UnsupportedOperationException("not yet");
        }
    }

    private void send(Port port, Message message) throws Exception {
        switch (port) {
            case Port.Udp udp -> {
                socket(udp).actor.tell(message, akka.actor.ActorRef.noSender());
                waiting = new Waiting.ForSent(udp);
            }
            case Port.Inbox other -> {
                ActorRef<Command> receiver = tasks.get(other.task());
                if (credits.use(other.task())) {
                    receiver.tell(new Letter(message));
                    getContext().getSelf().tell(ADVANCE);
                } else {
                    receiver.tell(new AskingLetter(message, task.index()));
                    await(new Waiting.ForAnswer(other.task()));
                }
            }
            case Port.Tcp tcp -> throw new UnsupportedOperationException("not yet");
            case Port.Timer timer -> throw new UnsupportedOperationException("not yet");
        }
    }

    private Behavior<Command> onLetter(Letter letter) {
        inbox.add(letter.message());
        return resumeIfWaitingForLetter();
    }

    private Behavior<Command> onAskingLetter(AskingLetter letter) {
        inbox.ask(letter.message(), letter.sender());
        return resumeIfWaitingForLetter();
    }

    private Behavior<Command> onCreditBack(CreditBack back) {
        inbox.giveBack(back.credit());
        return resumeIfWaitingForLetter();
    }

    private Behavior<Command> resumeIfWaitingForLetter() {
        if (waiting instanceof Waiting.ForLetter) {
            Optional<Message> message = inbox.poll();
            if (message.isPresent()) {
                return resume(() -> message);
            }
        }
        return this;
    }

    private void answer(int sender, int credit) {
        tasks.get(sender).tell(new Answer(task.index(), credit));
    }

    private Behavior<Command> onAnswer(Answer answer) {
        if (waiting instanceof Waiting.Forever) {
            tasks.get(answer.receiver()).tell(new CreditBack(answer.credit()));
            return this;
        }
        boolean allHavePlaces = credits.answered(answer.receiver(), answer.credit());
        boolean waitingForIt = waiting.equals(new Waiting.ForAnswer(answer.receiver()));
        return allHavePlaces && waitingForIt ? resume(Optional::empty) : this;
    }

    private Socket socket(Port.Udp port) throws Exception {
        Socket socket = sockets.get(port);
        if (socket == null) {
            ActorRef<Command> self = getContext().getSelf();
            socket = new Socket(Adapter.actorOf(getContext(), AkkaSocket.props(port, self)));
            sockets.put(port, socket);
        }
        return socket;
    }

    private Behavior<Command> onArrived(Arrived arrived) {
        return onReceived(arrived.port(), () -> Optional.of(arrived.message()));
    }

    private Behavior<Command> onSocketFailed(SocketFailed failed) {
        WaitResult failure = () -> {
            throw failed.cause();
        };
        return waiting.equals(new Waiting.ForSent(failed.port()))
                ? resume(failure)
                : onReceived(failed.port(), failure);
    }

    private Behavior<Command> onReceived(Port.Udp port, WaitResult received) {
        Socket socket = sockets.get(port);
        if (socket == null) {
            return this;
        }
        socket.asked = false;
        if (waiting.equals(new Waiting.ForDatagram(port))) {
            return resume(received);
        }
        socket.early = Optional.of(received);
        return this;
    }

    private Behavior<Command> onSent(Sent sent) {
        return waiting.equals(new Waiting.ForSent(sent.port())) ? resume(Optional::empty) : this;
    }

    /** The call is interrupted if the run stops meanwhile; the task goes on only when it has returned. */
    private void call(Step.Blocking<R> step) {
        ActorRef<Command> self = getContext().getSelf();
        BlockingCall call = new BlockingCall(step.call(), result -> self.tell(new Called(result)));
        waiting = new Waiting.ForCall(call);
        blocking.execute(call);
    }
}
