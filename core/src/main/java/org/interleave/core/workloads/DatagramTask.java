package org.interleave.core.workloads;

import java.time.Duration;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/**
 * Sends the background tasks their word to begin, then datagrams for a given time, each with its number from zero.
 * Results in how many sends ended within that time.
 */
final class DatagramTask implements Task<Long> {

    private static final long serialVersionUID = 1;

    private final Port.Udp port;
    private final long nanos;
    private int backgroundLeft;
    private boolean sending;
    private long begun;
    private long counted;

    /** The background tasks are those after this one, which is the first. */
    DatagramTask(Port.Udp port, Duration duration, int background) {
        this.port = port;
        nanos = duration.toNanos();
        backgroundLeft = background;
    }

    @Override
    public Step<Long> advance(Turn turn) {
        if (backgroundLeft > 0) {
            return Step.send(new Port.Inbox(backgroundLeft--), Message.EMPTY);
        }
        long now = System.nanoTime();
        if (!sending) {
            sending = true;
            begun = now;
        } else if (now - begun > nanos) {
            return Step.done(counted);
        } else {
            counted++;
        }
        return Step.send(port, Message.of(counted));
    }
}
