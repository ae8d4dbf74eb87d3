package org.interleave.threads;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.Workload;
import org.interleave.core.runtime.Guard;

/**
 * A fixed pool of threads with one queue, such as {@link java.util.concurrent.Executors#newFixedThreadPool} makes. A thread
 * takes the next task when it is done with the last, and a task that waits keeps its thread: with all of them waiting, nothing
 * runs. There is no giant lock, and cells are unprotected.
 *
 * <p>So tasks that wait for each other may wait for one that is still in the queue, and never get a thread to it: thread
 * starvation deadlock. Workloads of such tasks are refused, as is whatever needs a task to run beside others that may all be
 * waiting. {@link ForkJoin} is a pool that can do that.
 *
 * <p>The threads come up when it is opened.
 */
public final class ThreadPool implements Strategy {

    /** Its name. */
    public static final String NAME = "thread-pool";

    private static final int MOST_THREADS = 10_000;
    private static final int PROCESSORS =
            Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());

    /** The number of threads; one for each processor by default. */
    public static final Parameter<Long> THREADS =
            Parameter.count("threads", "threads of the pool", PROCESSORS, PROCESSORS, 1, MOST_THREADS);

    private static final Availability STARVATION = new Availability.Unavailable(
            "a task that waits keeps its thread, so the one that it waits for may never leave the queue");

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME,
                        Family.THREADS,
                        Approach.IDIOMATIC,
                        "a fixed pool of threads with one queue; a task that waits keeps its thread")
                .withFeatures(Feature.SHARED_CELLS, Feature.DATAGRAMS, Feature.CONNECTIONS)
                .withOptions(THREADS);
    }

    @Override
    public Availability supports(Workload<?> workload, Parameters parameters) {
        Set<Feature> needs = workload.needs(parameters);
        return needs.contains(Feature.CONCURRENCY) || needs.contains(Feature.INBOXES)
                ? STARVATION
                : Strategy.super.supports(workload, parameters);
    }

    @Override
    public Execution open(Parameters options) {
        int threads = options.getInt(THREADS);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("pool-thread-", 1).factory());
        pool.prestartAllCoreThreads();
        return new PoolExecution(pool, Guard.NONE);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }
}
