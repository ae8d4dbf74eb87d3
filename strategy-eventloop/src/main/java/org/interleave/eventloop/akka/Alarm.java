package org.interleave.eventloop.akka;

import akka.actor.Cancellable;
import akka.actor.typed.javadsl.ActorContext;
import java.time.Duration;

/**
 * A time that an actor waits for: when it is over, the actor is told {@link TaskActor.Rung}, by {@link
 * ActorContext#scheduleOnce}. An alarm that was stopped may have rung already, so a wait heeds its own only. Used by its actor
 * only.
 *
 * <p>A {@link akka.actor.typed.javadsl.TimerScheduler} would see to that by itself, but keeps a map of keys and a logger for
 * each actor.
 */
final class Alarm {

    /** As much as the scheduler surely takes at a time: its wheel counts ticks as an {@code int}. */
    private static final long LONGEST = Duration.ofDays(7).toNanos();

    private final ActorContext<TaskActor.Command> context;
    private final long deadline;
    private Cancellable ringing;

    /** Sets an alarm, from now. */
    Alarm(ActorContext<TaskActor.Command> context, long nanos) {
        this.context = context;
        deadline = System.nanoTime() + nanos;
        ringing = ringAfter(nanos);
    }

    private Cancellable ringAfter(long nanos) {
        return context.scheduleOnce(
                Duration.ofNanos(Math.min(nanos, LONGEST)), context.getSelf(), new TaskActor.Rung(this));
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
