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
import org.jspecify.annotations.Nullable;

/** The steps of a body in direct style that runs on its task's own thread, which handles them there and then. */
final class DirectSteps<R extends Serializable> implements Direct {

    private final TaskRun<R> task;
    private final int budget;
    private final StepHandler<R> handler;
    private @Nullable Exception failure;
    private boolean interrupted;
    private int ticksLeft;

    /** Does what a step asks for. */
    @FunctionalInterface
    interface StepHandler<R extends Serializable> {

        void handle(Step<R> step) throws Exception;
    }

    /**
     * The steps of a task.
     *
     * @param budget ticks of a turn
     */
    DirectSteps(TaskRun<R> task, int budget, StepHandler<R> handler) {
        this.task = task;
        this.budget = budget;
        this.handler = handler;
        ticksLeft = budget;
    }

    /** Whether a step was refused because the run was cancelled. */
    boolean interrupted() {
        return interrupted;
    }

    /** Throws what a step has failed with, if the body has kept that for itself. */
    void checkFailure() throws Exception {
        Exception thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    private void take(Step<R> step) throws InterruptedException {
        checkNotCancelled();
        try {
            checkFailure();
            task.taken(step);
            handler.handle(step);
        } catch (Exception thrown) {
            failure = thrown;
            throw DirectSteps.<RuntimeException>unchecked(thrown);
        }
        ticksLeft = budget;
        checkNotCancelled();
    }

    /** What fails the task goes through the body as it is. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // inferred to be what the caller may throw
    private static <X extends Exception> X unchecked(Exception thrown) throws X {
        throw (X) thrown;
    }

    private void checkNotCancelled() throws InterruptedException {
        if (task.cancelled()) {
            interrupted = true;
            throw new InterruptedException("the run was cancelled");
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        take(Step.sleep(duration));
    }

    @Override
    public Arrival receive(Port port) throws InterruptedException {
        take(Step.receive(port));
        return task.arrival();
    }

    @Override
    public Arrival receive(Port port, Duration limit) throws InterruptedException {
        take(Step.receive(port, limit));
        return task.arrival();
    }

    @Override
    public void send(Port port, Message message) throws InterruptedException {
        take(Step.send(port, message));
    }

    @Override
    public Message call(Call call) throws InterruptedException {
        take(Step.blocking(call));
        if (task.arrival() instanceof Arrival.Received received) {
            return received.message();
        }
        throw new InterruptedException("the call was cut short");
    }

    @Override
    public void worked(int ticks) throws InterruptedException {
        ticksLeft -= ticks;
        if (ticksLeft <= 0) {
            take(Step.ready());
        }
    }

    @Override
    public boolean stopping() {
        return task.stopping();
    }

    @Override
    public Cell cell(int index) {
        return task.cell(index);
    }
}
