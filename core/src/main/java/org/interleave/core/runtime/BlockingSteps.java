package org.interleave.core.runtime;

import java.io.Serializable;
import org.interleave.core.Completion;
import org.interleave.core.DirectBody;
import org.interleave.core.Step;
import org.jspecify.annotations.Nullable;

/** The steps of a body in direct style that runs on its task's own thread, which handles them there and then. */
public final class BlockingSteps<R extends Serializable> extends DirectSteps<R> {

    private final TaskRun<R> task;
    private final StepHandler<R> handler;
    private @Nullable Throwable failure;
    private boolean cancelled;

    /** Does what a step asks for, unless it is the last. */
    @FunctionalInterface
    public interface StepHandler<R extends Serializable> {

        /** Returns when the task may go on. @throws Throwable what fails the task */
        void handle(Step<R> step) throws Throwable;
    }

    /** The steps of a task that has a turn. */
    public BlockingSteps(TaskRun<R> task, StepHandler<R> handler) {
        super(task);
        this.task = task;
        this.handler = handler;
    }

    /**
     * Runs a body to its end.
     *
     * @throws Throwable what failed one of its steps, or what it threw otherwise
     */
    public Completion<R> run(DirectBody<R> body, String worker) throws Throwable {
        try {
            Step.Done<R> done = new Step.Done<>(body.run(this));
            if (!refused()) {
                return new Completion.Succeeded<>(task.index(), worker, done.result());
            }
        } catch (Throwable thrown) {
            if (!refused()) {
                throw thrown;
            }
        }
        Throwable failed = failure;
        if (failed != null) {
            throw failed;
        }
        return new Completion.Cancelled<>(task.index(), worker);
    }

    @Override
    void take(Step<R> step) throws InterruptedException {
        refuseOnceOver();
        try {
            task.taken(step);
            handler.handle(step);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        refuseOnceOver();
    }

    private void refuseOnceOver() throws InterruptedException {
        cancelled |= task.cancelled();
        if (refused()) {
            throw new InterruptedException(failure == null ? "the run was cancelled" : "the task has failed");
        }
    }

    @Override
    boolean refused() {
        return cancelled || failure != null;
    }
}
