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
 * The table of a run's tasks: where each is, what each worker has, and which tasks go where next. Tasks that no worker has
 * wait here until one requests some. If none waits then, those are reclaimed that are queued behind a task that computes
 * elsewhere (work stealing, through the parent). So no worker is idle while a task waits for a thread, however uneven they
 * are.
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

    /** A task's row. */
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

    /** The table of a run that no worker takes part in yet. */
    TaskTable(int run, List<? extends TaskRun<?>> tasks, PoolSettings settings, TaskQuota taskQuota) {
        this(run, tasks, settings, taskQuota, System::nanoTime);
    }

    /**
     * The table of a run that no worker takes part in yet.
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

    /** The state of a worker that takes part, by its number. */
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

    /** A worker requests tasks, which counts unless some that it does not know of are on their way. */
    void requests(WorkerState state, int received) {
        lock.lock();
        try {
            state.requesting = received == state.sent;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next tasks for the worker that requests some and has the fewest, if there is one and they are there: to be packed
     * now and then {@linkplain #send sent} or {@linkplain #ended(int) ended}; after them the hand-over is {@link #done}.
     */
    Optional<Handover> next() {
        lock.lock();
        try {
            Optional<WorkerState> requesting =
                    active().filter(state -> state.requesting).min(Comparator.comparingInt(WorkerState::tasks));
            if (requesting.isEmpty()) {
                return Optional.empty();
            }
            List<Integer> taken = take(requesting.get());
            if (taken.isEmpty()) {
                reclaim();
                return Optional.empty();
            }
            requesting.get().requesting = false;
            return Optional.of(new Handover(requesting.get(), taken, requesting.get().sent));
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

    /** Reclaims half of what is queued behind a task that has begun, where most is. */
    private void reclaim() {
        active().filter(state -> !state.reclaiming && !state.begun.isEmpty() && !state.queued.isEmpty())
                .max(Comparator.comparingInt(state -> state.queued.size()))
                .ifPresent(state -> {
                    state.reclaiming = true;
                    state.worker.send(new Frame.Reclaim(run, (state.queued.size() + 1) / 2));
                });
    }

    /** The tasks of a hand-over have been seen to. A worker that was sent nothing after all still requests some. */
    void done(Handover handover) {
        lock.lock();
        try {
            handover.worker().requesting |= handover.worker().sent == handover.sentBefore();
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

    /** A worker begins a task. Says whether others that request tasks could do with what is queued behind it. */
    boolean begun(WorkerState state, int task) {
        lock.lock();
        try {
            if (!state.queued.remove(task)) {
                throw new IllegalStateException(state.worker.name() + " cannot begin task " + task);
            }
            entries[task].state = State.BEGUN;
            state.lastHeard = clock.getAsLong();
            state.begun.put(task, state.lastHeard);
            return waiting.isEmpty() && !state.queued.isEmpty() && active().anyMatch(other -> other.requesting);
        } finally {
            lock.unlock();
        }
    }

    /** A worker gives back the tasks that were reclaimed. */
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

    /** A task is to stop. Says whether it ends now, as it was cancelled before a worker had it. */
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
                state.retire();
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

    /** A worker has ended. What it had not begun waits again, and so does what may be run again. */
    Optional<WorkerLoss> lost(Worker worker) {
        lock.lock();
        try {
            WorkerState state = workers.remove(worker.number());
            if (state == null) {
                return Optional.empty();
            }
            WorkerLoss loss = new WorkerLoss(state);
            Stream.concat(state.queued.stream(), state.begun.keySet().stream())
                    .sorted(Comparator.reverseOrder())
                    .forEach(task -> settle(task, loss));
            return Optional.of(loss);
        } finally {
            lock.unlock();
        }
    }

    private void settle(int task, WorkerLoss loss) {
        WorkerState state = loss.worker();
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
                    .forEach(state -> state.killIfOverdue(
                            then, limit, task -> tasks.get(task).daemon()));
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
                    .forEach(WorkerState::killToCancel);
        } finally {
            lock.unlock();
        }
    }
}
