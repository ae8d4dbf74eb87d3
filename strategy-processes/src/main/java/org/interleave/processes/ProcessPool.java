package org.interleave.processes;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Run;
import org.interleave.core.SingleRunExecution;
import org.interleave.core.StrategyException;
import org.jspecify.annotations.Nullable;

/** Runs tasks on {@link LocalWorkers}, which stay from run to run. */
final class ProcessPool extends SingleRunExecution implements Worker.Owner {

    private final PayloadCodec codec = new JavaSerialization();
    private final AtomicReference<@Nullable Dispatcher<?>> current = new AtomicReference<>();
    private final LocalWorkers workers;
    private int runs;

    private ProcessPool(int size, long fingerprint, Transport transport) {
        workers = new LocalWorkers(size, fingerprint, transport, this);
    }

    /**
     * Starts workers and waits until they are up.
     *
     * @param size how many
     * @param fingerprint of the code they have to run
     * @param transport what frames go through
     * @throws StrategyException if one does not come up; then none is left
     */
    static ProcessPool open(int size, long fingerprint, Transport transport) {
        ProcessPool pool = new ProcessPool(size, fingerprint, transport);
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

    @Override
    public void ready(Worker worker, Duration startTime) {
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
        Dispatcher<?> dispatcher = current.get();
        if (dispatcher != null) {
            dispatcher.lost(worker, how);
        }
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        workers.fill();
        Dispatcher<R> dispatcher = new Dispatcher<>(++runs, run, codec, workers::anyLeft);
        current.set(dispatcher);
        try {
            run.onStop(dispatcher::stop);
            workers.all().forEach(dispatcher::join);
            return run.outcome(false, () -> {
                Map<String, Metric> metrics = new HashMap<>(dispatcher.metrics());
                metrics.put("worker_start", workers.meanStart());
                return metrics;
            });
        } finally {
            current.set(null);
        }
    }

    @Override
    protected void shutDown() {
        workers.close();
    }
}
