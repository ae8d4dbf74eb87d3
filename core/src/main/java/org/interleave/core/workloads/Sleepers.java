package org.interleave.core.workloads;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.interleave.core.Feature;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.LatencyMetric;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * Tasks that wait, alone or beside tasks that compute and are submitted after them.
 *
 * <p>The oracle for a wait is its own clock: it must not end early, and there are as many as each task should make. How late
 * each was is measured, and with hogs how long the longest of them took. Both are fixed amounts, the same under every
 * strategy: one that cannot preempt a hog does the rest of the waiting when it is done.
 */
public final class Sleepers implements Workload<Sleepers.Ended> {

    /** Its name. */
    public static final String NAME = "waits";

    /** A histogram. The times by which waits exceeded their length. */
    public static final String LATENESS = "lateness";

    /** The median of {@link #LATENESS}. */
    public static final String LATENESS_P50 = LatencyMetric.P50.of(LATENESS);

    /** The greatest {@link #LATENESS}. */
    public static final String LATENESS_MAX = LatencyMetric.MAX.of(LATENESS);

    /** A metric. The waits that ended. */
    public static final String WAKEUPS = "wakeups";

    /** A metric. The time that the slowest of the computing tasks took, in seconds. */
    public static final String HOG = "hog";

    /** The number of tasks that wait. */
    public static final Parameter<Long> TASKS = Parameter.count("tasks", "tasks that wait", 2, 2, 1, 10_000_000);

    /** The length of each wait. */
    public static final Parameter<Duration> WAIT = Parameter.duration(
            "wait",
            "how long each waits",
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            Duration.ZERO,
            Duration.ofMinutes(10));

    /** Waits of each task. */
    public static final Parameter<Long> REPEATS =
            Parameter.count("repeats", "waits of each task, one after another", 1, 1, 1, 1_000_000);

    /** The number of tasks that compute meanwhile. */
    public static final Parameter<Long> HOGS =
            Parameter.count("hogs", "tasks beside them that only compute", 0, 0, 0, 1_000);

    /** Ticks of each of those. */
    public static final Parameter<Long> HOG_TICKS =
            Parameter.count("hog-ticks", "ticks that each hog computes", 10_000_000, 10_000_000, 1, 100_000_000_000L);

    private static final int PRECISION_DIGITS = 3;
    private static final long MAX_WAITS = 100_000_000;
    private static final Duration WARM_UP_WAIT = Duration.ofMillis(20);

    /** The account of one task. */
    public sealed interface Ended extends Serializable {}

    /** A task that waited. Immutable. */
    public static final class Waited implements Ended {

        private static final long serialVersionUID = 1;

        private final long[] waits;

        /**
         * Takes a copy.
         *
         * @param waits how long each took, from one turn to the next, in nanoseconds
         */
        public Waited(long... waits) {
            this.waits = waits.clone();
        }

        /** How long each of its waits took, in nanoseconds. */
        public LongStream waits() {
            return Arrays.stream(waits);
        }

        @Override
        public String toString() {
            return waits.length + " waits, the shortest of " + waits().min().orElse(0) + " ns";
        }
    }

    /**
     * A task that computed.
     *
     * @param nanos from its first turn to the end of its last, in nanoseconds; of its C twin, from when the strategy
     *     asked for that
     * @param state the tick's state at the end
     */
    public record Hogged(long nanos, long state) implements Ended {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "tasks that wait, alone or beside tasks that only compute";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(TASKS, WAIT, REPEATS, HOGS, HOG_TICKS);
    }

    @Override
    public List<String> highlights() {
        return List.of(LATENESS_P50, LATENESS_MAX);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of();
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Stream.concat(Stream.of(WAKEUPS, HOG), LatencyMetric.names(LATENESS).stream())
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(WAIT);
    }

    @Override
    public Round<Ended> prepare(Parameters parameters) {
        long hogTicks = parameters.get(HOG_TICKS);
        List<CountdownTask> hogs = LongStream.range(0, parameters.get(HOGS))
                .mapToObj(index -> new CountdownTask(Tick.seed(index), hogTicks))
                .toList();
        int tasks = parameters.getInt(TASKS);
        int repeats = parameters.getInt(REPEATS);
        if ((long) tasks * repeats > MAX_WAITS) {
            throw new InvalidInputException("tasks=" + tasks + " of repeats=" + repeats + " are "
                    + (long) tasks * repeats + " waits, must be at most " + MAX_WAITS);
        }
        return new SleepersRound(tasks, parameters.get(WAIT), repeats, hogs);
    }

    @Override
    public Parameters warmUp(Parameters parameters) {
        Duration wait = parameters.get(WAIT);
        return wait.compareTo(WARM_UP_WAIT) > 0 ? parameters.with(WAIT, WARM_UP_WAIT) : parameters;
    }

    private record SleepersRound(int waiters, Duration length, int repeats, List<CountdownTask> hogs)
            implements Round<Ended> {

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
            metrics.put(WAKEUPS, Metric.count((long) waiters * repeats));
            if (!hogs.isEmpty()) {
                metrics.put(HOG, Metric.seconds(longestHog));
            }
            return metrics;
        }

        @Override
        public Map<String, Histogram> latencies(Outcome<Ended> outcome) {
            Histogram lateness = new Histogram(PRECISION_DIGITS);
            for (Ended ended : outcome.results()) {
                if (ended instanceof Waited waited) {
                    waited.waits().forEach(wait -> lateness.recordValue(wait - length.toNanos()));
                }
            }
            return Map.of(LATENESS, lateness);
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
                            twin.name(), twin.state(), state -> new Hogged(System.nanoTime() - asked, state)));
        }
    }
}
