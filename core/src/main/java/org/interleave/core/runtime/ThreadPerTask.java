package org.interleave.core.runtime;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.interleave.core.Join;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;

/**
 * The thread-per-task execution: each task has a thread of its own, on which a {@link TaskLoop} handles its steps. The
 * threads start with the run and end with it.
 *
 * <p>Stopping interrupts the threads, which cuts their waits short.
 */
public final class ThreadPerTask extends SingleRunExecution {

    private final ThreadFactory threads;
    private final Supplier<RunSetup> setups;
    private final Cells cells;

    /**
     * Platform threads, and cells that nothing protects but the guard of the tasks' loop.
     *
     * @param setups makes the setup of each run
     */
    public ThreadPerTask(Supplier<RunSetup> setups) {
        this(setups, Cells.UNPROTECTED);
    }

    /**
     * Platform threads, and cells of a kind.
     *
     * @param setups makes the setup of each run
     * @param cells how the cells are kept that the tasks share
     */
    public ThreadPerTask(Supplier<RunSetup> setups, Cells cells) {
        this(Thread.ofPlatform().daemon().factory(), setups, cells);
    }

    /**
     * Threads and cells of a kind.
     *
     * @param threads makes the threads
     * @param setups makes the setup of each run
     * @param cells how the cells are kept that the tasks share
     */
    public ThreadPerTask(ThreadFactory threads, Supplier<RunSetup> setups, Cells cells) {
        this.threads = threads;
        this.setups = setups;
        this.cells = cells;
    }

    /**
     * Platform threads that hold a guard while they run a task, with a checkpoint after every {@link
     * RunSetup#GUARDED_BUDGET} ticks. The guard is all that protects the cells.
     *
     * @param guards makes the guard of each run
     */
    public static ThreadPerTask guarded(Supplier<? extends Guard> guards) {
        return new ThreadPerTask(() -> RunSetup.guarded(guards.get(), RunSetup.GUARDED_BUDGET, Map::of));
    }

    @Override
    protected Cells cells() {
        return cells;
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        RunSetup setup = setups.get();
        int size = run.tasks().size();
        TaskLoop loop = setup.loop().apply(Inbox.forTasks(size));
        StartTimes starts = new StartTimes(size);
        List<Thread> workers =
                run.tasks().stream().map(task -> worker(task, loop, starts)).toList();
        run.onStop(task -> {
            loop.shouldStop(task);
            workers.get(task.index()).interrupt();
        });
        try {
            run.tasks().forEach(task -> start(task, workers.get(task.index()), starts));
            return run.outcome(() -> {
                Map<String, Metric> metrics = new HashMap<>(setup.metrics().get());
                metrics.merge(Metric.WORKER_START, starts.mean(), StartTimes::sum);
                return metrics;
            });
        } finally {
            workers.forEach(Join::of);
            setup.ended().run();
        }
    }

    private <R extends Serializable> Thread worker(TaskRun<R> task, TaskLoop loop, StartTimes starts) {
        Thread thread = threads.newThread(() -> {
            starts.running(task.index());
            Thread self = Thread.currentThread();
            loop.run(task, self.getName() + " #" + self.threadId());
        });
        thread.setName("task-" + task.index());
        return thread;
    }

    /** A thread that the system refuses fails its task, not the run. */
    private static void start(TaskRun<?> task, Thread thread, StartTimes starts) {
        starts.starting(task.index());
        try {
            thread.start();
        } catch (OutOfMemoryError refused) {
            task.fail(thread.getName(), refused);
        }
    }

    @Override
    protected void shutDown() {
        // threads end with their run
    }

    /** The time from starting a thread to its first instruction. Starting a thread publishes what came before. */
    private static final class StartTimes {

        private final long[] started;
        private final LongAdder delays = new LongAdder();

        StartTimes(int size) {
            started = new long[size];
        }

        void starting(int task) {
            started[task] = System.nanoTime();
        }

        void running(int task) {
            delays.add(System.nanoTime() - started[task]);
        }

        Metric mean() {
            return Metric.seconds(delays.sum() / Math.max(1, started.length));
        }

        static Metric sum(Metric before, Metric thread) {
            return new Metric(before.value() + thread.value(), thread.unit());
        }
    }
}
