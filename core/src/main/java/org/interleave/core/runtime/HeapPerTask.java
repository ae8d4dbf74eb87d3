package org.interleave.core.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * threads among them. The stacks of platform threads are not on the heap, and not counted; {@link #memoryOfWaiting} counts what the
 * process has resident too.
 */
public final class HeapPerTask {

    private static final int FEW = 100;
    private static final int COLLECTIONS = 2;
    private static final int LOOK_MILLIS = 100;

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*([0-9]+) kB");

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
     * The same, or the memory that the process has resident for each, if that is more: as of platform threads, whose stacks are
     * not on the heap. A heap that has been larger stays resident, so for virtual threads it is the heap that tells. Resident
     * memory is known on Linux only.
     *
     * @param execution runs tasks in this process; nothing runs there
     * @param tasks how many
     * @return bytes for each, rounded down
     * @throws IllegalStateException as {@link #ofWaiting}
     */
    public static long memoryOfWaiting(Execution execution, int tasks) throws InterruptedException {
        InUse taken = ofMany(execution, tasks);
        return Math.max(taken.heap(), taken.resident()) / tasks;
    }

    /**
     * Memory of this process, in bytes.
     *
     * @param heap what is alive on the heap
     * @param resident what is resident; zero where that is not known
     */
    private record InUse(long heap, long resident) {

        InUse since(InUse before) {
            return new InUse(heap - before.heap, resident - before.resident);
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
        return new InUse(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), resident());
    }

    /** See {@code proc_pid_status(5)}. */
    private static long resident() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.map(RESIDENT::matcher)
                    .filter(Matcher::matches)
                    .mapToLong(line -> 1024 * Long.parseLong(line.group(1)))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
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
