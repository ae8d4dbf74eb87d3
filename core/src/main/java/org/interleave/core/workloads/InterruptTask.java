package org.interleave.core.workloads;

import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/**
 * Sends a datagram to make itself known and the background tasks their word to begin, then answers whatever comes, until
 * it is cancelled. It is not a daemon and never ends by itself.
 */
final class InterruptTask implements Task<Long> {

    /** What it sends first. */
    static final Message READY = Message.of(-1);

    /** What it sends when it has heard of the signal. */
    static final Message HANDLED = Message.of(-2);

    private static final long serialVersionUID = 1;

    private enum Next {
        BEGIN,
        RECEIVE,
        HANDLE
    }

    private final Port.Udp port;
    private int backgroundLeft;
    private Next next = Next.BEGIN;

    /** The background tasks are those after this one, which is the first. */
    InterruptTask(Port.Udp port, int background) {
        this.port = port;
        this.backgroundLeft = background;
    }

    @Override
    public Step<Long> advance(Turn turn) {
        return switch (next) {
            case BEGIN -> {
                next = Next.RECEIVE;
                yield Step.send(port, READY);
            }
            case RECEIVE -> {
                if (backgroundLeft > 0) {
                    yield Step.send(new Port.Inbox(backgroundLeft--), Message.EMPTY);
                }
                next = Next.HANDLE;
                yield Step.receive(port);
            }
            case HANDLE -> {
                next = Next.RECEIVE;
                yield Step.send(port, HANDLED);
            }
        };
    }
}
