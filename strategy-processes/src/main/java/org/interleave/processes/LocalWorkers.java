package org.interleave.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.interleave.core.Metric;
import org.interleave.core.StrategyException;

/**
 * A number of worker processes on this machine that is kept up: one that ends is replaced at once. One that does not even
 * come up is not replaced before the next {@link #fill}, which fails if it does not come up then either.
 *
 * <p>Thread-safe: guarded by this object's monitor; the owner is never called while it is held.
 */
final class LocalWorkers {

    private final int size;
    private final long fingerprint;
    private final Transport transport;
    private final Worker.Owner owner;
    private final Map<Integer, WorkerProcess> slots = new TreeMap<>();
    private final List<WorkerProcess> replaced = new ArrayList<>();
    private int numbers;
    private int started;
    private Duration starting = Duration.ZERO;
    private boolean closing;

    /**
     * None is started yet.
     *
     * @param size how many
     * @param fingerprint of the code they have to run
     * @param transport what frames go through
     * @param owner told about each of them; of one that ends after its place was taken by another
     */
    LocalWorkers(int size, long fingerprint, Transport transport, Worker.Owner owner) {
        this.size = size;
        this.fingerprint = fingerprint;
        this.transport = transport;
        this.owner = owner;
    }

    /**
     * Waits for those that are coming up, starts what is missing then, all at once, and waits until everyone is up.
     *
     * @throws StrategyException if one does not come up
     */
    void fill() throws InterruptedException {
        for (WorkerProcess worker : processes()) {
            worker.awaitStart();
        }
        for (WorkerProcess worker : startMissing()) {
            worker.awaitStart().ifPresent(problem -> {
                throw new StrategyException(problem);
            });
        }
        WorkerArchive.begin();
    }

    private synchronized List<WorkerProcess> startMissing() {
        for (int slot = 1; slot <= size; slot++) {
            WorkerProcess worker = slots.get(slot);
            if (worker == null || !worker.alive()) {
                start(slot);
            }
        }
        return processes();
    }

    /** Called with the monitor held. */
    private void start(int slot) {
        replaced.removeIf(WorkerProcess::gone);
        WorkerProcess worker = WorkerProcess.start(numbers++, "worker-" + slot, fingerprint, transport, new Upkeep());
        WorkerProcess before = slots.put(slot, worker);
        if (before != null) {
            replaced.add(before);
        }
    }

    /** Hears of the workers first. */
    private final class Upkeep implements Worker.Owner {

        @Override
        public void ready(Worker worker, Duration startTime) {
            count(startTime);
            owner.ready(worker, startTime);
        }

        @Override
        public void received(Worker worker, Frame.OfRun frame) {
            owner.received(worker, frame);
        }

        @Override
        public void ended(Worker worker, String how) {
            replace(worker);
            owner.ended(worker, how);
        }
    }

    private synchronized void count(Duration startTime) {
        started++;
        starting = starting.plus(startTime);
    }

    private synchronized void replace(Worker worker) {
        if (closing) {
            return;
        }
        try {
            slotOf(worker).ifPresent(this::start);
        } catch (StrategyException e) {
            // the slot stays as it is; the next fill tries again and says what is wrong
        }
    }

    /** The place of a worker that has come up. */
    private Optional<Integer> slotOf(Worker worker) {
        return slots.entrySet().stream()
                .filter(slot -> slot.getValue() == worker && slot.getValue().wasReady())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether there is a worker, or one that is coming up. */
    synchronized boolean anyLeft() {
        return slots.values().stream().anyMatch(Worker::alive);
    }

    /** The workers, those that are coming up included. */
    List<Worker> all() {
        return List.copyOf(processes());
    }

    private synchronized List<WorkerProcess> processes() {
        return List.copyOf(slots.values());
    }

    /** The mean time from starting a process to its hello. At least one has come up. */
    synchronized Metric meanStart() {
        return Metric.seconds(starting.toNanos() / started);
    }

    /** Ends them, and waits until nothing is left of them. */
    void close() {
        List<WorkerProcess> all = new ArrayList<>();
        synchronized (this) {
            closing = true;
            all.addAll(replaced);
            all.addAll(slots.values());
        }
        all.forEach(WorkerProcess::disconnect);
        all.forEach(WorkerProcess::awaitEnd);
        WorkerArchive.await();
    }
}
