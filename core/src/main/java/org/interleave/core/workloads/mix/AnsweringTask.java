package org.interleave.core.workloads.mix;

import java.nio.ByteBuffer;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Turn;

/** A daemon that answers what the tasks that serve requests ask it, one after another, as an actor with state of its own would. */
final class AnsweringTask extends StepMachine<Served> {

    private static final long serialVersionUID = 1;

    private final int task;
    private final Port inbox;
    private long answered;

    /** The task at a place of the job. */
    AnsweringTask(int task) {
        this.task = task;
        inbox = new Port.Inbox(task);
    }

    /**
     * A question.
     *
     * @param asker the place of the task that asks
     * @param content what it asks
     */
    static Message question(int asker, long content) {
        return Message.copyOf(ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(asker)
                .putLong(content)
                .flip());
    }

    @Override
    protected Step<Served> begin(Turn turn) {
        return then(this::answer, Step.receive(inbox));
    }

    private Step<Served> answer(Turn turn) {
        if (!(turn.arrival() instanceof Arrival.Received received)) {
            return Step.done(new Served(task, 0, answered, 0, 0, 0, false));
        }
        answered++;
        ByteBuffer question = received.message().buffer();
        Port asker = new Port.Inbox(question.getInt());
        return then(this::begin, Step.send(asker, Message.of(RequestPlan.replyTo(question.getLong()))));
    }

    @Override
    public boolean daemon() {
        return true;
    }
}
