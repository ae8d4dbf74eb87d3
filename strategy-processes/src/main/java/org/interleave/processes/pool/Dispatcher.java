package org.interleave.processes.pool;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Metric;
import org.interleave.core.TaskFailure;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.TaskRun;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.PayloadCodec;
import org.interleave.processes.wire.PayloadException;
import org.interleave.processes.wire.PlainTypes;

/**
 * The parent's part of one run: packs tasks for the workers that ask, passes messages on, and takes the tasks' ends.
 *
 * <p>A task is held back until a worker asks, which it does when none of its own can go on, daemons not counted. So if
 * tasks are held back and nobody asks, every worker has a task that computes, and asks when that waits or is done. Tasks
 * that wait for each other are all handed out in the end, and begin: what was handed to a worker that computes is begun
 * when that task waits or is done, or is called back once another worker asks.
 *
 * <p>Messages for a task are held until it has begun, so they are there wherever that is: a task can be handed out again
 * as long as it has not begun.
 *
 * <p>Packing a task and unpacking a result runs code of their classes, so it is done by {@link CodecThreads}, unless all
 * tasks of the run are core's, or the result is plain.
 *
 * <p>Nothing else here waits: frames are handed to each worker's writing thread, and locks are held for a few instructions.
 * Therefore the threads that read from the workers always read on, the workers' writing threads always get rid of what
 * they have, and since a worker's reading thread does not wait either, so do the parent's. Full pipes drain.
 *
 * <p>Thread-safe: {@link TaskTable} says who has which task; whoever it lets end a task completes it, without the lock. Tasks
 * are packed without it.
 */
final class Dispatcher<R extends Serializable> {

    /** How long a task may take to end after its run was cancelled. */
    private static final Duration CANCEL_LIMIT = Duration.ofSeconds(10);

    /** The messages that a node's worker has under way may take this part of the memory, one over this. */
    private static final long MEMORY_SHARE = 4;

    private final int id;
    private final Run<R> run;
    private final PayloadCodec codec;
    private final CodecThreads threads;
    private final Duration taskTimeout;
    private final Optional<Duration> nodePatience;
    private final Optional<MessageQuota> quota;
    private final boolean packsInPlace;
    private final BooleanSupplier workersExpected;
    private final List<Route> routes;
    private final TaskTable table;
    private final TransferMetrics transfer;
    private final AtomicBoolean handOutAwaited = new AtomicBoolean();
    private volatile String lastLost = "";
    private volatile boolean plainResults = true;
    private Optional<Long> cancelledSince = Optional.empty(); // of the thread that looks

    /**
     * Nobody works on it yet.
     *
     * @param id the run's number
     * @param workersExpected whether the pool has a worker, or one that is coming up
     */
    Dispatcher(
            int id,
            Run<R> run,
            PoolSettings settings,
            CodecThreads threads,
            TaskQuota taskQuota,
            BooleanSupplier workersExpected) {
        this.id = id;
        this.run = run;
        this.threads = threads;
        codec = settings.codec();
        taskTimeout = settings.taskTimeout();
        nodePatience = settings.nodePatience();
        quota = nodePatience.map(
                patience -> new MessageQuota(Runtime.getRuntime().maxMemory() / MEMORY_SHARE));
        packsInPlace = run.tasks().stream()
                .map(task -> task.task().getClass())
                .distinct()
                .allMatch(PlainTypes::isOurs);
        this.workersExpected = workersExpected;
        int size = run.tasks().size();
        routes = IntStream.range(0, size).mapToObj(task -> new Route(id, task)).toList();
        table = new TaskTable(id, run.tasks(), settings, taskQuota);
        transfer = new TransferMetrics(size);
    }

    int id() {
        return id;
    }

    /** What the run cost so far. */
    Map<String, Metric> metrics() {
        return transfer.metrics();
    }

    /** Lets a worker take part, unless it has ended. Again does nothing. */
    void join(Worker worker) {
        table.join(worker);
        handOut();
    }

    /**
     * Takes what a worker has sent.
     *
     * @throws IllegalStateException if it may not send that, with a message to follow its name
     */
    void received(Worker worker, Frame.OfRun frame) {
        WorkerState state = table.worker(worker.number())
                .orElseThrow(() -> new IllegalStateException("it sent something before it was given a task"));
        switch (frame) {
            case Frame.Post post -> pass(state, post);
            case Frame.Credit credit -> credit(state, credit);
            case Frame.RequestTasks request -> {
                table.asks(state, request.received());
                handOut();
            }
            case Frame.Begun begun -> begun(state, checked(begun.task()));
            case Frame.Reclaimed reclaimed -> {
                reclaimed.tasks().forEach(this::checked);
                table.reclaimed(state, reclaimed.tasks());
                handOut();
            }
            case Frame.Completed completed -> completed(state, completed);
            case Frame.Failed failed -> {
                table.ended(state, checked(failed.task()), 0);
                end(new Completion.Failed<>(failed.task(), worker.name(), failed.failure()));
            }
            case Frame.Cancelled cancelled -> {
                boolean hadBegun = table.ended(state, checked(cancelled.task()), 0);
                end(new Completion.Cancelled<>(cancelled.task(), hadBegun ? worker.name() : ""));
            }
            default ->
                throw new IllegalStateException(
                        "it sent a " + frame.getClass().getSimpleName() + ", which no worker does");
        }
    }

