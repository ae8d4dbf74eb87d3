package org.interleave.core.workloads;

import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.interleave.core.Demand;
import org.interleave.core.Feature;
import org.interleave.core.InvalidInputException;
import org.interleave.core.LatencyMetric;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Tick;
import org.interleave.core.Workload;

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

    /** A metric. The time that a run took beyond the waits of one task, in seconds. */
    public static final String BEYOND_WAIT = "beyond_wait";

    /** A metric. {@link #BEYOND_WAIT} for each task that waited, in seconds. */
    public static final String BEYOND_PER_WAIT = "beyond_per_wait";

    /** A metric. What {@link org.interleave.core.runtime.HeapPerTask} finds, in bytes. */
    public static final String HEAP_PER_WAIT = "heap_per_wait";

    /** A metric. The most that the heap of the process may take, in bytes. */
    public static final String HEAP_LIMIT = "heap_limit";

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

    /** Whether the heap that a waiting task takes up is measured. */
    public static final Parameter<Boolean> HEAP = Parameter.choice(
            "heap",
            "whether the heap for each waiting task is measured, in a run of its own that is not timed",
            false,
            List.of(false, true),
            measured -> measured ? "measured" : "not-measured");

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
        return List.of(TASKS, WAIT, REPEATS, HOGS, HOG_TICKS, HEAP);
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
        Stream<String> own = Stream.of(WAKEUPS, HOG, BEYOND_WAIT, BEYOND_PER_WAIT, HEAP_PER_WAIT, HEAP_LIMIT);
        return Optional.of(
                Stream.concat(own, LatencyMetric.names(LATENESS).stream()).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Demand demand(Parameters parameters) {
        return new Demand(parameters.get(TASKS) + parameters.get(HOGS), 0);
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
        return new SleepersRound(tasks, parameters.get(WAIT), repeats, hogs, parameters.get(HEAP));
    }

    @Override
    public Parameters warmUp(Parameters parameters) {
        Duration wait = parameters.get(WAIT);
        return wait.compareTo(WARM_UP_WAIT) > 0 ? parameters.with(WAIT, WARM_UP_WAIT) : parameters;
    }
}
