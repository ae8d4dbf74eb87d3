package org.interleave.processes.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.interleave.core.runtime.TaskRun;
import org.interleave.processes.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The books of one run: where each task is, what each worker has, and which tasks go where next. Tasks that no worker has
 * wait here until one asks. If none waits while one asks, those are called back that wait behind a task that computes
 * elsewhere. So no worker is idle while a task waits for a thread, however uneven they are.
 *
 * <p>Thread-safe: all is guarded by {@code lock}, under which frames are sent too, so that a worker gets them in the order
 * of the entries. That does not wait.
 */
final class TaskTable {

    private enum State {
        /** No worker has it. */
        WAITING,
        /** It is being packed for a worker. */
        PACKING,
        /** A worker has it and is not known to have begun. */
        QUEUED,
        /** A worker has begun it. */
        BEGUN,
        /** It has completed, or is about to. */
        ENDED
    }

    private static final class Entry {
        State state = State.WAITING;

        @Nullable
        WorkerState at;

        int losses;
    }

    private final int run;
    private final List<? extends TaskRun<?>> tasks;
    private final PoolSettings settings;
    private final TaskQuota taskQuota;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, WorkerState> workers = new ConcurrentHashMap<>();
    private final Entry[] entries;
    private final Deque<Integer> waiting = new ArrayDeque<>();

    /** All tasks wait, and there is no worker. */
    TaskTable(int run, List<? extends TaskRun<?>> tasks, PoolSettings settings, TaskQuota taskQuota) {
        this(run, tasks, settings, taskQuota, System::nanoTime);
    }

    /**
     * All tasks wait, and there is no worker.
     *
     * @param clock what {@link System#nanoTime} is to others
     */
    TaskTable(
            int run, List<? extends TaskRun<?>> tasks, PoolSettings settings, TaskQuota taskQuota, LongSupplier clock) {
        this.clock = clock;
        this.run = run;
        this.tasks = tasks;
        this.settings = settings;
        this.taskQuota = taskQuota;
        entries = new Entry[tasks.size()];
        for (int task = 0; task < entries.length; task++) {
            entries[task] = new Entry();
            waiting.add(task);
        }
    }

    /** The worker's entry, if it takes part. */
    Optional<WorkerState> worker(int number) {
        return Optional.ofNullable(workers.get(number));
    }

    /** Whether no worker takes part. */
    boolean hasNoWorker() {
        return workers.isEmpty();
    }

