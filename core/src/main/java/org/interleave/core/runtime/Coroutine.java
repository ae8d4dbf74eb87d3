package org.interleave.core.runtime;

import java.io.Serializable;
import java.util.concurrent.locks.LockSupport;
import org.interleave.core.DirectBody;
import org.interleave.core.Step;
import org.jspecify.annotations.Nullable;

/**
 * A body in direct style as a coroutine: it runs on a virtual thread of its own, which takes turns with whatever thread resumes
 * the task. Only one of the two goes on at a time, so to the strategy a turn of the body is a turn like any other.
 *
 * <p>Who has the turn is all that is volatile. The side that has it writes the other fields, then gives it up, and touches them
 * no more until it sees that it has it again; so what one did happens before the other goes on. Parking may end for no reason:
 * either side looks again.
 */
final class Coroutine<R extends Serializable> extends DirectSteps<R> {

    private final Thread thread;
    private volatile boolean bodyHasTurn;
    private @Nullable Thread resumer;
    private boolean begun;
    private boolean ended;
    private boolean closing;
    private Step<R> step = Step.ready();
    private @Nullable Throwable failure;

    /** A coroutine that has not begun, of a task that has its first turn. */
    Coroutine(TaskRun<R> task, DirectBody<R> body) {
        super(task);
        thread = Thread.ofVirtual().name("direct-style-task-" + task.index()).unstarted(() -> run(body));
    }

    /**
     * Lets the body run until its next step.
     *
     * @throws Exception what the body threw
     */
    Step<R> resume() throws Exception {
        if (ended) {
            throw new IllegalStateException("a body that has ended cannot be resumed");
        }
        passTurnToBody();
        Throwable thrown = failure;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw (Exception) thrown;
        }
        return step;
    }

    /**
     * Lets a body that has begun run to its end, with every step that it asks for refused, as Python's {@code generator.close}
     * does. Called when the task is not resumed any more, so that nothing stays parked.
     */
    void close() {
        if (begun && !ended) {
            closing = true;
            passTurnToBody();
        }
    }

    /** Returns when the body has handed the turn back. An interrupt is not for the body, and kept for later. */
    private void passTurnToBody() {
        resumer = Thread.currentThread();
        bodyHasTurn = true;
        if (begun) {
            LockSupport.unpark(thread);
        } else {
            thread.start();
            begun = true;
        }
        boolean interrupted = false;
        while (bodyHasTurn) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void handTurnBack() {
        Thread waiting = resumer;
        bodyHasTurn = false;
        LockSupport.unpark(waiting);
    }

    private void run(DirectBody<R> body) {
        try {
            step = Step.done(body.run(this));
        } catch (Throwable thrown) {
            failure = thrown;
        }
        ended = true;
        handTurnBack();
    }

    @Override
    void take(Step<R> next) throws InterruptedException {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("a step was asked for on another thread than the body's");
        }
        refuseWhenClosing();
        step = next;
        handTurnBack();
        awaitTurn();
        refuseWhenClosing();
    }

    /** A body that has interrupted its own thread finds it so afterwards. */
    private void awaitTurn() {
        boolean interrupted = false;
        while (!bodyHasTurn) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuseWhenClosing() throws InterruptedException {
        if (closing) {
            throw new InterruptedException("the task is not resumed any more");
        }
    }

    @Override
    boolean refused() {
        return closing;
    }
}
