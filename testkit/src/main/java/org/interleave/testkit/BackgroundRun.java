package org.interleave.testkit;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;

/**
 * A run on a thread of its own, so that the test can go on beside it, and go on if it never ends.
 *
 * @param <R> what each task results in
 */
final class BackgroundRun<R extends Serializable> {

    private final CompletableFuture<Outcome<R>> ended = new CompletableFuture<>();
    private final Thread caller;
    private volatile boolean interruptLeft;

    private BackgroundRun(Execution execution, Job<R> job) {
        caller = Thread.ofPlatform().daemon().name("contract-run").unstarted(() -> run(execution, job));
    }

    /** Begins a run. */
    static <R extends Serializable> BackgroundRun<R> start(Execution execution, Job<R> job) {
        BackgroundRun<R> run = new BackgroundRun<>(execution, job);
        run.caller.start();
        return run;
    }

    /** Begins a run on a thread that is interrupted already. */
    static <R extends Serializable> BackgroundRun<R> startInterrupted(Execution execution, Job<R> job) {
        BackgroundRun<R> run = new BackgroundRun<>(execution, job);
        run.caller.interrupt();
        run.caller.start();
        return run;
    }

    private void run(Execution execution, Job<R> job) {
        try {
            Outcome<R> outcome = execution.run(job);
            interruptLeft = Thread.interrupted();
            ended.complete(outcome);
        } catch (Throwable thrown) {
            interruptLeft = Thread.interrupted();
            ended.completeExceptionally(thrown);
        }
    }

    /** Interrupts the thread that called run. */
    void interrupt() {
        caller.interrupt();
    }

    /** Whether it has ended, in whatever way. */
    boolean ended() {
        return ended.isDone();
    }

    /** Whether the calling thread was left interrupted. Of a run that has ended. */
    boolean interruptLeft() {
        return interruptLeft;
    }

    /** What the run came to. It fails the test if the run throws, or goes on for longer than this. */
    Outcome<R> outcome(Duration patience) throws InterruptedException {
        try {
            return ended.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("run threw " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw goesOn(patience);
        }
    }

    /** What the run threw. It fails the test if the run throws nothing, or goes on for longer than this. */
    Throwable thrown(Duration patience) throws InterruptedException {
        try {
            Outcome<R> outcome = ended.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            throw new AssertionError("run threw nothing and returned " + outcome.completions());
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (TimeoutException e) {
            throw goesOn(patience);
        }
    }

    private static AssertionError goesOn(Duration patience) {
        return new AssertionError("run goes on for more than " + patience.toSeconds() + " s");
    }
}
