package org.interleave.threads;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Approach;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;

/**
 * A {@link ForkJoinPool} in its mode for tasks that nobody joins. Its threads have a queue each and steal from each other. Every
 * wait is a {@link ForkJoinPool.ManagedBlocker}: before a thread waits, the pool wakes or starts another, so that one can run
 * at least, and mostly as many as its parallelism: one that was idle and is woken in place of another is not made up for until
 * a wait ends. There is no giant lock, and cells are unprotected.
 *
 * <p>A task that only computes keeps its thread until it is done; as many of them as the parallelism keep others from starting
 * for that long, as they do with virtual threads, whose scheduler is such a pool.
 *
 * <p>The threads come up when it is opened, those that replace waiting ones when there is need; these stay a minute. There may
 * be {@value #MOST_THREADS}; a wait that would take more fails its task, as a thread does that the system refuses.
 */
public final class ForkJoin implements Strategy {

    /** Its name. */
    public static final String NAME = "fork-join";

    /** What the pool itself allows at most. */
    private static final int MOST_THREADS = 32_767;

    private static final int MOST_PARALLELISM = 256;
    private static final int PROCESSORS =
            Math.min(MOST_PARALLELISM, Runtime.getRuntime().availableProcessors());

    /** The number of threads that are not waiting; one for each processor by default. */
    public static final Parameter<Long> PARALLELISM = Parameter.count(
            "parallelism",
            "threads that run tasks, those that wait not counted",
            PROCESSORS,
            PROCESSORS,
            1,
            MOST_PARALLELISM);

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME,
                        Family.THREADS,
                        Approach.IDIOMATIC,
                        "a work-stealing pool of threads; one that waits is replaced meanwhile")
                .withFeatures(Feature.IN_PROCESS)
                .withOptions(PARALLELISM)
                .measuredOnRequest();
    }

    @Override
    public Execution open(Parameters options) {
        int parallelism = options.getInt(PARALLELISM);
        ForkJoinPool pool = new ForkJoinPool(
                parallelism,
                ForkJoinPool.defaultForkJoinWorkerThreadFactory,
                null,
                true,
                parallelism,
                MOST_THREADS,
                parallelism,
                null,
                1,
                TimeUnit.MINUTES);
        startThreads(pool);
        return new PoolExecution(pool, new ManagedWaits());
    }

    /** Each of as many tasks as the parallelism returns when all have begun, which takes a thread for each. */
    private static void startThreads(ForkJoinPool pool) {
        CountDownLatch allBegun = new CountDownLatch(pool.getParallelism());
        Callable<Boolean> meeting = () -> {
            allBegun.countDown();
            allBegun.await();
            return true;
        };
        pool.invokeAllUninterruptibly(Collections.nCopies(pool.getParallelism(), meeting));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }
}
