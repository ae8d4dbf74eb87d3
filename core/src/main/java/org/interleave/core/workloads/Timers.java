package org.interleave.core.workloads;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Feature;
import org.interleave.core.InvalidInputException;
import org.interleave.core.LatencyMetric;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Workload;

/**
 * A task that waits for a repeating timer, which first expires at once, until a number of periods are over. With ten periods
 * it fires eleven times.
 *
 * <p>SIGINT may end it before, as Ctrl-C ends a loop that handles signals: when the timer has fired so many times, this process
 * is sent a real one, whose handler {@linkplain org.interleave.core.Execution#stop stops} the run. What has fired is kept.
 *
 * <p>Nobody but the strategy holds the timer: the task makes its port anew for every receive and drops it. A second task may run
 * the garbage collector meanwhile.
 *
 * <p>The oracle is the clock that all processes of a machine share. No expiration may be told before it is due, none that was
 * due when the task asked may be left out, and within the periods there are as many as periods, and one. A task that was late
 * is told of several at once, and knows what it missed.
 */
public final class Timers implements Workload<Timers.Ended> {

    /** Its name. */
    public static final String NAME = "repeating-timer";

    /** A metric. The expirations within the periods. */
    public static final String FIRINGS = "firings";

    /** A metric. Those among them that the task was told of together with a later one. */
    public static final String MISSED = "missed";

    /**
     * A histogram. The times by which firings were late, by the timer's own beginning: they do not add up. Also a metric for each
     * firing, with a dot and its number from zero, in seconds.
     */
    public static final String DRIFT = "drift";

    /** The median of {@link #DRIFT}. */
    public static final String DRIFT_P50 = LatencyMetric.P50.of(DRIFT);

    /** The greatest {@link #DRIFT}. */
    public static final String DRIFT_MAX = LatencyMetric.MAX.of(DRIFT);

    /** A metric. The drift of the last firing, in periods. */
    public static final String LAST_DRIFT_PERIODS = "last_drift_periods";

    /** A metric. The time from sending the signal until all has ended, in seconds. */
    public static final String STOP_DELAY = "stop_delay";

    /** A metric. The collector's runs while the task waited for its timer. */
    public static final String COLLECTIONS_MEANWHILE = "collections_meanwhile";

    /** A metric. The receives after which the port that the task had made for them was gone from memory. */
    public static final String HANDLES_COLLECTED = "handles_collected";

    /** The time from one expiration to the next. */
    public static final Parameter<Duration> EVERY = Parameter.duration(
            "every",
            "time from one expiration to the next",
            Duration.ofMillis(5),
            Duration.ofSeconds(1),
            Duration.ofMillis(1),
            Duration.ofMinutes(1));

    /** The time after which it is stopped, in periods. */
    public static final Parameter<Long> PERIODS =
            Parameter.count("periods", "periods until the timer is stopped", 10, 10, 1, 1_000);

    /** The number of firings after which a signal ends the run. */
    public static final Parameter<Long> INTERRUPT_AFTER =
            Parameter.count("interrupt-after", "firings after which SIGINT stops the run; 0 for never", 0, 0, 0, 1_000);

    /** The number of times that the garbage collector is run meanwhile. */
    public static final Parameter<Long> COLLECTIONS = Parameter.count(
            "collections", "times that a second task has the garbage collector run meanwhile", 0, 0, 0, 1_000);

    /** The account of one task. */
    public sealed interface Ended extends Serializable {}

    /**
     * One receive that brought expirations. Times are by {@link System#nanoTime}.
     *
     * @param asked when the task asked
     * @param told when it was told
     * @param expirations how many it was told of, at least one
     */
    public record Firing(long asked, long told, long expirations) implements Serializable {}

    /**
     * The account of the task that waits for the timer.
     *
     * @param firings what it was told, in order
     * @param stopped whether it found that it should finish before the periods were over
     * @param handlesCollected how many of its ports were gone when it was resumed
     */
    public record Fired(List<Firing> firings, boolean stopped, long handlesCollected) implements Ended {
        /** Takes a copy. */
        public Fired {
            firings = List.copyOf(firings);
        }
    }

    /**
     * One call of the garbage collector. Times are by {@link System#nanoTime}.
     *
     * @param slept when the task went to sleep before it
     * @param begun when the task was awake and asked for the call
     * @param runs how often the JVM's collectors ran meanwhile, by their own count
     */
    public record Collection(long slept, long begun, long runs) implements Serializable {}

    /**
     * The account of the task that has the garbage collector run.
     *
     * @param collections its calls, in order
     * @param stopped whether it found that it should finish before it was done
     */
    public record Collected(List<Collection> collections, boolean stopped) implements Ended {
        /** Takes a copy. */
        public Collected {
            collections = List.copyOf(collections);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "a task that waits for a repeating timer, until its time is over or SIGINT stops it";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(EVERY, PERIODS, INTERRUPT_AFTER, COLLECTIONS);
    }

    @Override
    public List<String> highlights() {
        return List.of(FIRINGS, DRIFT_P50, DRIFT_MAX);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of();
    }

    @Override
    public Optional<Set<String>> metrics() {
        Stream<String> own = Stream.of(
                FIRINGS, MISSED, DRIFT, LAST_DRIFT_PERIODS, STOP_DELAY, COLLECTIONS_MEANWHILE, HANDLES_COLLECTED);
        return Optional.of(
                Stream.concat(own, LatencyMetric.names(DRIFT).stream()).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(EVERY);
    }

    @Override
    public Round<Ended> prepare(Parameters parameters) {
        int periods = parameters.getInt(PERIODS);
        int interruptAfter = parameters.getInt(INTERRUPT_AFTER);
        if (interruptAfter > periods) {
            throw new InvalidInputException("interrupt-after=" + interruptAfter + " is more than periods=" + periods
                    + ", which end the run before");
        }
        Optional<SignalStop> interruption = interruptAfter == 0 ? Optional.empty() : Optional.of(SignalStop.open());
        return new TimersRound(
                parameters.get(EVERY), periods, interruptAfter, parameters.getInt(COLLECTIONS), interruption);
    }
}
