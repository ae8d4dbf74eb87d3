package org.interleave.processes;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Metric;
import org.interleave.core.Run;
import org.interleave.core.TaskFailure;
import org.interleave.core.TaskRun;

/**
 * The parent's part of one run: hands tasks to the workers that ask for one, passes messages on, and takes the tasks'
 * ends.
 *
 * <p>A task is held back until a worker asks, which it does when none of its own can go on, daemons not counted. So if
 * tasks are held back and nobody asks, every worker has a task that computes, and asks when that waits or is done. Tasks
 * that wait for each other are all handed out in the end.
 *
 * <p>Nothing here waits: frames are handed to each worker's writing thread, and locks are held for a few instructions.
 * Therefore the threads that read from the workers always read on, the workers' writing threads always get rid of what
 * they have, and since a worker's reading thread does not wait either, so do the parent's. Full pipes drain.
 *
 * <p>Thread-safe: states, queues and what {@code Member} says is guarded by {@code lock}. Whoever sets a task's state to
 * {@code ENDED} completes it, after dropping the lock. Tasks are packed without it.
 */
final class Dispatcher<R extends Serializable> {

    private enum State {
        /** No worker has it. */
        WAITING,
        /** It is being packed for a worker. */
        PACKING,
        /** A worker has it. */
        PLACED,
        /** It has completed, or is about to. */
        ENDED
    }

    private final int id;
    private final Run<R> run;
    private final PayloadCodec codec;
    private final BooleanSupplier hope;
    private final List<Route> routes;
    private final Map<Integer, Member> members = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final State[] states;
    private final AtomicLongArray handedOver;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final LongAdder shipping = new LongAdder();
    private final LongAdder shipped = new LongAdder();
    private volatile String lastLost = "";

    /** A worker in this run. */
    private static final class Member {

        final Worker worker;
        final Set<Integer> tasks = new HashSet<>();
        final BitSet addressed = new BitSet(); // of the thread that reads from the worker
        boolean asks = true;

        Member(Worker worker) {
            this.worker = worker;
        }
    }

    /**
     * Nobody works on it yet.
     *
     * @param id the run's number
     * @param hope whether the pool has a worker, or one that is coming up
     */
    Dispatcher(int id, Run<R> run, PayloadCodec codec, BooleanSupplier hope) {
        this.id = id;
        this.run = run;
        this.codec = codec;
        this.hope = hope;
        int size = run.tasks().size();
        states = new State[size];
        Arrays.fill(states, State.WAITING);
        handedOver = new AtomicLongArray(size);
        routes = IntStream.range(0, size).mapToObj(task -> new Route(id, task)).toList();
        IntStream.range(0, size).forEach(waiting::add);
    }

    int id() {
        return id;
    }

    /** What the run cost so far. */
    Map<String, Metric> metrics() {
        return Map.of("ship", Metric.seconds(shipping.sum()), "shipped_bytes", Metric.bytes(shipped.sum()));
    }

    /** Lets a worker take part, unless it has ended. Again does nothing. */
    void join(Worker worker) {
        lock.lock();
        try {
            if (worker.alive()) {
                members.computeIfAbsent(worker.number(), number -> new Member(worker));
            }
        } finally {
            lock.unlock();
        }
        handOut();
    }

    /** Takes what a worker has sent. */
    void received(Worker worker, Frame.OfRun frame) {
        Member member = members.get(worker.number());
        if (member == null) {
            throw new IllegalStateException("nothing can come from a worker that has no task yet: " + frame);
        }
        switch (frame) {
            case Frame.Post post -> pass(member, post);
            case Frame.Credit credit -> {
                Member sender = members.get(credit.sender());
                if (sender != null) {
                    sender.worker.send(credit);
                }
            }
            case Frame.Want want -> {
                asks(member);
                handOut();
            }
            case Frame.Completed completed -> completed(member, completed);
            case Frame.Failed failed ->
                ended(member, new Completion.Failed<>(failed.task(), worker.name(), failed.failure()));
            case Frame.Cancelled cancelled ->
                ended(member, new Completion.Cancelled<>(cancelled.task(), worker.name()));
            default -> throw new IllegalStateException("a worker does not send " + frame);
        }
    }

    private void pass(Member sender, Frame.Post post) {
        Route route = routes.get(post.inbox());
        if (!sender.addressed.get(post.inbox())) {
            sender.addressed.set(post.inbox());
            route.introduce(sender.worker);
        }
        route.pass(post);
    }

    private void asks(Member member) {
        lock.lock();
        try {
            member.asks = true;
        } finally {
            lock.unlock();
        }
    }

    /** Hands tasks to those who ask until there are no more of the one or the other. */
    private void handOut() {
        for (Optional<Handover> next = choose(); next.isPresent(); next = choose()) {
            handOver(next.get().task, next.get().member);
        }
        if (members.isEmpty() && !hope.getAsBoolean()) {
            giveUp();
        }
    }

    private record Handover(int task, Member member) {}

