package org.interleave.core.workloads;

import java.time.Duration;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Turn;

/**
 * Sends a message to make itself known, until there is an answer; then sends back whatever comes, up to and including the message
 * that tells it to stop. Results in the number of replies, not counting that one.
 *
 * <p>With the first message, which tells it to start and is the only one without a reply, it sends the background tasks
 * their word to begin, so that they compute while requests come, also where a task that computes cannot be interrupted.
 */
final class EchoTask extends StepMachine<Activity> {

    /** What it sends first. */
    static final Message HELLO = Message.of(-1);

    /** What makes it stop. */
    static final Message STOP = Message.of(-2);

    /** What makes it start the background tasks. */
    static final Message START = Message.of(-3);

    private static final long serialVersionUID = 1;

    private static final Duration HELLO_AGAIN = Duration.ofMillis(500);

    private final Port port;
    private int backgroundLeft;
    private Message request = Message.EMPTY;
    private long begun;
    private long replies;

    /** The background tasks are those after this one, which is the first. */
    EchoTask(Port port, int background) {
        this.port = port;
        this.backgroundLeft = background;
    }

    @Override
    protected Step<Activity> begin(Turn turn) {
        begun = System.nanoTime();
        return hello();
    }

    private Step<Activity> hello() {
        return then(this::awaitAnswer, Step.send(port, HELLO));
    }

    private Step<Activity> awaitAnswer(Turn turn) {
        return then(this::answered, Step.receive(port, HELLO_AGAIN));
    }

    private Step<Activity> answered(Turn turn) {
        return turn.arrival() instanceof Arrival.TimedOut ? hello() : take(turn);
    }

    private Step<Activity> receive(Turn turn) {
        return then(this::take, Step.receive(port));
    }

    private Step<Activity> take(Turn turn) {
        if (turn.arrival() instanceof Arrival.CutShort) {
            return end(turn);
        }
        request = turn.message();
        return startBackground(turn);
    }

    private Step<Activity> startBackground(Turn turn) {
        return backgroundLeft > 0
                ? then(this::startBackground, Step.send(new Port.Inbox(backgroundLeft--), Message.EMPTY))
                : reply(turn);
    }

    private Step<Activity> reply(Turn turn) {
        if (request.equals(START)) {
            return receive(turn);
        }
        if (request.equals(STOP)) {
            return then(this::end, Step.send(port, STOP));
        }
        replies++;
        return then(this::receive, Step.send(port, request));
    }

    private Step<Activity> end(Turn turn) {
        return Step.done(new Activity(replies, Activity.UNTOLD, begun, System.nanoTime()));
    }
}
