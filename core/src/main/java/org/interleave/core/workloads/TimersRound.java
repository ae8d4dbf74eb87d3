package org.interleave.core.workloads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.interleave.core.Call;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Latencies;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.WrongResultException;
import org.interleave.core.workloads.Timers.Collected;
import org.interleave.core.workloads.Timers.Collection;
import org.interleave.core.workloads.Timers.Ended;
import org.interleave.core.workloads.Timers.Fired;
import org.interleave.core.workloads.Timers.Firing;

/**
 * A round of {@link Timers}: the task with the timer, and if the collector is to run the task that has it run.
 *
 * @param every the time from one expiration to the next
 * @param periods how many of them until it is stopped
 * @param interruptAfter the firings after which the run is stopped, 0 for never
 * @param collections how often the collector is run
 * @param interruption what stops the run, if anything does
 */
record TimersRound(Duration every, int periods, int interruptAfter, int collections, Optional<SignalStop> interruption)
        implements Round<Ended> {

    private static final int COLLECTOR = 1;

    @Override
    public Job<Ended> job() {
        Call notice = interruption.map(SignalStop::notice).orElse(SignalStop.NO_NOTICE);
        List<Task<Ended>> tasks = new ArrayList<>();
        tasks.add(new AlarmTask(every, periods, interruptAfter, notice));
        if (collections > 0) {
            tasks.add(new CollectorTask(collections, gap()));
        }
        return Job.of(tasks);
    }

    @Override
    public Optional<String> role(int task) {
        return Optional.of(task == COLLECTOR ? "collector" : "alarm");
    }

    private Duration gap() {
        return every.multipliedBy(periods).dividedBy(collections + 1L);
    }

    @Override
    public Outcome<Ended> runOn(Execution execution) throws InterruptedException {
        return interruption.isPresent() ? interruption.get().run(execution, job()) : execution.run(job());
    }

    @Override
    public Map<String, Metric> verify(Outcome<Ended> outcome) {
        List<Ended> results = outcome.results(collections > 0 ? COLLECTOR + 1 : COLLECTOR);
        Fired fired = check(results.getFirst());
        Map<String, Metric> metrics = new HashMap<>();
        metrics.put(Timers.HANDLES_COLLECTED, Metric.count(fired.handlesCollected()));
        long told = 0;
        long missed = 0;
        for (Firing firing : fired.firings()) {
            told += firing.expirations();
            missed += firing.expirations() - 1;
            if (told <= periods + 1L) {
                metrics.put(Timers.DRIFT + "." + (told - 1), Metric.seconds(drift(fired, firing, told)));
                metrics.put(
                        Timers.LAST_DRIFT_PERIODS, Metric.ratio((double) drift(fired, firing, told) / every.toNanos()));
            }
        }
        metrics.put(Timers.FIRINGS, Metric.count(Math.min(told, periods + 1L)));
        metrics.put(Timers.MISSED, Metric.count(missed));
        interruption.ifPresent(stop -> metrics.put(Timers.STOP_DELAY, Metric.seconds(stop.endNanos())));
        if (collections > 0) {
            metrics.put(
                    Timers.COLLECTIONS_MEANWHILE, Metric.count(collectionsMeanwhile(fired, results.get(COLLECTOR))));
        }
        return metrics;
    }

    /** The time from when the last expiration that was told was due, by the earliest beginning of the timer. */
    private long drift(Fired fired, Firing firing, long told) {
        return firing.told() - fired.firings().getFirst().asked() - (told - 1) * every.toNanos();
    }

    private Fired check(Ended ended) {
        if (!(ended instanceof Fired fired) || fired.firings().isEmpty()) {
            throw new WrongResultException("task 0 of repeating-timer ended as " + ended + ", should have fired");
        }
        long told = 0;
        for (Firing firing : fired.firings()) {
            told += firing.expirations();
            checkDue(fired, firing, told);
        }
        if (interruptAfter == 0 && (told < periods + 1L || fired.stopped())) {
            throw new WrongResultException("the timer of task 0 fired " + told + " times in " + periods
                    + " periods, should have fired " + (periods + 1L) + " times");
        }
        if (interruptAfter > 0 && (told < interruptAfter || !fired.stopped())) {
            throw new WrongResultException(
                    "the timer of task 0 fired " + told + " times, should have been stopped after " + interruptAfter);
        }
        return fired;
    }

    /** The timer began between when it was first asked for and when it first fired. */
    private void checkDue(Fired fired, Firing firing, long told) {
        if (firing.expirations() < 1 || drift(fired, firing, told) < 0) {
            throw new WrongResultException("the timer of task 0 told of " + firing.expirations() + " expirations, "
                    + told + " in all, before they were due");
        }
        long sinceFirst = firing.asked() - fired.firings().getFirst().told();
        if (sinceFirst >= 0 && told < sinceFirst / every.toNanos() + 1) {
            throw new WrongResultException("the timer of task 0 told of " + told + " expirations in all, "
                    + (sinceFirst / every.toNanos() + 1) + " were due when it was asked");
        }
    }

    private long collectionsMeanwhile(Fired fired, Ended ended) {
        if (!(ended instanceof Collected collected)
                || (collected.collections().size() != collections && !collected.stopped())) {
            throw new WrongResultException("task 1 of repeating-timer ended as " + ended + ", should have had the"
                    + " collector run " + collections + " times");
        }
        collected.collections().forEach(this::check);
        long first = fired.firings().getFirst().told();
        long last = fired.firings().getLast().told();
        return collected.collections().stream()
                .filter(collection -> collection.begun() - first > 0 && last - collection.begun() > 0)
                .count();
    }

    private void check(Collection collection) {
        if (collection.begun() - collection.slept() < gap().toNanos()) {
            throw new WrongResultException("task 1 of repeating-timer slept for "
                    + (collection.begun() - collection.slept()) + " ns, should have slept for "
                    + gap().toNanos() + " ns");
        }
        if (collection.runs() < 1) {
            throw new WrongResultException("the garbage collector did not run when it was asked to: is that disabled?");
        }
    }

    @Override
    public Map<String, Histogram> latencies(Outcome<Ended> outcome) {
        Latencies drifts = new Latencies();
        if (outcome.results().getFirst() instanceof Fired fired) {
            long told = 0;
            for (Firing firing : fired.firings()) {
                told += firing.expirations();
                drifts.record(drift(fired, firing, told));
            }
        }
        return Map.of(Timers.DRIFT, drifts.histogram());
    }

    @Override
    public void close() {
        interruption.ifPresent(SignalStop::close);
    }
}
