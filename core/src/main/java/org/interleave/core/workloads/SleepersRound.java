package org.interleave.core.workloads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.Latencies;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.core.WrongResultException;
import org.interleave.core.runtime.HeapPerTask;
import org.interleave.core.runtime.OncePerExecution;
import org.interleave.core.workloads.Sleepers.Ended;
import org.interleave.core.workloads.Sleepers.Hogged;
import org.interleave.core.workloads.Sleepers.Waited;
import org.jspecify.annotations.Nullable;

/** A round of {@link Sleepers}: the tasks that wait, then those that compute. */
final class SleepersRound implements Round<Ended> {

    /** To find it takes longer than a round. */
    private static final OncePerExecution<Long> HEAP_PER_WAIT = new OncePerExecution<>();

    private final int waiters;
    private final Duration length;
    private final int repeats;
    private final List<CountdownTask> hogs;
    private final boolean heap;
    private @Nullable Execution execution;
    private long nanos;

    /**
     * A round.
     *
     * @param waiters tasks that wait
     * @param length how long each waits
     * @param repeats how often
     * @param hogs what the others compute
     * @param heap whether the heap of a waiting task is measured afterwards
     */
    SleepersRound(int waiters, Duration length, int repeats, List<CountdownTask> hogs, boolean heap) {
        this.waiters = waiters;
        this.length = length;
        this.repeats = repeats;
        this.hogs = hogs;
        this.heap = heap;
    }

    @Override
    public Job<Ended> job() {
        List<Task<Ended>> tasks = new ArrayList<>(waiters + hogs.size());
        for (int i = 0; i < waiters; i++) {
            tasks.add(new WaitTask(length, repeats));
        }
        hogs.forEach(hog -> tasks.add(new HogTask(hog.copy())));
        return Job.of(tasks);
    }

    @Override
    public Optional<String> role(int task) {
        return Optional.of(task < waiters ? "sleeper" : "hog");
    }

    @Override
    public Outcome<Ended> runOn(Execution strategy) throws InterruptedException {
        execution = strategy;
        long begun = System.nanoTime();
        Outcome<Ended> outcome = strategy.run(job());
        nanos = System.nanoTime() - begun;
        return outcome;
    }

    @Override
    public Map<String, Metric> verify(Outcome<Ended> outcome) {
        List<Ended> results = outcome.results(waiters + hogs.size());
        long longestHog = 0;
        for (int task = 0; task < waiters + hogs.size(); task++) {
            if (task < waiters) {
                checkWaits(task, results.get(task));
            } else {
                longestHog = Math.max(longestHog, hogged(task, results.get(task)));
            }
        }
        Map<String, Metric> metrics = new HashMap<>();
        metrics.put(Sleepers.WAKEUPS, Metric.count((long) waiters * repeats));
        if (!hogs.isEmpty()) {
            metrics.put(Sleepers.HOG, Metric.seconds(longestHog));
        }
        Execution used = execution;
        if (used != null) {
            long beyond = Math.max(0, nanos - repeats * length.toNanos());
            metrics.put(Sleepers.BEYOND_WAIT, Metric.seconds(beyond));
            metrics.put(Sleepers.BEYOND_PER_WAIT, new Metric(beyond / 1e9 / waiters, "s"));
            if (heap) {
                long bytes = HEAP_PER_WAIT.of(used, anew -> HeapPerTask.ofWaiting(anew, waiters));
                metrics.put(Sleepers.HEAP_PER_WAIT, Metric.bytes(bytes));
                metrics.put(
                        Sleepers.HEAP_LIMIT, Metric.bytes(Runtime.getRuntime().maxMemory()));
            }
        }
        return metrics;
    }

    @Override
    public Map<String, Histogram> latencies(Outcome<Ended> outcome) {
        Latencies lateness = new Latencies();
        for (Ended ended : outcome.results()) {
            if (ended instanceof Waited waited) {
                waited.waits().forEach(wait -> lateness.record(wait - length.toNanos()));
            }
        }
        return Map.of(Sleepers.LATENESS, lateness.histogram());
    }

    private void checkWaits(int task, Ended ended) {
        if (!(ended instanceof Waited waited)
                || waited.waits().count() != repeats
                || waited.waits().anyMatch(wait -> wait < length.toNanos())) {
            throw new WrongResultException("task " + task + " of waits ended as " + ended + ", should have waited "
                    + repeats + " times for " + length.toNanos() + " ns");
        }
    }

    private long hogged(int task, Ended ended) {
        long expected = hogs.get(task - waiters).oracle();
        if (ended instanceof Hogged hogged && hogged.state() == expected && hogged.nanos() >= 0) {
            return hogged.nanos();
        }
        throw new WrongResultException(
                "task " + task + " of waits ended as " + ended + ", should have computed state " + expected);
    }

    private static final class WaitTask extends StepMachine<Ended> {

        private static final long serialVersionUID = 1;
        private static final long[] NONE = {};

        private final Duration wait;
        private final int repeats;
        private int ended;
        private long begun;

        /** Empty until the first wait has ended, so that a task that waits takes no more room than it needs. */
        private long[] waits = NONE;

        WaitTask(Duration wait, int repeats) {
            this.wait = wait;
            this.repeats = repeats;
        }

        @Override
        protected Step<Ended> begin(Turn turn) {
            return then(this::wake, sleepFrom(System.nanoTime()));
        }

        private Step<Ended> wake(Turn turn) {
            long now = System.nanoTime();
            if (ended == 0) {
                waits = new long[repeats];
            }
            waits[ended++] = now - begun;
            return ended == repeats ? Step.done(new Waited(waits)) : sleepFrom(now);
        }

        private Step<Ended> sleepFrom(long now) {
            begun = now;
            return Step.sleep(wait);
        }

        @Override
        public boolean idempotent() {
            return true;
        }
    }

    private static final class HogTask implements Task<Ended> {

        private static final long serialVersionUID = 1;

        private final CountdownTask countdown;
        private boolean running;
        private long begun;

        HogTask(CountdownTask countdown) {
            this.countdown = countdown;
        }

        @Override
        public Step<Ended> advance(Turn turn) {
            if (!running) {
                running = true;
                begun = System.nanoTime();
            }
            return countdown.advance(turn) instanceof Step.Done<Long> done
                    ? Step.done(new Hogged(System.nanoTime() - begun, done.result()))
                    : Step.ready();
        }

        @Override
        public boolean idempotent() {
            return true;
        }

        @Override
        public Optional<Kernel<Ended>> kernel() {
            long asked = System.nanoTime();
            return countdown
                    .kernel()
                    .map(twin -> new Kernel<>(
                            twin.name(),
                            twin.arguments(),
                            results -> new Hogged(System.nanoTime() - asked, results.word(0))));
        }
    }
}
