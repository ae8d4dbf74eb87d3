package org.interleave.testkit;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** The heap that a task takes up while it waits, with all that a strategy keeps for it in this process. */
public final class HeapPerTask {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int FEW = 100;
    private static final int COLLECTIONS = 2;

    private HeapPerTask() {}

    /**
     * Runs tasks that sleep, and compares what the heap holds with what it held before. Nothing else should run in this JVM.
     *
     * @param execution runs tasks in this process; nothing runs there
     * @param tasks how many; the more, the less anything else counts
     * @return bytes for each, rounded down
     */
    public static long ofWaiting(Execution execution, int tasks) throws InterruptedException {
        measured(execution, FEW); // whatever is made once is there afterwards
        return measured(execution, tasks) / tasks;
    }

    private static long measured(Execution execution, int tasks) throws InterruptedException {
        long before = inUse();
        CountDownLatch begun = new CountDownLatch(tasks);
        List<WaitingTask> waiting =
                Stream.generate(() -> new WaitingTask(begun)).limit(tasks).toList();
        BackgroundRun<Boolean> run = BackgroundRun.start(execution, Job.of(waiting));
        if (!begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(begun.getCount() + " of " + tasks + " tasks have not begun");
        }
        long during = inUse();
        execution.cancel();
        run.outcome(PATIENCE);
        return during - before;
    }

    private static long inUse() {
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Begins, and sleeps until it is cancelled. Not for other processes. */
    private static final class WaitingTask implements Task<Boolean> {

        private static final long serialVersionUID = 1;

        private final transient CountDownLatch begun;

        WaitingTask(CountDownLatch begun) {
            this.begun = begun;
        }

        @Override
        public Step<Boolean> advance(Turn turn) {
            begun.countDown();
            return Step.sleep(Duration.ofHours(1));
        }
    }
}
