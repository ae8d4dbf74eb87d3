package org.interleave.core.runtime;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Join;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.jspecify.annotations.Nullable;

/**
 * The heap that a task takes up while it waits: what is alive after a collection with all of them waiting, less what was alive
 * before they were made. Counted is the task itself with all that the strategy keeps for it in this process, the stacks of virtual
 * threads among them. The stacks of platform threads are not on the heap; {@link #withStacksOfWaiting} counts them too.
 */
public final class HeapPerTask {

    private static final int FEW = 100;
    private static final int COLLECTIONS = 2;
    private static final int LOOK_MILLIS = 100;

    private HeapPerTask() {}

    /**
     * Runs tasks that sleep, and compares what the heap holds with what it held before. Nothing else should run in this JVM.
     *
     * @param execution runs tasks in this process; nothing runs there
     * @param tasks how many; the more, the less anything else counts
     * @return bytes for each, rounded down
     * @throws IllegalStateException if they do not all begin to wait, as where they run in another process
     */
    public static long ofWaiting(Execution execution, int tasks) throws InterruptedException {
        return ofMany(execution, tasks).heap() / tasks;
    }

    /**
     * The heap, and the stacks of platform threads with it, as far as they are resident. Empty where the system does not tell of
     * stacks.
     *
     * @param execution runs tasks in this process; nothing runs there
     * @param tasks how many
     * @return bytes for each, rounded down
     * @throws IllegalStateException as {@link #ofWaiting}
     */
    public static OptionalLong withStacksOfWaiting(Execution execution, int tasks) throws InterruptedException {
        if (!ThreadStacks.AVAILABLE) {
            return OptionalLong.empty();
        }
        InUse taken = ofMany(execution, tasks);
        return OptionalLong.of((taken.heap() + taken.stacks()) / tasks);
    }

    /**
     * Memory of this process, in bytes.
     *
     * @param heap what is alive on the heap
     * @param stacks what the stacks of platform threads have resident; zero where that is not known
     */
    private record InUse(long heap, long stacks) {

        InUse since(InUse before) {
            return new InUse(heap - before.heap, stacks - before.stacks);
        }
    }

    private static InUse ofMany(Execution execution, int tasks) throws InterruptedException {
        measured(execution, FEW); // whatever is made once is there afterwards
        return measured(execution, tasks);
    }

    private static InUse measured(Execution execution, int tasks) throws InterruptedException {
        InUse before = inUse();
        CountDownLatch begun = new CountDownLatch(tasks);
        List<WaitingTask> waiting =
                Stream.generate(() -> new WaitingTask(begun)).limit(tasks).toList();
        CompletableFuture<Outcome<Boolean>> outcome = new CompletableFuture<>();
        Thread run = Thread.ofPlatform().daemon().name("heap-per-task").start(() -> {
            try {
                outcome.complete(execution.run(Job.of(waiting)));
            } catch (InterruptedException | RuntimeException | Error thrown) {
                outcome.completeExceptionally(thrown);
            }
        });
        try {
            while (!begun.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (outcome.isDone()) {
                    throw new IllegalStateException(begun.getCount() + " of " + tasks
                            + " tasks never began to wait in this process: " + outcome);
                }
            }
            return inUse().since(before);
        } finally {
            execution.cancel();
            Join.of(run);
        }
    }

    private static InUse inUse() {
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
        }
        return new InUse(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), stacks());
    }

    private static long stacks() {
        try {
            return ThreadStacks.AVAILABLE ? ThreadStacks.residentBytes() : 0;
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the memory of this process", e);
        }
    }

    /** Begins, and sleeps until it is cancelled. */
    private static final class WaitingTask implements Task<Boolean> {

        private static final long serialVersionUID = 1;

        private final transient @Nullable CountDownLatch begun;

        WaitingTask(CountDownLatch begun) {
            this.begun = begun;
        }

        @Override
        public Step<Boolean> advance(Turn turn) {
            if (begun == null) {
                return Step.done(false);
            }
            begun.countDown();
            return Step.sleep(Duration.ofHours(1));
        }
    }
}
