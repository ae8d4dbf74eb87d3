package org.interleave.core.runtime;

import java.io.Serializable;
import java.time.Duration;
import org.interleave.core.Arrival;
import org.interleave.core.Call;
import org.interleave.core.Cell;
import org.interleave.core.Direct;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;

/** The calls of a body in direct style as steps of its task, whichever way those are taken. */
abstract class DirectSteps<R extends Serializable> implements Direct {

    private final TaskRun<R> task;
    private int ticksLeft;

    /** The steps of a task, in whose first turn this is made. */
    DirectSteps(TaskRun<R> task) {
        this.task = task;
        ticksLeft = task.ticks();
    }

    /**
     * Takes a step, and returns in the turn after it.
     *
     * @throws InterruptedException if steps are refused, or this one failed
     */
    abstract void take(Step<R> step) throws InterruptedException;

    /** Whether steps are refused: the body is to end. */
    abstract boolean refused();

    private void next(Step<R> step) throws InterruptedException {
        take(step);
        ticksLeft = task.ticks();
    }

    @Override
    public final void sleep(Duration duration) throws InterruptedException {
        next(Step.sleep(duration));
    }

    @Override
    public final Arrival receive(Port port) throws InterruptedException {
        next(Step.receive(port));
        return task.arrival();
    }

    @Override
    public final Arrival receive(Port port, Duration limit) throws InterruptedException {
        next(Step.receive(port, limit));
        return task.arrival();
    }

    @Override
    public final void send(Port port, Message message) throws InterruptedException {
        next(Step.send(port, message));
    }

    @Override
    public final Message call(Call call) throws InterruptedException {
        next(Step.blocking(call));
        if (task.arrival() instanceof Arrival.Received received) {
            return received.message();
        }
        throw new InterruptedException("the call was cut short");
    }

    @Override
    public final void worked(int ticks) throws InterruptedException {
        ticksLeft -= ticks;
        if (ticksLeft <= 0) {
            next(Step.ready());
        }
    }

    @Override
    public final boolean stopping() {
        return refused() || task.stopping();
    }

    @Override
    public final Cell cell(int index) {
        return task.cell(index);
    }
}
