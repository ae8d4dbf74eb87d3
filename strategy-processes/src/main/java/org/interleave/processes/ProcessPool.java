package org.interleave.processes;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Run;
import org.interleave.core.SingleRunExecution;
import org.interleave.core.StrategyException;
import org.jspecify.annotations.Nullable;

/**
 * A number of workers that is kept up: one that ends is replaced, in the middle of a run or between two. One that does
 * not even come up is not replaced before the next run begins, which fails if it does not come up then either.
 *
 * <p>Thread-safe: what is about workers is guarded by this object's monitor, and no dispatcher is called while it is
 * held.
 */
final class ProcessPool extends SingleRunExecution implements Worker.Owner {

    private final PayloadCodec codec = new JavaSerialization();
    private final AtomicReference<@Nullable Dispatcher<?>> current = new AtomicReference<>();
    private final long fingerprint;
    private final int size;
    private final Map<Integer, Worker> slots = new TreeMap<>();
    private final List<Worker> replaced = new ArrayList<>();
    private int numbers;
    private int runs;
    private int started;
    private Duration starting = Duration.ZERO;
    private boolean closing;

    private ProcessPool(int size, long fingerprint) {
        this.size = size;
        this.fingerprint = fingerprint;
    }

    /**
     * Starts workers and waits until they are up.
     *
     * @param size how many
     * @param fingerprint of the code they have to run
     * @throws StrategyException if one does not come up; then none is left
     */
    static ProcessPool open(int size, long fingerprint) {
        ProcessPool pool = new ProcessPool(size, fingerprint);
        boolean up = false;
        try {
            pool.fill();
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

    /** Waits for those that are coming up, starts what is missing then, all at once, and waits until everyone is up. */
    private void fill() throws InterruptedException {
        for (Worker worker : workers()) {
            worker.awaitStart();
        }
        for (Worker worker : startMissing()) {
            worker.awaitStart().ifPresent(problem -> {
                throw new StrategyException(problem);
            });
        }
    }

    private synchronized List<Worker> startMissing() {
        for (int slot = 1; slot <= size; slot++) {
            Worker worker = slots.get(slot);
            if (worker == null || !worker.alive()) {
                start(slot);
            }
        }
        return workers();
    }

    /** Called with the monitor held. */
    private void start(int slot) {
        replaced.removeIf(Worker::gone);
        Worker before = slots.put(slot, Worker.start(numbers++, "worker-" + slot, fingerprint, this));
        if (before != null) {
            replaced.add(before);
        }
    }

    @Override
    public void ready(Worker worker, Duration startTime) {
        synchronized (this) {
            started++;
            starting = starting.plus(startTime);
        }
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
        replace(worker);
        Dispatcher<?> dispatcher = current.get();
        if (dispatcher != null) {
            dispatcher.lost(worker, how);
        }
    }

    private synchronized void replace(Worker worker) {
        if (closing || !worker.wasReady()) {
            return;
        }
        try {
            slotOf(worker).ifPresent(this::start);
        } catch (StrategyException e) {
            // the slot stays as it is; the next run tries again and says what is wrong
        }
    }

    private Optional<Integer> slotOf(Worker worker) {
        return slots.keySet().stream().filter(slot -> slots.get(slot) == worker).findFirst();
    }

    private synchronized boolean anyLeft() {
        return slots.values().stream().anyMatch(Worker::alive);
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        fill();
        Dispatcher<R> dispatcher = new Dispatcher<>(++runs, run, codec, this::anyLeft);
        current.set(dispatcher);
        try {
            run.onStop(dispatcher::stop);
            workers().forEach(dispatcher::join);
            return run.outcome(false, () -> {
                Map<String, Metric> metrics = new HashMap<>(dispatcher.metrics());
                metrics.put("worker_start", meanStart());
                return metrics;
            });
        } finally {
            current.set(null);
        }
    }

    private synchronized List<Worker> workers() {
        return List.copyOf(slots.values());
    }

    private synchronized Metric meanStart() {
        return Metric.seconds(starting.toNanos() / started);
    }

    @Override
    protected void shutDown() {
        List<Worker> all = new ArrayList<>();
        synchronized (this) {
            closing = true;
            all.addAll(replaced);
            all.addAll(slots.values());
        }
        all.forEach(Worker::disconnect);
        all.forEach(Worker::awaitEnd);
    }
}
