package org.interleave.workbench.trace;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Execution;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;
import org.interleave.threads.LockTrace;
import org.interleave.threads.TraceableStrategy;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.Spread;
import org.jspecify.annotations.Nullable;

/**
 * The runner of a workload under a strategy in this JVM, traced and untraced in turn, so that it knows what tracing costs, and
 * keeps what the last traced run recorded.
 *
 * <p>As everywhere, only {@link Round#runOn} is timed, and every result is checked by the workload's oracle. Used by
 * one thread.
 *
 * @param <R> what each task results in
 */
public final class Tracer<R extends Serializable> implements AutoCloseable {

    private final Workload<R> workload;
    private final Parameters parameters;
    private final TraceableStrategy strategy;
    private final Parameters options;
    private final long capacity;
    private final boolean inFlight;
    private final List<Double> untraced = new ArrayList<>();
    private final List<Double> traced = new ArrayList<>();
    private @Nullable TracedRun last;

    /**
     * What the last traced run came to.
     *
     * @param timeline what was recorded
     * @param metrics what the strategy counted and the workload measured, by name
     * @param wallSeconds how long it took
     * @param recording what the flight recorder has of it, if that was asked for
     */
    public record TracedRun(
            Timeline timeline, Map<String, Metric> metrics, double wallSeconds, Optional<FlightRecording> recording) {}

    private record Timed<R extends Serializable>(Outcome<R> outcome, double seconds) {}

    /**
     * Nothing has run yet.
     *
     * @param parameters the workload's, as text
     * @param options the strategy's, as text
     * @param capacity how many events a trace holds at least
     * @param inFlight whether the flight recorder records traced runs, too
     * @throws InvalidInputException if a value is not allowed
     */
    public Tracer(
            Workload<R> workload,
            Map<String, String> parameters,
            TraceableStrategy strategy,
            Map<String, String> options,
            long capacity,
            boolean inFlight) {
        this.workload = workload;
        this.parameters = Parameters.of(workload.name(), workload.parameters(), parameters, Preset.QUICK);
        this.strategy = strategy;
        this.options = Parameters.of(strategy.name(), strategy.options(), options, Preset.QUICK);
        this.capacity = capacity;
        this.inFlight = inFlight;
    }

    /**
     * Runs it once untraced and once traced, for the compiler's sake.
     *
     * @throws WrongResultException if a result is not what it has to be
     * @throws InterruptedException if this thread was interrupted
     */
    public void warmUp() throws InterruptedException {
        Parameters small = workload.warmUp(parameters);
        runUntraced(small);
        runTraced(small);
    }

    /**
     * Runs it once.
     *
     * @param withTrace whether traced; what an earlier traced run recorded is forgotten then
     * @throws WrongResultException if the result is not what it has to be
     * @throws InterruptedException if this thread was interrupted
     */
    public void run(boolean withTrace) throws InterruptedException {
        if (withTrace) {
            traced.add(runTraced(parameters));
        } else {
            untraced.add(runUntraced(parameters));
        }
    }

    private double runUntraced(Parameters sizes) throws InterruptedException {
        try (Round<R> round = workload.prepare(sizes);
                Execution execution = strategy.open(options)) {
            Timed<R> timed = time(execution, round);
            round.verify(timed.outcome());
            return timed.seconds();
        }
    }

    private double runTraced(Parameters sizes) throws InterruptedException {
        close();
        LockTrace trace = new LockTrace(capacity);
        Optional<FlightRecording> recording = inFlight ? Optional.of(new FlightRecording()) : Optional.empty();
        try (Round<R> round = workload.prepare(sizes);
                Execution execution = strategy.open(options, trace)) {
            Timed<R> timed = time(execution, round);
            recording.ifPresent(FlightRecording::stop);
            Timeline timeline = Timeline.of(trace, round); // before the oracle, which may run tasks of its own
            Map<String, Metric> metrics = new HashMap<>(timed.outcome().metrics());
            metrics.putAll(round.verify(timed.outcome()));
            last = new TracedRun(timeline, metrics, timed.seconds(), recording);
            return timed.seconds();
        }
    }

    private static <R extends Serializable> Timed<R> time(Execution execution, Round<R> round)
            throws InterruptedException {
        long start = System.nanoTime();
        Outcome<R> outcome = round.runOn(execution);
        return new Timed<>(outcome, (System.nanoTime() - start) / 1e9);
    }

    /**
     * The last traced run.
     *
     * @throws IllegalStateException if there was none
     */
    public TracedRun last() {
        TracedRun run = last;
        if (run == null) {
            throw new IllegalStateException("nothing was traced yet");
        }
        return run;
    }

    /** The overhead of tracing: the time of a traced run divided by that of an untraced one, the mean over pairs. */
    public Estimate overhead() {
        List<Double> ratios = new ArrayList<>();
        for (int pair = 0; pair < Math.min(traced.size(), untraced.size()); pair++) {
            ratios.add(traced.get(pair) / untraced.get(pair));
        }
        return Estimate.mean(new Series("1", List.of(ratios)), Spread.UNKNOWN);
    }

    /** Lets go of what was recorded. */
    @Override
    public void close() {
        TracedRun run = last;
        if (run != null) {
            last = null;
            run.recording().ifPresent(FlightRecording::close);
        }
    }
}
