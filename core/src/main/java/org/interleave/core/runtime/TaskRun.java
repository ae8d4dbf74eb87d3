package org.interleave.core.runtime;

import java.io.Serializable;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Cell;
import org.interleave.core.Completion;
import org.interleave.core.DirectBody;
import org.interleave.core.Message;
import org.interleave.core.NativeCall;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.TaskFailure;
import org.interleave.core.Turn;
import org.jspecify.annotations.Nullable;

/**
 * One task in one run: resumes it, hands it what it is brought, and takes its end.
 *
 * <p>Resumed, and in the end completed, by one thread at a time; a strategy that moves a task between threads sees to it that
 * each turn happens before the next. What else there is to ask may be asked from any thread.
 *
 * @param <R> what the task results in
 */
public final class TaskRun<R extends Serializable> implements Turn {

    private final Run<R> run;
    private final int index;
    private final Task<R> task;
    private final boolean daemon;
    private final boolean idempotent;
    private int ticks;
    private @Nullable Message message;
    private @Nullable Arrival absence;
    private boolean awaiting;
    private boolean begun;
    private @Nullable Coroutine<R> coroutine;

    TaskRun(Run<R> run, int index, Task<R> task) {
        this.run = run;
        this.index = index;
        this.task = task;
        daemon = task.daemon();
        idempotent = task.idempotent();
    }

    /** Its place in the order of submission, from zero. */
    public int index() {
        return index;
    }

    /** The task. */
    public Task<R> task() {
        return task;
    }

    /** What the task said of {@link Task#daemon} when the run began. It is not asked again: its answer is a user's code. */
    public boolean daemon() {
        return daemon;
    }

    /** What the task said of {@link Task#idempotent} when the run began. */
    public boolean idempotent() {
        return idempotent;
    }

    /**
     * Resumes the task for one turn. If it is in direct style its {@linkplain Task#body body} goes on, as a coroutine. A call of
     * {@linkplain NativeCall native code} that does not release is made within the turn, in Java.
     *
     * @param budget how many ticks it may use, at least one
     * @return what comes next
     * @throws IllegalArgumentException if the task wants to receive from an inbox that is not its own, or to send to a timer
     * @throws Exception what the task threw; the strategy then calls {@link #fail}
     */
    public Step<R> resume(int budget) throws Exception {
        Step<R> step = resumeUpToCall(budget);
        if (step instanceof Step.Blocking<R> blocking
                && blocking.call() instanceof NativeCall call
                && !call.releases()) {
            deliver(call.call());
            return Step.ready();
        }
        return step;
    }

    /** The same for a loop that makes all calls of native code itself. */
    Step<R> resumeUpToCall(int budget) throws Exception {
        if (!begun) {
            Optional<DirectBody<R>> body = begin(budget);
            if (body.isPresent()) {
                coroutine = new Coroutine<>(this, body.get());
            }
        }
        ticks = budget;
        Coroutine<R> direct = coroutine;
        Step<R> step = direct == null ? task.advance(this) : direct.resume();
        taken(step);
        return step;
    }

    /**
     * Begins the first turn, for a loop that runs bodies in direct style itself.
     *
     * @param budget how many ticks a turn may use, at least one
     * @return the body; empty if the task is to be resumed
     */
    public Optional<DirectBody<R>> begin(int budget) {
        begun = true;
        ticks = budget;
        return task.body();
    }

    /**
     * Takes note of a step that the task takes, and checks it.
     *
     * @throws IllegalArgumentException as {@link #resume}
     */
    void taken(Step<R> step) {
        message = null;
        absence = null;
        awaiting = step instanceof Step.Receive<R> || step instanceof Step.Blocking<R>;
        check(step);
    }

    private void check(Step<R> step) {
        if (step instanceof Step.Receive<R> receive
                && receive.port() instanceof Port.Inbox inbox
                && inbox.task() != index) {
            throw new IllegalArgumentException(
                    "task " + index + " cannot receive from the inbox of task " + inbox.task());
        }
        if (step instanceof Step.Send<R> send && send.port() instanceof Port.Timer) {
            throw new IllegalArgumentException("task " + index + " cannot send to a timer");
        }
    }

    /** Sets what the next turn finds as its message. */
    public void deliver(Message brought) {
        message = brought;
    }

    /** Sets what the next turn finds as its arrival. A wait that was cut short need not be told. */
    public void deliver(Arrival brought) {
        if (brought instanceof Arrival.Received received) {
            message = received.message();
        } else {
            absence = brought;
        }
    }

    /** Whether the run is cancelled: if so, do not resume the task, but {@link #cancel} it. */
    public boolean cancelled() {
        return run.cancelled();
    }

    /** Whether it has completed. */
    public boolean completed() {
        return run.completed(index);
    }

    /** Completes it with its result. */
    public void succeed(String worker, R result) {
        complete(new Completion.Succeeded<>(index, worker, result));
    }

    /** Completes it with what it threw. */
    public void fail(String worker, Throwable thrown) {
        complete(new Completion.Failed<>(index, worker, TaskFailure.of(thrown)));
    }

    /** Completes it as cancelled. */
    public void cancel(String worker) {
        complete(new Completion.Cancelled<>(index, worker));
    }

    /**
     * Completes it. If it is in direct style and its body has begun and not ended, that ends first: its {@link
     * InterruptedException} and what it does about that are its last turn.
     *
     * @throws IllegalStateException if it has completed already: a strategy that does this is broken
     */
    public void complete(Completion<R> completion) {
        Coroutine<R> direct = coroutine;
        if (direct != null) {
            direct.close();
        }
        run.complete(completion, daemon);
    }

    @Override
    public int ticks() {
        return ticks;
    }

    @Override
    public Message message() {
        Message brought = message;
        if (brought == null) {
            throw new IllegalStateException(
                    "the last step of task " + index + " brought no message" + (awaiting ? ", but " + arrival() : ""));
        }
        return brought;
    }

    @Override
    public Arrival arrival() {
        if (!awaiting) {
            throw new IllegalStateException("the last step of task " + index + " was neither a receive nor a call");
        }
        Message brought = message;
        Arrival other = absence;
        if (brought != null) {
            return new Arrival.Received(brought);
        }
        return other == null ? Arrival.cutShort() : other;
    }

    @Override
    public boolean stopping() {
        return run.shouldStop(daemon);
    }

    @Override
    public Cell cell(int cell) {
        return run.cell(cell);
    }
}
