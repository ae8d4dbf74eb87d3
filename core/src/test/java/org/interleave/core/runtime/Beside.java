package org.interleave.core.runtime;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A call on a thread of its own. */
record Beside<T>(FutureTask<T> future, Thread thread) {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    static <T> Beside<T> call(Callable<T> call) {
        FutureTask<T> future = new FutureTask<>(call);
        return new Beside<>(future, Thread.ofPlatform().daemon().start(future));
    }

    void awaitWaiting() {
        await().atMost(PATIENCE).until(() -> thread.getState() == Thread.State.WAITING);
    }

    /** Waits until it is in a method. A thread that waits for a socket is one that runs, to who looks at it. */
    void awaitIn(String method) {
        await().atMost(PATIENCE)
                .until(() -> Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals(method)));
    }

    T result() throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** What the call threw. */
    Throwable thrown() throws Exception {
        try {
            throw new AssertionError("it returned " + result());
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }
}
