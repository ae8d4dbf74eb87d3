package org.interleave.core.workloads;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.interleave.core.Cell;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.TaskFailure;
import org.interleave.core.Workload;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Guard;
import org.interleave.core.runtime.GuardedTaskLoop;
import org.interleave.core.runtime.Inbox;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.core.runtime.TaskRun;

/** Runs jobs without a strategy, and tampers with what comes of them. */
public final class TestRun {

    private TestRun() {}

    /** The workload's quick parameters, but for those given. */
    public static Parameters parameters(Workload<?> workload, Map<String, String> given) {
        return Parameters.of(workload.name(), workload.parameters(), given, Preset.QUICK);
    }

    /** A thread for each task, unprotected cells. */
    public static Execution threads(int budget) {
        return new SingleRunExecution() {
            @Override
            protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
                return onThreads(run, budget);
            }

            @Override
            protected void shutDown() {
                // threads end with their run
            }
        };
    }

    private static <R extends Serializable> Outcome<R> onThreads(Run<R> run, int budget) throws InterruptedException {
        List<Inbox> inboxes = Inbox.forTasks(run.tasks().size());
        GuardedTaskLoop loop = new GuardedTaskLoop(Guard.NONE, budget, inboxes);
        List<Thread> threads = run.tasks().stream()
                .map(task -> Thread.ofPlatform().daemon().unstarted(() -> loop.run(task, "thread-" + task.index())))
                .toList();
        run.onStop(task -> threads.get(task.index()).interrupt());
        threads.forEach(Thread::start);
        Outcome<R> outcome = run.outcome(Map::of);
        for (Thread thread : threads) {
            thread.join();
        }
        return outcome;
    }

    /** Runs a job on {@link #threads}. */
    public static <R extends Serializable> Outcome<R> onThreads(Job<R> job, int budget) throws InterruptedException {
        try (Execution execution = threads(budget)) {
            return execution.run(job);
        }
    }

    /** Runs a round on {@link #threads}. */
    public static <R extends Serializable> Outcome<R> onThreads(Round<R> round, int budget)
            throws InterruptedException {
        try (Execution execution = threads(budget)) {
            return round.runOn(execution);
        }
    }

    /** One thread that gives each task a turn, round and round. Only for tasks that neither wait nor send. */
    public static <R extends Serializable> Outcome<R> inTurns(
            Job<R> job, int budget, boolean exact, Supplier<Cell> cell) throws Exception {
        Run<R> run = new Run<>(job, new Cells(cell, exact));
        while (!run.done()) {
            for (TaskRun<R> task : run.tasks()) {
                if (!task.completed() && task.resume(budget) instanceof Step.Done<R> done) {
                    task.succeed("turns", done.result());
                }
            }
        }
        return run.outcome(Map::of);
    }

    /** The value of a metric that has to be there. */
    public static double value(Map<String, Metric> metrics, String name) {
        return Objects.requireNonNull(metrics.get(name), name).value();
    }

    /** The outcome with another result for a task. */
    public static <R extends Serializable> Outcome<R> withResult(Outcome<R> outcome, int task, R result) {
        return withCompletion(outcome, new Completion.Succeeded<>(task, "tampered", result));
    }

    /** The outcome with a task that failed. */
    public static <R extends Serializable> Outcome<R> withFailure(Outcome<R> outcome, int task) {
        TaskFailure failure = TaskFailure.of(new IllegalStateException("on purpose"));
        return withCompletion(outcome, new Completion.Failed<>(task, "tampered", failure));
    }

    private static <R extends Serializable> Outcome<R> withCompletion(Outcome<R> outcome, Completion<R> completion) {
        List<Completion<R>> completions = new ArrayList<>(outcome.completions());
        completions.set(completion.task(), completion);
        return new Outcome<>(completions, outcome.cells(), outcome.exactCells(), outcome.metrics());
    }

    /** The outcome with another value of its only cell. */
    public static <R extends Serializable> Outcome<R> withCell(Outcome<R> outcome, long value, boolean exact) {
        return new Outcome<>(outcome.completions(), List.of(value), exact, outcome.metrics());
    }

    /** A copy that went through bytes, as to another process. */
    @SuppressWarnings("unchecked")
    public static <T extends Serializable> T shipped(T object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
            ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
            return (T) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError("cannot be shipped", e);
        }
    }
}
