package org.interleave.threads;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.interleave.core.Cell;
import org.interleave.core.Drive;
import org.interleave.core.Driver;
import org.interleave.core.Guard;
import org.interleave.core.Inbox;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.PlainCell;
import org.interleave.core.Run;
import org.interleave.core.SingleRunExecution;
import org.interleave.core.TaskRun;

/**
 * Gives each task a thread of its own and a driver that handles its steps. The threads start with the run and end with
 * it.
 *
 * <p>Stopping interrupts the threads, which cuts their waits short.
 */
public final class ThreadPerTask extends SingleRunExecution {

    private final ThreadFactory threads;
    private final Supplier<Regime> regimes;
    private final Cells cells;

    /**
     * What holds during one run.
     *
     * @param driver makes the driver of the run's tasks, given their inboxes
     * @param metrics asked at the end of the run
     */
    public record Regime(Function<List<Inbox>, Driver> driver, Supplier<Map<String, Metric>> metrics) {

        /** Tasks run by {@link Drive} with nothing to hold. */
        public static Regime unlocked(int budget) {
            return new Regime(inboxes -> new Drive(Guard.NONE, budget, inboxes), Map::of);
        }

        /** Tasks run by {@link Drive} under a giant lock. */
        public static Regime under(GiantLock lock, int budget) {
            return new Regime(inboxes -> new Drive(lock, budget, inboxes), lock::metrics);
        }
    }

    /**
     * How the tasks' shared cells are kept.
     *
     * @param cell makes a cell, zero at first
     * @param exact whether such cells lose no update
     */
    record Cells(Supplier<? extends Cell> cell, boolean exact) {

        /** Cells that nothing protects but what else the tasks hold. */
        static final Cells UNPROTECTED = new Cells(PlainCell::new, false);
    }

    /**
     * Threads of a kind under a regime. Cells are unprotected.
     *
     * @param threads makes the threads
     * @param regimes makes the regime of each run
     */
    public ThreadPerTask(ThreadFactory threads, Supplier<Regime> regimes) {
        this(threads, regimes, Cells.UNPROTECTED);
    }

    ThreadPerTask(ThreadFactory threads, Supplier<Regime> regimes, Cells cells) {
        this.threads = threads;
        this.regimes = regimes;
        this.cells = cells;
    }

    @Override
    protected Cell newCell() {
        return cells.cell().get();
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        Regime regime = regimes.get();
        int size = run.tasks().size();
        Driver driver =
                regime.driver().apply(Stream.generate(Inbox::new).limit(size).toList());
        StartTimes starts = new StartTimes(size);
        List<Thread> workers =
                run.tasks().stream().map(task -> worker(task, driver, starts)).toList();
        run.onStop(task -> workers.get(task.index()).interrupt());
        try {
            run.tasks().forEach(task -> start(task, workers.get(task.index()), starts));
            return run.outcome(cells.exact(), () -> {
                Map<String, Metric> metrics = new HashMap<>(regime.metrics().get());
                metrics.put("worker_start", starts.mean());
                return metrics;
            });
        } finally {
            workers.forEach(ThreadPerTask::join);
        }
    }

    private <R extends Serializable> Thread worker(TaskRun<R> task, Driver driver, StartTimes starts) {
        Thread thread = threads.newThread(() -> {
            starts.running(task.index());
            Thread self = Thread.currentThread();
            driver.drive(task, self.getName() + " #" + self.threadId());
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

    /** The thread has completed its task and is about to end, or never started. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void shutDown() {
        // threads end with their run
    }

    /** How long it takes from starting a thread to its first instruction. Starting a thread publishes what came before. */
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
    }
}
