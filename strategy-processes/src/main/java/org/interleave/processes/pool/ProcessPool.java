package org.interleave.processes.pool;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.StrategyException;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.processes.wire.Frame;
import org.jspecify.annotations.Nullable;

/** Runs tasks on workers that stay from run to run, wherever they are. */
public final class ProcessPool extends SingleRunExecution implements Worker.Owner {

    /** The key of the flags of workers' JVMs among what is known of where numbers come from. */
    public static final String WORKER_FLAGS = "worker_flags";

    /** A metric. The mean time from taking a task for a worker to its beginning there, in seconds. */
    public static final String HAND_OVER = "hand_over";

    /** A metric. The time that packing and unpacking took, at both ends, in seconds. */
    public static final String SERIALISATION = "serialisation";

    /** A metric. The time that packed tasks and results were on their way, in seconds. */
    public static final String TRANSFER = "transfer";

    /** A metric. The time that the tasks themselves took, in seconds. */
    public static final String COMPUTE = "compute";

    /** The names of all metrics of a pool. */
    public static final Set<String> METRICS =
            Set.of(HAND_OVER, SERIALISATION, TRANSFER, COMPUTE, Metric.SHIP, Metric.SHIPPED_BYTES, Metric.WORKER_START);

    private final PoolSettings settings;
    private final CodecThreads threads;
    private final Watchdog watchdog;
    private final TaskQuota taskQuota;
    private final AtomicReference<@Nullable Dispatcher<?>> current = new AtomicReference<>();
    private final Set<List<String>> flags = ConcurrentHashMap.newKeySet();
    private final WorkerSource workers;
    private int runs;

    private ProcessPool(PoolSettings settings, Function<Worker.Owner, WorkerSource> source) {
        this.settings = settings;
        threads = new CodecThreads(settings.objectDepth());
        taskQuota = new TaskQuota(settings.tasksPerWorker());
        workers = source.apply(this);
        watchdog = new Watchdog(settings.taskTimeout(), this::look);
    }

    /**
     * Starts worker processes on this machine and waits until they are up.
     *
     * @param settings how many, among other things
     * @param setup what they are started with
     * @throws StrategyException if one does not come up; then none is left
     */
    public static ProcessPool open(PoolSettings settings, WorkerSetup setup) {
        return open(settings, owner -> new LocalWorkers(settings.workers(), setup, owner));
    }

    /**
     * Takes workers from a source, makes it start them, and waits until they are up.
     *
     * @throws StrategyException if one does not come up; then none is left
     */
    public static ProcessPool open(PoolSettings settings, Function<Worker.Owner, WorkerSource> source) {
        ProcessPool pool = new ProcessPool(settings, source);
        boolean up = false;
        try {
            pool.workers.fill();
            up = true;
            return pool;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StrategyException("interrupted before the workers came up", e);
        } finally {
            if (!up) {
                pool.close();
            }
        }
    }

    private void look() {
        Dispatcher<?> dispatcher = current.get();
        if (dispatcher != null) {
            dispatcher.look();
        }
        workers.endStalled();
    }

    @Override
    public void ready(Worker worker, Duration startTime) {
        flags.add(worker.flags());
        Dispatcher<?> dispatcher = current.get();
        if (dispatcher != null) {
            dispatcher.join(worker);
        }
    }

    @Override
    public void received(Worker worker, Frame.OfRun frame) {
        Dispatcher<?> dispatcher = current.get();
        if (dispatcher != null && dispatcher.id() == frame.run()) {
            dispatcher.received(worker, frame);
        }
    }

    @Override
    public void ended(Worker worker, String how) {
        taskQuota.forget(worker);
        Dispatcher<?> dispatcher = current.get();
        if (dispatcher != null) {
            dispatcher.lost(worker, how);
        }
    }

    /** The flags that workers' JVMs were started with: complete for those that tasks have begun at, which were ready before. */
    @Override
    public Map<String, Set<List<String>>> provenance() {
        return Map.of(WORKER_FLAGS, Set.copyOf(flags));
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        workers.fill();
        Dispatcher<R> dispatcher = new Dispatcher<>(++runs, run, settings, threads, taskQuota, workers::anyLeft);
        current.set(dispatcher);
        try {
            run.onStop(dispatcher::stop);
            workers.all().forEach(dispatcher::join);
            return run.outcome(() -> {
                Map<String, Metric> metrics = new HashMap<>(dispatcher.metrics());
                metrics.putAll(workers.metrics());
                return metrics;
            });
        } finally {
            current.set(null);
        }
    }

    @Override
    protected void shutDown() {
        workers.close();
        threads.close();
        watchdog.close();
    }
}
