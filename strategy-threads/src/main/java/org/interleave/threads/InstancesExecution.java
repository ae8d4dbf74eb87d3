package org.interleave.threads;

import java.io.Serializable;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.runtime.GuardedTaskLoop;
import org.interleave.core.runtime.Inbox;
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.TaskLoop;
import org.interleave.core.runtime.TaskRun;
import org.interleave.core.runtime.ThreadPerTask;

/**
 * Deals the tasks of a run to instances that it makes for them, and runs each on a thread of its own.
 *
 * <p>The memory of the instances is freed when the run's threads have ended, so nobody is left who could touch it.
 */
final class InstancesExecution implements Execution {

    private static final List<String> LOCK_COUNTS = List.of(
            LockEvents.SWITCHES, LockEvents.FAILED_WAKEUPS, LockEvents.DROP_REQUESTS, LockEvents.FORCED_SWITCHES);

    /** The names of all metrics of instances. */
    static final Set<String> METRICS = Stream.concat(
                    LOCK_COUNTS.stream(), Stream.of(Metric.WORKER_START, Metric.SHIP, Metric.SHIPPED_BYTES))
            .collect(Collectors.toUnmodifiableSet());

    private final int mostInstances;
    private final Supplier<GiantLock> locks;
    private final int budget;
    private final ThreadPerTask threads = new ThreadPerTask(() -> new RunSetup(inboxes -> new InInstance(), Map::of));

    /**
     * An execution without a run.
     *
     * @param mostInstances how many instances there are if there are enough tasks
     * @param locks makes an instance's lock
     * @param budget ticks between two checkpoints
     */
    InstancesExecution(int mostInstances, Supplier<GiantLock> locks, int budget) {
        this.mostInstances = mostInstances;
        this.locks = locks;
        this.budget = budget;
    }

    @Override
    public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
        int size = Math.min(mostInstances, job.tasks().size());
        List<Arena> memories = new ArrayList<>();
        try {
            long begun = System.nanoTime();
            List<Instance> instances = IntStream.range(0, size)
                    .mapToObj(number -> {
                        memories.add(Arena.ofShared());
                        return new Instance(number, memories.getLast(), locks.get());
                    })
                    .toList();
            long making = (System.nanoTime() - begun) / Math.max(1, size);
            Outcome<R> outcome = threads.run(Job.of(dealt(job, instances)));
            return new Outcome<>(
                    outcome.completions(),
                    outcome.cells(),
                    outcome.exactCells(),
                    metrics(outcome.metrics(), instances, making));
        } finally {
            memories.forEach(Arena::close);
        }
    }

    private <R extends Serializable> List<CopiedTask<R>> dealt(Job<R> job, List<Instance> instances) {
        List<Inbox> inboxes = IntStream.range(0, job.tasks().size())
                .mapToObj(index -> new Inbox(instanceOf(index, instances).newRing()))
                .toList();
        List<GuardedTaskLoop> loops = instances.stream()
                .map(instance -> new GuardedTaskLoop(instance.lock(), budget, inboxes))
                .toList();
        return IntStream.range(0, job.tasks().size())
                .mapToObj(index -> new CopiedTask<R>(
                        job.tasks().get(index), instanceOf(index, instances), instanceOf(index, loops)))
                .toList();
    }

    /** The one of an instance's things that a task gets. */
    private static <T> T instanceOf(int task, List<T> ofInstances) {
        return ofInstances.get(task % ofInstances.size());
    }

    private static Map<String, Metric> metrics(Map<String, Metric> threads, List<Instance> instances, long making) {
        Map<String, Metric> metrics = new HashMap<>(threads);
        Metric threadStart = Objects.requireNonNull(threads.get(Metric.WORKER_START));
        metrics.put(Metric.WORKER_START, new Metric(making / 1e9 + threadStart.value(), threadStart.unit()));
        metrics.put(
                Metric.SHIP,
                Metric.seconds(instances.stream().mapToLong(Instance::shipNanos).sum()));
        metrics.put(
                Metric.SHIPPED_BYTES,
                Metric.bytes(
                        instances.stream().mapToLong(Instance::shippedBytes).sum()));
        for (String count : LOCK_COUNTS) {
            metrics.put(count, Metric.count(total(instances, count)));
        }
        return metrics;
    }

    private static long total(List<Instance> instances, String count) {
        return instances.stream()
                .map(instance ->
                        Objects.requireNonNull(instance.lock().metrics().get(count)))
                .mapToLong(metric -> (long) metric.value())
                .sum();
    }

    @Override
    public void stop() {
        threads.stop();
    }

    @Override
    public void cancel() {
        threads.cancel();
    }

    @Override
    public void close() {
        threads.close();
    }

    /** Runs each task in its instance. */
    private static final class InInstance implements TaskLoop {

        @Override
        public <R extends Serializable> void run(TaskRun<R> task, String worker) {
            ((CopiedTask<R>) task.task()).run(task, worker);
        }
    }
}
