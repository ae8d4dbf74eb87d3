package org.interleave.core.workloads;

import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Turn;

/**
 * Sends a datagram to make itself known and the background tasks their word to begin, then sends back whatever comes, until
 * it is cancelled. It is not a daemon and never ends by itself.
 */
final class InterruptTask extends StepMachine<Activity> {

    /** What it sends first. */
    static final Message READY = Message.of(-1);

    private static final long serialVersionUID = 1;

    private final Port.Udp port;
    private int backgroundLeft;

    /** The background tasks are those after this one, which is the first. */
    InterruptTask(Port.Udp port, int background) {
        this.port = port;
        this.backgroundLeft = background;
    }

    @Override
    protected Step<Activity> begin(Turn turn) {
        return then(this::startBackground, Step.send(port, READY));
    }

    private Step<Activity> startBackground(Turn turn) {
        return backgroundLeft > 0 ? Step.send(new Port.Inbox(backgroundLeft--), Message.EMPTY) : receive(turn);
    }

    private Step<Activity> receive(Turn turn) {
        return then(this::handle, Step.receive(port));
    }

    private Step<Activity> handle(Turn turn) {
        return then(this::receive, Step.send(port, turn.message()));
    }
}
