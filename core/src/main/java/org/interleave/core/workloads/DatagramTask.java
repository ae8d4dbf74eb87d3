package org.interleave.core.workloads;

import java.time.Duration;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;

/**
 * Sends the background tasks their word to begin, then datagrams for a given time, each with its number from zero, and
 * runs ticks before each. Results in how many sends ended within that time; one more ended
 * too late.
 */
final class DatagramTask implements Task<Activity> {

    /** The tick's state at the beginning. */
    static final long FIRST_STATE = Tick.seed(0);

    private static final long serialVersionUID = 1;

    private final Port.Udp port;
    private final long nanos;
    private final long ticksBeforeEach;
    private int backgroundLeft;
    private boolean begun;
    private boolean sending;
    private long beginning;
    private long ticksLeft;
    private long counted;
    private long state = FIRST_STATE;

    /** The background tasks are those after this one, which is the first. */
    DatagramTask(Port.Udp port, Duration duration, long ticksBeforeEach, int background) {
        this.port = port;
        nanos = duration.toNanos();
        this.ticksBeforeEach = ticksBeforeEach;
        backgroundLeft = background;
    }

    @Override
    public Step<Activity> advance(Turn turn) {
        if (backgroundLeft > 0) {
            return Step.send(new Port.Inbox(backgroundLeft--), Message.EMPTY);
        }
        if (!begun) {
            begun = true;
            beginning = System.nanoTime();
            ticksLeft = ticksBeforeEach;
        } else if (sending) {
            sending = false;
            long now = System.nanoTime();
            if (now - beginning > nanos) {
                return Step.done(new Activity(counted, state, beginning, now));
            }
            counted++;
            ticksLeft = ticksBeforeEach;
        }
        return compute(turn) ? send() : Step.ready();
    }

    /** Runs the ticks before the next datagram, as far as the turn allows; true if none are left. */
    private boolean compute(Turn turn) {
        long ticks = Math.min(turn.ticks(), ticksLeft);
        state = Tick.run(state, ticks);
        ticksLeft -= ticks;
        return ticksLeft == 0;
    }

    private Step<Activity> send() {
        sending = true;
        return Step.send(port, Message.of(counted));
    }
}
