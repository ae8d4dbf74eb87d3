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
import org.interleave.core.runtime.TaskCode;
import org.interleave.core.runtime.TaskRun;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.PayloadCodec;
import org.interleave.processes.wire.PayloadException;
import org.interleave.processes.wire.PlainTypes;
import org.interleave.processes.wire.TaskClassPath;

/**
 * The dispatcher of one run, at the parent: packs tasks for the workers that request some, routes messages, and takes the
 * tasks' ends.
 *
 * <p>A task is held back until a worker requests some, which it does when none of its own can go on, daemons not counted. So
 * if tasks are held back and nobody requests them, every worker has a task that computes, and will request more when that
 * waits or is done. Tasks that wait for each other are all handed out in the end, and begin: what was handed to a worker
 * that computes is begun when that task waits or is done, or is reclaimed once another worker requests tasks.
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
 * <p>Thread-safe: {@link TaskTable} says who has which task; whoever it lets end a task completes it, without the lock.
 * Tasks are packed without it.
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
    private final CodecTimeouts timeouts;
    private final Optional<MessageQuota> messageQuota;
    private final boolean packsInPlace;
    private final BooleanSupplier workersExpected;
    private final List<Route> routes;
    private final TaskTable table;
    private final TransferMetrics transfer;
    private final ResultDecoder<R> results;
    private final AtomicBoolean handOutAwaited = new AtomicBoolean();
    private volatile String lastLost = "";
    private Optional<Long> cancelledSince = Optional.empty(); // of the thread that looks

    /**
     * The dispatcher of a run that no worker takes part in yet.
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
        timeouts = new CodecTimeouts(settings.taskTimeout(), settings.nodePatience());
        messageQuota = settings.nodePatience()
                .map(patience -> new MessageQuota(Runtime.getRuntime().maxMemory() / MEMORY_SHARE));
        packsInPlace = run.tasks().stream()
                .<Class<?>>map(task -> TaskCode.of(task.task()))
                .distinct()
                .allMatch(PlainTypes::isOurs);
        this.workersExpected = workersExpected;
        int size = run.tasks().size();
        routes = IntStream.range(0, size).mapToObj(task -> new Route(id, task)).toList();
        table = new TaskTable(id, run.tasks(), settings, taskQuota);
        transfer = new TransferMetrics(size);
        results = new ResultDecoder<>(run, codec, threads, timeouts, transfer, this::end);
    }

    int id() {
        return id;
    }

    /** The metrics of the run's transfers so far. */
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
                table.requests(state, request.received());
                handOut();
            }
            case Frame.Begun begun -> begun(state, checked(begun.task()));
            case Frame.Reclaimed reclaimed -> {
                reclaimed.tasks().forEach(this::checked);
                table.reclaimed(state, reclaimed.tasks());
                handOut();
            }
            case Frame.Completed completed -> {
                table.ended(state, checked(completed.task()), completed.codecNanos() + completed.workNanos());
                transfer.arrived(completed);
                results.decode(worker.name(), completed);
            }
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
        messageQuota.ifPresent(quota -> quota.sent(sender.worker, post.inbox(), post.messages()));
        if (!sender.addressed.get(post.inbox())) {
            sender.addressed.set(post.inbox());
            route.introduce(sender.worker);
        }
        route.pass(post);
    }

    /** The owner of an inbox has taken messages, so their sender may send as many more. */
    private void credit(WorkerState owner, Frame.Credit credit) {
        Route route = routes.get(checked(credit.inbox()));
        messageQuota.ifPresent(quota -> {
            if (!route.leadsTo(owner.worker)) {
                throw new IllegalStateException(
                        "it took messages for task " + credit.inbox() + ", which it does not have");
            }
            quota.credited(credit);
        });
        table.worker(credit.sender()).ifPresent(sender -> sender.worker.send(credit));
    }

    private void begun(WorkerState state, int task) {
        boolean othersRequest = table.begun(state, task);
        transfer.begun(task);
        routes.get(task).lead(state.worker);
        if (othersRequest) {
            handOut();
        }
    }

    /** Whoever requests tasks while this is awaited elsewhere is served there: the mark is cleared before the first look. */
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

    /** Hands tasks to the workers that request some, until there are no more of the one or the other. */
    private void handOutHere() {
        for (Optional<Handover> next = table.next(); next.isPresent(); next = table.next()) {
            if (!handOver(next.get(), 0)) {
                return;
            }
        }
        if (table.hasNoWorker() && !workersExpected.getAsBoolean()) {
            giveUp();
        }
    }

    /** Hands over all but the first tasks. If one is abandoned meanwhile, says so: another thread does the rest. */
    private boolean handOver(Handover handover, int first) {
        for (int place = first; place < handover.tasks().size(); place++) {
            int task = handover.tasks().get(place);
            int next = place + 1;
            CodecThreads.Operation packing = threads.begin(timeouts.packing(), () -> {
                table.ended(task);
                end(timeouts.packingAbandoned(run, task));
                if (handOver(handover, next)) {
                    handOutHere();
                }
            });
            if (!handOver(task, handover.worker(), packing)) {
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

    private Frame.RunTask pack(TaskRun<R> task) {
        ByteBuffer payload = codec.encode(task.task());
        transfer.packed(task.index(), payload.remaining());
        boolean daemon = task.daemon();
        TaskClassPath classPath = PluginClassPath.of(TaskCode.of(task.task()).getClassLoader());
        return new Frame.RunTask(id, task.index(), routes.size(), daemon, classPath, payload);
    }

    /** A task is to stop. One that a worker has is told so; one that waits for a worker goes without if cancelled. */
    void stop(TaskRun<R> task) {
        if (table.stopped(task)) {
            end(new Completion.Cancelled<>(task.index(), ""));
        }
    }

    /** A task has ended, as the table says already. Called once for each task. */
    private void end(Completion<R> completion) {
        routes.get(completion.task()).close();
        messageQuota.ifPresent(quota -> quota.closed(completion.task()));
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

    private void settle(WorkerLoss loss, String how) {
        WorkerState state = loss.worker();
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
        if (timeouts.task().isPositive()) {
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
