package org.interleave.core.runtime;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.interleave.core.Cell;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Task;
import org.jspecify.annotations.Nullable;

/**
 * The bookkeeping of one run, the same for every strategy: who is done, whether to stop, and what the tasks share.
 *
 * <p>A strategy makes one for each call of {@link Execution#run}, resumes its {@link #tasks()} as it sees fit, and
 * lets the caller wait in {@link #await}. Thread-safe. What a task wrote before its completion happens before {@link
 * #await} returns.
 *
 * @param <R> what each task results in
 */
public final class Run<R extends Serializable> {

    private final int first;
    private final List<TaskRun<R>> tasks;
    private final List<Cell> cells;
    private final boolean exactCells;
    private final AtomicReferenceArray<@Nullable Completion<R>> completions;
    private final AtomicInteger foregroundLeft;
    private final CountDownLatch allDone;
    private volatile Consumer<TaskRun<R>> wake = task -> {};
    private volatile boolean onlyDaemonsLeft;
    private volatile boolean stopped;
    private volatile boolean cancelled;

    /**
     * Begins a run.
     *
     * @param job what to run
     * @param cells how the cells that its tasks share are kept
     */
    public Run(Job<R> job, Cells cells) {
        this(job, cells, 0, 0);
    }

    private Run(Job<R> job, Cells kept, int first, int foregroundElsewhere) {
        this.first = first;
        exactCells = kept.exact();
        int size = job.tasks().size();
        cells = IntStream.range(0, job.cells())
                .<Cell>mapToObj(i -> kept.cell().get())
                .toList();
        completions = new AtomicReferenceArray<>(size);
        allDone = new CountDownLatch(size);
        tasks = IntStream.range(0, size)
                .mapToObj(
                        index -> new TaskRun<>(this, first + index, job.tasks().get(index)))
                .toList();
        long foreground = tasks.stream().filter(task -> !task.daemon()).count();
        foregroundLeft = new AtomicInteger(Math.toIntExact(foreground + foregroundElsewhere));
        onlyDaemonsLeft = foregroundLeft.get() == 0;
    }

    /**
     * Begins the part of a run that this process carries out, where another keeps account of the whole.
     * The task keeps its place in the whole, and if it is a daemon it goes on until {@link #stop}.
     *
     * @param task the task to run here
     * @param index its place in the whole run
     */
    public static <R extends Serializable> Run<R> part(Task<R> task, int index) {
        return new Run<>(Job.of(List.of(task)), Cells.UNPROTECTED, index, 1);
    }

    /** The tasks, in the order of submission. */
    public List<TaskRun<R>> tasks() {
        return tasks;
    }

    /**
     * Sets what cuts a task's wait short. It is called when a task that is not done should stop: for daemons once all
     * others are done, for every task when the run is stopped or cancelled; perhaps twice, from any thread, also for tasks that
     * do not wait. If there is something to stop already, it is called at once.
     */
    public void onStop(Consumer<TaskRun<R>> wake) {
        this.wake = wake;
        wakeThoseWhoShouldStop();
    }

    /** Whether {@link #cancel} was called. */
    public boolean cancelled() {
        return cancelled;
    }

    /** Asks every task to finish. */
    public void stop() {
        stopped = true;
        wakeThoseWhoShouldStop();
    }

    /** Asks every task to stop, and has none resumed any more. */
    public void cancel() {
        cancelled = true;
        wakeThoseWhoShouldStop();
    }

    /** Whether every task has completed. */
    public boolean done() {
        return allDone.getCount() == 0;
    }

    /**
     * Waits for every task to complete. If interrupted, cancels the run and goes on waiting for the tasks to end.
     *
     * @return one completion for each task, in the order of submission
     * @throws InterruptedException after the tasks ended, if this thread was interrupted
     */
    public List<Completion<R>> await() throws InterruptedException {
        boolean interrupted = false;
        while (true) {
            try {
                allDone.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                cancel();
            }
        }
        if (interrupted) {
            throw new InterruptedException("the run was interrupted and its tasks were cancelled");
        }
        return IntStream.range(0, tasks.size())
                .mapToObj(index -> Objects.requireNonNull(completions.get(index)))
                .toList();
    }

    /**
     * {@link #await}, with all else that an outcome has.
     *
     * @param metrics asked after the last task completed
     */
    public Outcome<R> outcome(Supplier<Map<String, Metric>> metrics) throws InterruptedException {
        List<Completion<R>> ended = await();
        return new Outcome<>(ended, cells.stream().map(Cell::load).toList(), exactCells, metrics.get());
    }

    Cell cell(int index) {
        return cells.get(index);
    }

    boolean shouldStop(boolean daemon) {
        return cancelled || stopped || (onlyDaemonsLeft && daemon);
    }

    /** Takes a task's completion. @throws IllegalStateException if it has one already */
    void complete(Completion<R> completion, boolean daemon) {
        if (!completions.compareAndSet(completion.task() - first, null, completion)) {
            throw new IllegalStateException("task " + completion.task() + " completed twice");
        }
        if (!daemon && foregroundLeft.decrementAndGet() == 0) {
            onlyDaemonsLeft = true;
            wakeThoseWhoShouldStop();
        }
        allDone.countDown();
    }

    boolean completed(int task) {
        return completions.get(task - first) != null;
    }

    private void wakeThoseWhoShouldStop() {
        Consumer<TaskRun<R>> waker = wake;
        for (TaskRun<R> task : tasks) {
            if (task.stopping() && !task.completed()) {
                waker.accept(task);
            }
        }
    }
}
