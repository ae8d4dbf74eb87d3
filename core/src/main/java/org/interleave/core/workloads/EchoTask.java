package org.interleave.core.workloads;

import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Turn;

/**
 * Sends a datagram to make itself known, then sends back whatever comes, up to and including the datagram that tells it
 * to stop. Results in the number of replies, not counting that one.
 *
 * <p>With the first request it sends the background tasks their word to begin, so that they compute while requests come,
 * also where a task that computes cannot be interrupted.
 */
final class EchoTask extends StepMachine<Long> {

    /** What it sends first. */
    static final Message HELLO = Message.of(-1);

    /** What makes it stop. */
    static final Message STOP = Message.of(-2);

    private static final long serialVersionUID = 1;

    private final Port.Udp port;
    private int backgroundLeft;
    private Message request = Message.EMPTY;
    private long replies;

    /** The background tasks are those after this one, which is the first. */
    EchoTask(Port.Udp port, int background) {
        this.port = port;
        this.backgroundLeft = background;
    }

    @Override
    protected Step<Long> begin(Turn turn) {
        return then(this::receive, Step.send(port, HELLO));
    }

    private Step<Long> receive(Turn turn) {
        return then(this::take, Step.receive(port));
    }

    private Step<Long> take(Turn turn) {
        request = turn.message();
        return startBackground(turn);
    }

    private Step<Long> startBackground(Turn turn) {
        return backgroundLeft > 0
                ? then(this::startBackground, Step.send(new Port.Inbox(backgroundLeft--), Message.EMPTY))
                : reply();
    }

    private Step<Long> reply() {
        if (request.equals(STOP)) {
            return then(this::end, Step.send(port, STOP));
        }
        replies++;
        return then(this::receive, Step.send(port, request));
    }

    private Step<Long> end(Turn turn) {
        return Step.done(replies);
    }
}