    private int checked(int task) {
        if (task < 0 || task >= routes.size()) {
            throw new IllegalStateException(
                    "it sent something about task " + task + " of a run of " + routes.size() + " tasks");
        }
        return task;
    }

    private void pass(WorkerState sender, Frame.Post post) {
        Route route = routes.get(checked(post.inbox()));
        quota.ifPresent(kept -> kept.sent(sender.worker, post.inbox(), post.messages()));
        if (!sender.addressed.get(post.inbox())) {
            sender.addressed.set(post.inbox());
            route.introduce(sender.worker);
        }
        route.pass(post);
    }

    /** The owner of an inbox has taken messages, so their sender may send as many more. */
    private void credit(WorkerState owner, Frame.Credit credit) {
        Route route = routes.get(checked(credit.inbox()));
        quota.ifPresent(kept -> {
            if (!route.leadsTo(owner.worker)) {
                throw new IllegalStateException(
                        "it took messages for task " + credit.inbox() + ", which it does not have");
            }
            kept.credited(credit);
        });
        table.worker(credit.sender()).ifPresent(sender -> sender.worker.send(credit));
    }

    private void begun(WorkerState state, int task) {
        boolean othersAsk = table.begun(state, task);
        transfer.begun(task);
        routes.get(task).lead(state.worker);
        if (othersAsk) {
            handOut();
        }
    }

    /** Whoever asks while this is awaited elsewhere is seen to there: the mark is taken away before anyone is looked for. */
    private void handOut() {
        if (packsInPlace) {
            handOutHere();
        } else if (handOutAwaited.compareAndSet(false, true)) {
            threads.execute(() -> {
                handOutAwaited.set(false);
                handOutHere();
            });
        }
    }

    /** Hands tasks to those who ask until there are no more of the one or the other. */
    private void handOutHere() {
        for (Optional<TaskTable.Handover> next = table.next(); next.isPresent(); next = table.next()) {
            if (!handOver(next.get(), 0)) {
                return;
            }
        }
        if (table.hasNoWorker() && !workersExpected.getAsBoolean()) {
            giveUp();
        }
    }

    /** Hands over all but the first tasks. If one is abandoned meanwhile, says so: another thread does the rest. */
    private boolean handOver(TaskTable.Handover handover, int first) {
        for (int place = first; place < handover.tasks().size(); place++) {
            int task = handover.tasks().get(place);
            int next = place + 1;
            CodecThreads.Operation packing = threads.begin(taskTimeout, () -> {
                table.ended(task);
                end(abandoned(task, "", "task " + task + " could not be packed", limit()));
                if (handOver(handover, next)) {
                    handOutHere();
                }
            });
            if (!handOver(task, handover.state(), packing)) {
                return false;
            }
        }
        table.done(handover);
        return true;
    }

    private boolean handOver(int index, WorkerState state, CodecThreads.Operation packing) {
        Frame.RunTask frame;
        try {
            transfer.assigned(index);
            frame = pack(run.tasks().get(index));
        } catch (PayloadException e) {
            TaskFailure failure = TaskFailure.of(e.after("task " + index + " cannot be sent to a worker"));
            if (!packing.end()) {
                return false;
            }
            table.ended(index);
            end(new Completion.Failed<>(index, "", failure));
            return true;
        }
        if (!packing.end()) {
            return false;
        }
        table.send(state, frame);
        return true;
    }

    /** What becomes of a task whose object is not waited for any more. */
    private Completion<R> abandoned(int task, String worker, String what, String limit) {
        return run.cancelled()
                ? new Completion.Cancelled<>(task, worker)
                : new Completion.Failed<>(
                        task, worker, TaskFailure.of(new TaskTimeoutException(what + " within " + limit)));
    }

    private String limit() {
        return PoolOptions.TASK_TIMEOUT.name() + "=" + PoolOptions.TASK_TIMEOUT.format(taskTimeout);
    }

    /** How long a result may take to be unpacked, zero if for ever. */
    private Duration unpackTimeout() {
        return taskTimeout.isPositive() ? taskTimeout : nodePatience.orElse(Duration.ZERO);
    }

    private String unpackLimit() {
        return taskTimeout.isPositive()
                ? limit()
                : PoolOptions.PATIENCE.name() + "=" + PoolOptions.PATIENCE.format(unpackTimeout());
    }

    private Frame.RunTask pack(TaskRun<R> task) {
        ByteBuffer payload = codec.encode(task.task());
        transfer.packed(task.index(), payload.remaining());
        boolean daemon = task.daemon();
        List<String> urls = PluginUrls.of(task.task().getClass().getClassLoader());
        return new Frame.RunTask(id, task.index(), routes.size(), daemon, urls, payload);
    }