    /** A worker takes part unless it has ended. Again does nothing. */
    void join(Worker worker) {
        lock.lock();
        try {
            if (worker.alive()) {
                workers.computeIfAbsent(
                        worker.number(),
                        number -> new WorkerState(worker, new ChunkSize(settings.chunkSize()), clock.getAsLong()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** A worker wants tasks, unless some that it does not know of are on their way. */
    void asks(WorkerState state, int received) {
        lock.lock();
        try {
            state.asks = received == state.sent;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tasks for a worker, to be packed now and then {@linkplain #send sent} or {@linkplain #ended(int) ended}; after them
     * it is {@link #done}.
     *
     * @param tasks at least one
     * @param sentBefore how many tasks the worker was sent before
     */
    record Handover(WorkerState state, List<Integer> tasks, int sentBefore) {}

    /** The next tasks for the worker that asks and has the fewest, if there is one and they are there. */
    Optional<Handover> next() {
        lock.lock();
        try {
            Optional<WorkerState> asking =
                    active().filter(state -> state.asks).min(Comparator.comparingInt(WorkerState::tasks));
            if (asking.isEmpty()) {
                return Optional.empty();
            }
            List<Integer> taken = take(asking.get());
            if (taken.isEmpty()) {
                reclaim();
                return Optional.empty();
            }
            asking.get().asks = false;
            return Optional.of(new Handover(asking.get(), taken, asking.get().sent));
        } finally {
            lock.unlock();
        }
    }

    private Stream<WorkerState> active() {
        return workers.values().stream().filter(state -> !state.retired);
    }

    private List<Integer> take(WorkerState state) {
        int share = waiting.size() / (2 * settings.workers());
        int count = taskQuota.limit(state.worker, state.chunk.next(share));
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < count && !waiting.isEmpty()) {
            int task = waiting.remove();
            if (entries[task].state == State.WAITING) {
                entries[task].state = State.PACKING;
                taken.add(task);
            }
        }
        return taken;
    }

    /** Takes half of what waits behind a task that has begun, where most does. */
    private void reclaim() {
        active().filter(state -> !state.reclaiming && !state.begun.isEmpty() && !state.queued.isEmpty())
                .max(Comparator.comparingInt(state -> state.queued.size()))
                .ifPresent(state -> {
                    state.reclaiming = true;
                    state.worker.send(new Frame.Reclaim(run, (state.queued.size() + 1) / 2));
                });
    }

    /** A worker that was sent nothing after all still asks. */
    void done(Handover handover) {
        lock.lock();
        try {
            handover.state().asks |= handover.state().sent == handover.sentBefore();
        } finally {
            lock.unlock();
        }
    }

    /** Sends a worker its task. If the worker has ended meanwhile the task is the next to be handed out. */
    void send(WorkerState state, Frame.RunTask frame) {
        TaskRun<?> task = tasks.get(frame.task());
        Entry entry = entries[frame.task()];
        lock.lock();
        try {
            if (workers.get(state.worker.number()) != state || state.retired) {
                entry.state = State.WAITING;
                waiting.addFirst(frame.task());
                return;
            }
            if (state.tasks() == 0) {
                state.lastHeard = clock.getAsLong();
            }
            entry.state = State.QUEUED;
            entry.at = state;
            state.queued.add(frame.task());
            state.sent++;
            taskQuota.add(state.worker, 1);
            state.worker.send(frame);
            if (task.stopping()) {
                state.worker.send(new Frame.Stop(run, frame.task(), task.cancelled()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** A worker begins a task. Whether others that ask may want what waits behind it. */
    boolean begun(WorkerState state, int task) {
        lock.lock();
        try {
            if (!state.queued.remove(task)) {
                throw new IllegalStateException(state.worker.name() + " cannot begin task " + task);
            }
            entries[task].state = State.BEGUN;
            state.lastHeard = clock.getAsLong();
            state.begun.put(task, state.lastHeard);
            return waiting.isEmpty() && !state.queued.isEmpty() && active().anyMatch(other -> other.asks);
        } finally {
            lock.unlock();
        }
    }

    /** A worker gives tasks back. */
    void reclaimed(WorkerState state, List<Integer> back) {
        lock.lock();
        try {
            state.reclaiming = false;
            taskQuota.add(state.worker, -back.size());
            for (int task : back.reversed()) {
                if (!state.queued.remove(task)) {
                    throw new IllegalStateException(state.worker.name() + " cannot give back task " + task);
                }
                putBack(task);
            }
        } finally {
            lock.unlock();
        }
    }

    private void putBack(int task) {
        entries[task].state = State.WAITING;
        entries[task].at = null;
        waiting.addFirst(task);
    }

    /** A task should stop. Whether it ends now, since it was cancelled before a worker had it. */
    boolean stopped(TaskRun<?> task) {
        Entry entry = entries[task.index()];
        lock.lock();
        try {
            WorkerState at = entry.at;
            if (at != null) {
                at.worker.send(new Frame.Stop(run, task.index(), task.cancelled()));
            }
            boolean never = entry.state == State.WAITING && task.cancelled();
            if (never) {
                entry.state = State.ENDED;
            }
            return never;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A task that a worker had has ended. If that was the last the worker was allowed, it is retired before anyone hears
     * of the task's end, so that no other run meets it. Says whether the worker had begun it.
     *
     * @param nanos how long it kept the worker busy, zero if that is not known
     */
    boolean ended(WorkerState state, int task, long nanos) {
        lock.lock();
        try {
            boolean hadBegun = state.begun.remove(task) != null;
            if (!hadBegun && !state.queued.remove(task)) {
                throw new IllegalStateException(state.worker.name() + " does not have task " + task);
            }
            end(task);
            state.lastHeard = clock.getAsLong();
            if (nanos > 0) {
                state.chunk.took(nanos);
            }
            if (state.tasks() == 0 && taskQuota.usedUp(state.worker)) {
                state.retired = true;
                state.worker.retire();
            }
            return hadBegun;
        } finally {
            lock.unlock();
        }
    }

    /** A task has ended without a worker. */
    void ended(int task) {
        lock.lock();
        try {
            end(task);
        } finally {
            lock.unlock();
        }
    }

    private void end(int task) {
        entries[task].state = State.ENDED;
        entries[task].at = null;
    }

    /**
     * What became of a worker's tasks when it ended.
     *
     * @param state the worker
     * @param failed tasks that it had begun, or may have
     * @param cancelled tasks that nobody will begin any more
     * @param again tasks that it had begun and that will be begun again
     * @param cut tasks that it had begun and was killed for, as they did not end when they were cancelled
     */
    record Loss(
            WorkerState state, List<Integer> failed, List<Integer> cancelled, List<Integer> again, List<Integer> cut) {}

    /** A worker has ended. What it had not begun waits again, and so does what may be run again. */
    Optional<Loss> lost(Worker worker) {
        lock.lock();
        try {
            WorkerState state = workers.remove(worker.number());
            if (state == null) {
                return Optional.empty();
            }
            Loss loss = new Loss(state, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            Stream.concat(state.queued.stream(), state.begun.keySet().stream())
                    .sorted(Comparator.reverseOrder())
                    .forEach(task -> settle(task, loss));
            return Optional.of(loss);
        } finally {
            lock.unlock();
        }
    }

    private void settle(int task, Loss loss) {
        WorkerState state = loss.state();
        boolean untouched = state.queued.contains(task) && state.worker.tellsBeginnings();
        if (!untouched && state.killedToCancel && tasks.get(task).cancelled()) {
            end(task);
            loss.cut().addFirst(task);
        } else if (!untouched && !mayRunAgain(task, state)) {
            end(task);
            loss.failed().addFirst(task);
        } else if (tasks.get(task).cancelled()) {
            end(task);
            loss.cancelled().addFirst(task);
        } else {
            putBack(task);
            if (!untouched) {
                loss.again().addFirst(task);
            }
        }
    }

    private boolean mayRunAgain(int task, WorkerState state) {
        return tasks.get(task).idempotent() && task != state.overdueTask && entries[task].losses++ < settings.retries();
    }

    /** The tasks that wait for a worker when none will come. They end. */
    List<Integer> giveUp() {
        lock.lock();
        try {
            List<Integer> left = waiting.stream()
                    .filter(task -> entries[task].state == State.WAITING)
                    .toList();
            left.forEach(this::end);
            return left;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Kills the workers that have had a task, daemons not counted, or failed to begin one or to end, for longer than a task
     * may run.
     */
    void killOverdue() {
        Duration limit = settings.taskTimeout();
        long then = clock.getAsLong() - limit.toNanos();
        lock.lock();
        try {
            workers.values().stream()
                    .filter(state -> state.fate.isEmpty())
                    .forEach(state -> killIfOverdue(state, then));
        } finally {
            lock.unlock();
        }
    }

    /** Kills the workers that still have tasks of the run, which is cancelled. */
    void killCancelled() {
        lock.lock();
        try {
            workers.values().stream()
                    .filter(state -> state.fate.isEmpty() && state.tasks() > 0)
                    .forEach(state -> {
                        state.fate = "was killed because its tasks did not end when they were cancelled";
                        state.killedToCancel = true;
                        state.worker.kill();
                    });
        } finally {
            lock.unlock();
        }
    }

    private void killIfOverdue(WorkerState state, long then) {
        state.begun.forEach((task, since) -> {
            if (since - then < 0 && !tasks.get(task).daemon()) {
                state.overdueTask = task;
                state.fate = "was killed because task " + task + " had run for longer than " + limit();
            }
        });
        boolean owesABeginning = state.begun.isEmpty() && (state.retired || !state.queued.isEmpty());
        if (owesABeginning && state.lastHeard - then < 0) {
            state.fate = "was killed because it did nothing for longer than " + limit();
        }
        if (!state.fate.isEmpty()) {
            state.worker.kill();
        }
    }

    private String limit() {
        return PoolOptions.TASK_TIMEOUT.name() + "=" + PoolOptions.TASK_TIMEOUT.format(settings.taskTimeout());
    }
}
