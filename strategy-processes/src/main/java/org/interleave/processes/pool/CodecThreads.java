package org.interleave.processes.pool;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.interleave.processes.wire.DeepCodec;

/**
 * The parent's threads for packing tasks and unpacking results, which runs code of the objects' classes. There are as many
 * as processors, with deep stacks.
 *
 * <p>Java cannot end a thread, so what takes too long is <em>abandoned</em>: its thread is interrupted and left to itself,
 * another takes its place, and whoever began the operation is told. An operation is ended either by who began it or by who
 * abandons it, never by both.
 *
 * <p>Thread-safe.
 */
final class CodecThreads implements AutoCloseable {

    private static final int SIZE = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final long IDLE_SECONDS = 1;
    private static final long END_SECONDS = 2;

    private final Set<Operation> operations = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads;

    /**
     * None is started before it is needed.
     *
     * @param maxDepth how deeply objects may be nested
     */
    CodecThreads(int maxDepth) {
        threads = new ThreadPoolExecutor(
                SIZE,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> DeepCodec.thread("codec", maxDepth, work));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Does some work on one of the threads; on the calling one if the system gives no thread. */
    void execute(Runnable work) {
        try {
            threads.execute(work);
        } catch (OutOfMemoryError e) {
            work.run();
        } catch (RejectedExecutionException closed) {
            // nobody waits for it any more
        }
    }

    /** One object's way into bytes or back. */
    final class Operation {

        private final Thread thread = Thread.currentThread();
        private final long begun = System.nanoTime();
        private final Duration limit;
        private final Runnable whenAbandoned;
        private boolean over; // guarded by the monitor, and so is the interrupt: it meets this operation or none

        private Operation(Duration limit, Runnable whenAbandoned) {
            this.limit = limit;
            this.whenAbandoned = whenAbandoned;
        }

        private boolean overdue() {
            return limit.isPositive() && System.nanoTime() - begun > limit.toNanos();
        }

        /** Ends it, and says whether that is still up to the caller: if not, it was abandoned. */
        boolean end() {
            operations.remove(this);
            synchronized (this) {
                if (over) {
                    Thread.interrupted();
                    return false;
                }
                over = true;
                return true;
            }
        }

        private void abandon() {
            operations.remove(this);
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
                thread.interrupt();
            }
            threads.setCorePoolSize(threads.getCorePoolSize() + 1);
            execute(whenAbandoned);
        }
    }

    /**
     * Begins an operation on the calling thread, one of these.
     *
     * @param limit how long it may take, zero if for ever
     * @param whenAbandoned called by another of these threads if the operation is abandoned
     */
    Operation begin(Duration limit, Runnable whenAbandoned) {
        Operation operation = new Operation(limit, whenAbandoned);
        operations.add(operation);
        return operation;
    }

    /** Abandons what has taken longer than it may. */
    void abandonOverdue() {
        abandon(Operation::overdue);
    }

    /** Abandons all that goes on. */
    void abandonAll() {
        abandon(operation -> true);
    }

    private void abandon(Predicate<Operation> choice) {
        operations.stream().filter(choice).forEach(Operation::abandon);
    }

    /** Ends the threads, and waits a moment for them. An abandoned one may go on. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            boolean unused = threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