    /** The next task, for the worker that has the fewest. */
    private Optional<Handover> choose() {
        lock.lock();
        try {
            Optional<Member> asking = members.values().stream()
                    .filter(member -> member.asks)
                    .min(Comparator.comparingInt(member -> member.tasks.size()));
            while (asking.isPresent() && !waiting.isEmpty()) {
                int task = waiting.remove();
                if (states[task] == State.WAITING) {
                    states[task] = State.PACKING;
                    asking.get().asks = false;
                    return Optional.of(new Handover(task, asking.get()));
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void handOver(int index, Member member) {
        TaskRun<R> task = run.tasks().get(index);
        handedOver.set(index, System.nanoTime());
        Frame.RunTask frame;
        try {
            frame = pack(task);
        } catch (PayloadException e) {
            asks(member);
            PayloadException named = e.after("task " + index + " cannot be sent to a worker");
            end(new Completion.Failed<>(index, "", TaskFailure.of(named)));
            return;
        }
        place(task, frame, member);
    }

    private Frame.RunTask pack(TaskRun<R> task) {
        ByteBuffer payload = codec.encode(task.task());
        shipped.add(payload.remaining());
        boolean daemon = task.task().daemon();
        List<String> urls = TaskLoaders.urls(task.task().getClass().getClassLoader());
        return new Frame.RunTask(id, task.index(), routes.size(), daemon, urls, payload);
    }

    /** If the worker has ended meanwhile the task is the next to be handed out again. */
    private void place(TaskRun<R> task, Frame.RunTask frame, Member member) {
        lock.lock();
        try {
            if (members.get(member.worker.number()) != member) {
                states[task.index()] = State.WAITING;
                waiting.addFirst(task.index());
                return;
            }
            states[task.index()] = State.PLACED;
            member.tasks.add(task.index());
            routes.get(task.index()).lead(member.worker, frame);
            if (task.stopping()) {
                member.worker.send(new Frame.Stop(id, task.index(), task.cancelled()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** A task should stop. One that a worker has is told so; one that waits for a worker goes without if cancelled. */
    void stop(TaskRun<R> task) {
        boolean never = false;
        lock.lock();
        try {
            switch (states[task.index()]) {
                case WAITING -> {
                    never = task.cancelled();
                    if (never) {
                        states[task.index()] = State.ENDED;
                    }
                }
                case PLACED -> routes.get(task.index()).tell(new Frame.Stop(id, task.index(), task.cancelled()));
                case PACKING, ENDED -> {} // looks for itself when it is packed; needs no telling
            }
        } finally {
            lock.unlock();
        }
        if (never) {
            end(new Completion.Cancelled<>(task.index(), ""));
        }
    }

    private void completed(Member member, Frame.Completed frame) {
        Completion<R> completion;
        try {
            completion = new Completion.Succeeded<>(frame.task(), member.worker.name(), unpack(frame));
        } catch (PayloadException e) {
            PayloadException named = e.after("the result of task " + frame.task() + " cannot be taken in");
            completion = new Completion.Failed<>(frame.task(), member.worker.name(), TaskFailure.of(named));
        }
        shipping.add(System.nanoTime() - handedOver.get(frame.task()) - frame.workNanos());
        ended(member, completion);
    }

    @SuppressWarnings("unchecked")
    private R unpack(Frame.Completed frame) {
        shipped.add(frame.payload().remaining());
        ClassLoader loader = run.tasks().get(frame.task()).task().getClass().getClassLoader();
        return (R) codec.decode(frame.payload(), loader);
    }

    /** A task that a worker had has ended. */
    private void ended(Member member, Completion<R> completion) {
        lock.lock();
        try {
            if (!member.tasks.remove(completion.task())) {
                throw new IllegalStateException(member.worker.name() + " does not have " + completion);
            }
        } finally {
            lock.unlock();
        }
        end(completion);
    }

    /** A task has ended, or is not begun any more. Called once for each task. */
    private void end(Completion<R> completion) {
        lock.lock();
        try {
            states[completion.task()] = State.ENDED;
        } finally {
            lock.unlock();
        }
        routes.get(completion.task()).close();
        run.tasks().get(completion.task()).complete(completion);
    }

    /**
     * A worker has ended. Its tasks fail; called on the thread that read from it, so nothing of them comes any more.
     *
     * @param how it ended, to follow its name
     */
    void lost(Worker worker, String how) {
        lastLost = worker.name() + ", which " + how;
        for (int task : leave(worker)) {
            fail(task, worker.name(), "task " + task + " was lost with " + lastLost);
        }
        handOut();
    }

    private List<Integer> leave(Worker worker) {
        lock.lock();
        try {
            Member member = members.remove(worker.number());
            return member == null ? List.of() : member.tasks.stream().sorted().toList();
        } finally {
            lock.unlock();
        }
    }

    /** There is no worker and none will come. */
    private void giveUp() {
        List<Integer> left = new ArrayList<>();
        lock.lock();
        try {
            waiting.stream().filter(task -> states[task] == State.WAITING).forEach(left::add);
            left.forEach(task -> states[task] = State.ENDED);
        } finally {
            lock.unlock();
        }
        left.forEach(task -> fail(task, "", "no worker is left to run task " + task + "; the last was " + lastLost));
    }

    private void fail(int task, String worker, String message) {
        TaskFailure failure = TaskFailure.of(new WorkerLostException(message));
        end(new Completion.Failed<>(task, worker, failure));
    }
}
