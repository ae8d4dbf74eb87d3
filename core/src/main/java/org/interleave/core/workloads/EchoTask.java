package org.interleave.core.workloads;

import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/**
 * Sends a datagram to make itself known, then sends back whatever comes, up to and including the datagram that tells it
 * to stop. Results in the number of replies, not counting that one.
 */
final class EchoTask implements Task<Long> {

    /** What it sends first. */
    static final Message HELLO = Message.of(-1);

    /** What makes it stop. */
    static final Message STOP = Message.of(-2);

    private static final long serialVersionUID = 1;

    private enum Next {
        GREET,
        RECEIVE,
        REPLY,
        END
    }

    private final Port.Udp port;
    private Next next = Next.GREET;
    private long replies;

    EchoTask(Port.Udp port) {
        this.port = port;
    }

    @Override
    public Step<Long> advance(Turn turn) {
        return switch (next) {
            case GREET -> {
                next = Next.RECEIVE;
                yield Step.send(port, HELLO);
            }
            case RECEIVE -> {
                next = Next.REPLY;
                yield Step.receive(port);
            }
            case REPLY -> reply(turn.message());
            case END -> Step.done(replies);
        };
    }

    private Step<Long> reply(Message request) {
        if (request.equals(STOP)) {
            next = Next.END;
        } else {
            next = Next.RECEIVE;
            replies++;
        }
        return Step.send(port, request);
    }
}
