package org.interleave.processes.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.interleave.core.Availability;
import org.interleave.core.Metric;
import org.interleave.core.StrategyException;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.MakeFifo;

/**
 * The worker processes of a pool on this machine, whose number is kept up: one that ends is replaced at once, and so is one
 * that somebody kills while it comes up, though not for ever. One that does not come up for other reasons is not replaced
 * before the next {@link #fill}, which fails if it does not come up then either.
 *
 * <p>Thread-safe: guarded by this object's monitor; the owner is never called while it is held.
 */
public final class LocalWorkers implements WorkerSource {

    /** The most workers in a row that may be killed in one slot before one comes up. */
    private static final int MOST_CUT_SHORT = 20;

    /** The attempts to start a process before that counts as a failure. */
    private static final int MOST_ATTEMPTS = 5;

    private final int size;
    private final WorkerSetup setup;
    private final Worker.Owner owner;
    private final Map<Integer, WorkerProcess> slots = new TreeMap<>();
    private final Map<Integer, Integer> cutShort = new HashMap<>();
    private final Set<Integer> abandoned = new HashSet<>();
    private final List<WorkerProcess> replaced = new ArrayList<>();
    private int numbers;
    private int started;
    private Duration starting = Duration.ZERO;
    private boolean closing;

    /**
     * None is started yet.
     *
     * @param size how many
     * @param setup what they are started with
     * @param owner told about each of them, and of the end of one after its slot was given to another
     */
    public LocalWorkers(int size, WorkerSetup setup, Worker.Owner owner) {
        this.size = size;
        this.setup = setup;
        this.owner = owner;
    }

    /** Waits for those that are coming up, starts what is missing then, all at once, and waits until everyone is up. */
    @Override
    public void fill() throws InterruptedException {
        for (WorkerProcess worker : processes()) {
            worker.awaitStart();
        }
        Set<WorkerProcess> awaited = new HashSet<>();
        for (List<WorkerProcess> coming = startMissing(); !coming.isEmpty(); coming = others(awaited)) {
            for (WorkerProcess worker : coming) {
                awaited.add(worker);
                worker.awaitStart().filter(problem -> holdsPlace(worker)).ifPresent(problem -> {
                    throw new StrategyException(problem);
                });
            }
        }
        WorkerArchive.begin();
    }

    /** Those who have taken the places of some of these. */
    private List<WorkerProcess> others(Set<WorkerProcess> these) {
        return processes().stream().filter(worker -> !these.contains(worker)).toList();
    }

    private synchronized boolean holdsPlace(WorkerProcess worker) {
        return slots.containsValue(worker);
    }

    private synchronized List<WorkerProcess> startMissing() {
        for (int slot = 1; slot <= size; slot++) {
            WorkerProcess worker = slots.get(slot);
            if (worker == null || !worker.alive()) {
                cutShort.remove(slot);
                start(slot);
            }
        }
        return processes();
    }

    /** Called with the monitor held. */
    private void start(int slot) {
        replaced.removeIf(WorkerProcess::gone);
        WorkerProcess worker = newWorker(slot);
        abandoned.remove(slot);
        WorkerProcess before = slots.put(slot, worker);
        if (before != null) {
            replaced.add(before);
        }
    }

    /** One that is killed before it runs {@code java} looks like any that cannot be started, so that is tried again. */
    private WorkerProcess newWorker(int slot) {
        for (int attempt = 1; ; attempt++) {
            try {
                return WorkerProcess.start(numbers++, "worker-" + slot, setup, new Upkeep());
            } catch (StrategyException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
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
        public void printed(Worker worker, String line) {
            owner.printed(worker, line);
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
        slots.entrySet().stream()
                .filter(slot -> slot.getValue() == worker)
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(this::replaceIn);
    }

    /** Called with the monitor held. */
    private void replaceIn(int slot) {
        abandoned.add(slot);
        try {
            if (mayComeAgain(slot, Objects.requireNonNull(slots.get(slot)))) {
                start(slot);
            }
        } catch (StrategyException e) {
            // the slot stays as it is; the next fill tries again and says what is wrong
        }
    }

    /** Called with the monitor held. */
    private boolean mayComeAgain(int slot, WorkerProcess worker) {
        if (worker.wasReady()) {
            cutShort.remove(slot);
            return true;
        }
        return worker.cutShort() && cutShort.merge(slot, 1, Integer::sum) <= MOST_CUT_SHORT;
    }

    @Override
    public synchronized boolean anyLeft() {
        return abandoned.size() < size;
    }

    @Override
    public void endStalled() {
        processes().forEach(WorkerProcess::endIfStalled);
    }

    @Override
    public List<Worker> all() {
        return List.copyOf(processes());
    }

    private synchronized List<WorkerProcess> processes() {
        return List.copyOf(slots.values());
    }

    /** The mean time from starting a process to its hello. At least one has come up. */
    @Override
    public synchronized Map<String, Metric> metrics() {
        return Map.of(Metric.WORKER_START, Metric.seconds(starting.toNanos() / started));
    }

    @Override
    public void close() {
        List<WorkerProcess> all = new ArrayList<>();
        synchronized (this) {
            closing = true;
            all.addAll(replaced);
            all.addAll(slots.values());
        }
        all.forEach(WorkerProcess::disconnect);
        long told = System.nanoTime();
        all.forEach(worker -> worker.awaitEnd(told));
        WorkerArchive.await();
    }

    /** Whether processes of this machine can be workers. */
    public static Availability availability() {
        return MakeFifo.available()
                ? Availability.available()
                : new Availability.Unavailable("needs the named pipes of a POSIX system, such as Linux or macOS");
    }
}
