package org.interleave.core;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The body of a {@link DirectTask} on a virtual thread, and the handover between that and the thread that resumes the task.
 *
 * <p>Only one of the two runs at a time. The resumer writes {@code turn} and waits for {@code step}; the body's thread writes
 * {@code step} and waits for {@code turn}. Both are volatile, and each is written only by a side that the other waits for, so
 * what one did happens before the other goes on. Parking may end for no reason; either side looks again.
 */
final class Coroutine<R extends Serializable> implements Direct {

    private final Thread thread;
    private @Nullable Thread resumer;
    private volatile @Nullable Turn turn;
    private volatile @Nullable Step<R> step;
    private volatile boolean unwinding;
    private @Nullable Throwable failure;
    private int ticksLeft;

    Coroutine(DirectBody<R> body) {
        thread = Thread.ofVirtual().name("direct-style task").unstarted(() -> run(body));
    }

    /** Lets the body run until its next step. On any thread, one at a time. */
    Step<R> resume(Turn next) throws Exception {
        resumer = Thread.currentThread();
        ticksLeft = next.ticks();
        turn = next;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
        Step<R> answer = awaitStep();
        step = null;
        if (failure instanceof Exception thrown) {
            throw thrown;
        }
        if (failure instanceof Error thrown) {
            throw thrown;
        }
        return answer;
    }

    /** An interrupt is for the resumer, not for the body, and kept for later. */
    private Step<R> awaitStep() {
        boolean interrupted = false;
        Step<R> answer = step;
        while (answer == null) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
            answer = step;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    private void run(DirectBody<R> body) {
        Step<R> last = Step.ready();
        try {
            last = Step.done(body.run(this));
        } catch (Throwable thrown) {
            failure = thrown;
        }
        hand(last);
    }

    /** What a call has returned. */
    static Message answer(Arrival arrival) throws InterruptedException {
        if (arrival instanceof Arrival.Received received) {
            return received.message();
        }
        throw new InterruptedException("the call was cut short");
    }

    private void hand(Step<R> next) {
        turn = null;
        step = next;
        LockSupport.unpark(resumer);
    }

    /** Takes a step, and returns with the next turn. */
    private Turn take(Step<R> next) throws InterruptedException {
        checkNotUnwinding();
        hand(next);
        Turn given = turn;
        while (given == null) {
            checkNotUnwinding();
            LockSupport.park(this);
            given = turn;
        }
        return given;
    }

    private void checkNotUnwinding() throws InterruptedException {
        if (unwinding) {
            throw new InterruptedException("the task is not resumed any more");
        }
    }

    private Turn turn() {
        Turn present = turn;
        if (present == null) {
            throw new IllegalStateException("the task is not resumed any more");
        }
        return present;
    }

    /** Interrupts the body, unless it has ended, and waits for its end. */
    void unwind(Duration limit) {
        if (thread.getState() != Thread.State.NEW && thread.isAlive()) {
            unwinding = true;
            thread.interrupt();
            boolean unused = Join.of(thread, limit);
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        take(Step.sleep(duration));
    }

    @Override
    public Arrival receive(Port port) throws InterruptedException {
        return take(Step.receive(port)).arrival();
    }

    @Override
    public Arrival receive(Port port, Duration limit) throws InterruptedException {
        return take(new Step.Receive<>(port, Optional.of(limit))).arrival();
    }

    @Override
    public void send(Port port, Message message) throws InterruptedException {
        take(Step.send(port, message));
    }

    @Override
    public Message call(Call call) throws InterruptedException {
        return answer(take(Step.blocking(call)).arrival());
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
        return unwinding || turn().stopping();
    }

    @Override
    public Cell cell(int index) {
        return turn().cell(index);
    }
}
