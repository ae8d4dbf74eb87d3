package org.interleave.core;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task in direct style, for any strategy: the body runs on a virtual thread of its own, which takes turns with whoever resumes the
 * task, as a coroutine does. A strategy that gives each task a thread calls the {@linkplain #body body} there instead.
 *
 * <p>It is shipped before it has begun: a thread cannot be serialised.
 *
 * @param <R> what the task results in
 */
public final class DirectTask<R extends Serializable> implements Task<R> {

    private static final long serialVersionUID = 1;

    /** The longest wait for a body that was interrupted to unwind. */
    private static final Duration UNWINDING = Duration.ofSeconds(1);

    /** @serial what it runs */
    private final DirectBody<R> body;

    private transient @Nullable Coroutine<R> coroutine;

    DirectTask(DirectBody<R> body) {
        this.body = body;
    }

    /** What it runs. */
    public DirectBody<R> body() {
        return body;
    }

    @Override
    public Step<R> advance(Turn turn) throws Exception {
        Coroutine<R> running = coroutine;
        if (running == null) {
            running = new Coroutine<>(body);
            coroutine = running;
        }
        return running.resume(turn);
    }

    /**
     * Has a body that has begun and not ended unwind: it is interrupted, and what it asks for from now on throws. Waits for that
     * a second at most. Called when the task will not be resumed any more.
     */
    public void unwind() {
        Coroutine<R> running = coroutine;
        if (running != null) {
            running.unwind(UNWINDING);
        }
    }
}