    /** A task should stop. One that a worker has is told so; one that waits for a worker goes without if cancelled. */
    void stop(TaskRun<R> task) {
        if (table.stopped(task)) {
            end(new Completion.Cancelled<>(task.index(), ""));
        }
    }

    /** The table know of the end before the result is unpacked: the worker has nothing more to do with it. */
    private void completed(WorkerState state, Frame.Completed frame) {
        table.ended(state, checked(frame.task()), frame.codecNanos() + frame.workNanos());
        transfer.arrived(frame);
        String worker = state.worker.name();
        if (!plainResults || !completedPlainly(worker, frame)) {
            plainResults = false;
            threads.execute(() -> complete(worker, frame));
        }
    }

    /** Unpacks a result here if that takes no time to speak of, and says whether it did. */
    private boolean completedPlainly(String worker, Frame.Completed frame) {
        long begun = System.nanoTime();
        Optional<Object> plain;
        try {
            plain = codec.decodePlain(frame.payload(), loader(frame));
        } catch (PayloadException e) {
            return false;
        }
        plain.ifPresent(result -> {
            transfer.unpacked(System.nanoTime() - begun);
            end(succeeded(worker, frame, result));
        });
        return plain.isPresent();
    }

    private void complete(String worker, Frame.Completed frame) {
        String what = "the result of task " + frame.task() + " could not be unpacked";
        CodecThreads.Operation unpacking =
                threads.begin(unpackTimeout(), () -> end(abandoned(frame.task(), worker, what, unpackLimit())));
        Completion<R> completion = unpacked(worker, frame);
        if (unpacking.end()) {
            end(completion);
        }
    }

    private Completion<R> unpacked(String worker, Frame.Completed frame) {
        long begun = System.nanoTime();
        try {
            Object result = codec.decode(frame.payload(), loader(frame));
            transfer.unpacked(System.nanoTime() - begun);
            return succeeded(worker, frame, result);
        } catch (PayloadException e) {
            PayloadException named = e.after("the result of task " + frame.task() + " cannot be taken in");
            return new Completion.Failed<>(frame.task(), worker, TaskFailure.of(named));
        }
    }

    private ClassLoader loader(Frame.Completed frame) {
        return run.tasks().get(frame.task()).task().getClass().getClassLoader();
    }

    @SuppressWarnings("unchecked")
    private Completion<R> succeeded(String worker, Frame.Completed frame, Object result) {
        return new Completion.Succeeded<>(frame.task(), worker, (R) result);
    }

    /** A task has ended, as the table say already. Called once for each task. */
    private void end(Completion<R> completion) {
        routes.get(completion.task()).close();
        quota.ifPresent(kept -> kept.closed(completion.task()));
        run.tasks().get(completion.task()).complete(completion);
    }

    /**
     * A worker has ended. The tasks that it had begun fail or are run again, the others are handed out again; called on
     * the thread that read from it, so nothing of them comes any more.
     *
     * @param how it ended, to follow its name
     */
    void lost(Worker worker, String how) {
        table.lost(worker).ifPresent(loss -> settle(loss, how));
        handOut();
    }

    private void settle(TaskTable.Loss loss, String how) {
        WorkerState state = loss.state();
        String name = state.worker.name();
        String ending = state.fate.isEmpty() ? how : state.fate + ", and " + how;
        lastLost = name + ", which " + ending;
        loss.again().forEach(task -> routes.get(task).hold());
        loss.cancelled().forEach(task -> end(new Completion.Cancelled<>(task, "")));
        loss.cut().forEach(task -> end(new Completion.Cancelled<>(task, name)));
        for (int task : loss.failed()) {
            Throwable why = task == state.overdueTask
                    ? new TaskTimeoutException("task " + task + " was lost with " + lastLost)
                    : new WorkerLostException("task " + task + " was lost with " + lastLost);
            end(new Completion.Failed<>(task, name, TaskFailure.of(why)));
        }
    }

    /** There is no worker and none will come. */
    private void giveUp() {
        for (int task : table.giveUp()) {
            Throwable why =
                    new WorkerLostException("no worker is left to run task " + task + "; the last was " + lastLost);
            end(new Completion.Failed<>(task, "", TaskFailure.of(why)));
        }
    }

    /**
     * Ends what has taken too long: tasks that have run for longer than they may, and objects that were not packed or
     * unpacked in that time; and once the run is cancelled, whatever has not ended after {@link #CANCEL_LIMIT}. Called
     * from time to time, by one thread.
     */
    void look() {
        if (taskTimeout.isPositive()) {
            table.killOverdue();
        }
        threads.abandonOverdue();
        if (run.cancelled()) {
            long since = cancelledSince.orElseGet(System::nanoTime);
            cancelledSince = Optional.of(since);
            if (System.nanoTime() - since > CANCEL_LIMIT.toNanos()) {
                table.killCancelled();
                threads.abandonAll();
            }
        }
    }
}
