package org.interleave.core.workloads;

import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/**
 * Sends a datagram to make itself known, then sends back whatever comes, up to and including the datagram that tells it
 * to stop. Results in the number of replies, not counting that one.
 *
 * <p>With the first request it sends the background tasks their word to begin, so that they compute while requests come,
 * also where a task that computes cannot be interrupted.
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
        TAKE,
        REPLY,
        END
    }

    private final Port.Udp port;
    private int backgroundLeft;
    private Next next = Next.GREET;
    private Message request = Message.EMPTY;
    private long replies;

    /** The background tasks are those after this one, which is the first. */
    EchoTask(Port.Udp port, int background) {
        this.port = port;
        this.backgroundLeft = background;
    }

    @Override
    public Step<Long> advance(Turn turn) {
        return switch (next) {
            case GREET -> {
                next = Next.RECEIVE;
                yield Step.send(port, HELLO);
            }
            case RECEIVE -> {
                next = Next.TAKE;
                yield Step.receive(port);
            }
            case TAKE -> {
                request = turn.message();
                next = Next.REPLY;
                yield startBackgroundOrReply();
            }
            case REPLY -> startBackgroundOrReply();
            case END -> Step.done(replies);
        };
    }

    private Step<Long> startBackgroundOrReply() {
        if (backgroundLeft > 0) {
            return Step.send(new Port.Inbox(backgroundLeft--), Message.EMPTY);
        }
        if (request.equals(STOP)) {
            next = Next.END;
        } else {
            next = Next.RECEIVE;
            replies++;
        }
        return Step.send(port, request);
    }
}
