package org.interleave.eventloop.akka;

import akka.actor.Cancellable;
import akka.actor.typed.javadsl.ActorContext;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.TaskRun;
import org.interleave.eventloop.WaitResult;

/** What a {@link TaskActor} is told. */
sealed interface TaskCommand {

    /**
     * Its task, and those of the run. It comes before anything else: a task that has begun may write to one that has not.
     *
     * @param task what the actor is for
     * @param run what it has in common with others
     */
    record Meet<R extends Serializable>(TaskRun<R> task, TaskActor.RunSettings run) implements TaskCommand {}

    /** To begin; then by itself, to go on. */
    enum Advance implements TaskCommand {
        ADVANCE
    }

    /** That the task should stop. */
    enum Stop implements TaskCommand {
        STOP
    }

    /** A message for the inbox, for which the sender had credit. */
    record Letter(Message message) implements TaskCommand {}

    /** A message for the inbox, whose sender waits for an {@link Answer}. */
    record AskingLetter(Message message, int sender) implements TaskCommand {}

    /** That a message has a place in the receiver's inbox, and how many more may be sent. */
    record Answer(int receiver, int credit) implements TaskCommand {}

    /** Credit that its holder has no use for. */
    record CreditBack(int credit) implements TaskCommand {}

    /**
     * A time that an actor waits for: when it is over, the actor is told the alarm itself, by {@link
     * ActorContext#scheduleOnce}. An alarm that was stopped may have rung already, so a wait heeds its own only. Used by its actor
     * only.
     *
     * <p>A {@link akka.actor.typed.javadsl.TimerScheduler} would see to that by itself, but keeps a map of keys and a logger for
     * each actor.
     */
    final class Alarm implements TaskCommand {

        /** As much as the scheduler surely takes at a time: its wheel counts ticks as an {@code int}. */
        private static final long LONGEST = Duration.ofDays(7).toNanos();

        private final ActorContext<TaskCommand> context;
        private final long deadline;
        private Cancellable ringing;

        /** Sets an alarm, from now. */
        Alarm(ActorContext<TaskCommand> context, long nanos) {
            this.context = context;
            deadline = System.nanoTime() + nanos;
            ringing = ringAfter(nanos);
        }

        private Cancellable ringAfter(long nanos) {
            return context.scheduleOnce(Duration.ofNanos(Math.min(nanos, LONGEST)), context.getSelf(), this);
        }

        /** When the actor is told: whether the time is over. If not, it is told again. */
        boolean rung() {
            long left = deadline - System.nanoTime();
            if (left > 0) {
                ringing = ringAfter(left);
            }
            return left <= 0;
        }

        /** Keeps it from ringing, unless it has. */
        void stop() {
            ringing.cancel();
        }
    }

    /** That a blocking call has returned. */
    record Called(WaitResult result) implements TaskCommand {}

    /** A datagram or a frame. */
    record Received(Port port, Message message) implements TaskCommand {}

    /** That a datagram or a frame is on its way. */
    record Sent(Port port) implements TaskCommand {}

    /** That nothing more will come, for the peer has closed the connection, or it broke. */
    record SocketClosed(Port port, String why) implements TaskCommand {}

    /** That a socket did not open, or is of no use any more. */
    record SocketFailed(Port port, IOException cause) implements TaskCommand {}

    /** That a socket is closed, and its actor gone. */
    record SocketStopped(Port port) implements TaskCommand {}
}
