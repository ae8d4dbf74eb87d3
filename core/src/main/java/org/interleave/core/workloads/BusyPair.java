package org.interleave.core.workloads;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
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
 * Two tasks that compute beside each other: a busy one, which has a twin in C, runs a number of ticks; a counter, always in Java,
 * counts the ticks that it can run until the busy one has ended. What each gets of the processors shows what native code does to
 * everyone else, depending on whether it lets go of the giant lock.
 *
 * <p>The counter gives the busy task a head start, so that it does not have the lock first. Its rate is of the time after that.
 *
 * <p>The oracle is {@link Tick#jump}: each tells the state that its ticks have led to.
 */
public final class BusyPair implements Workload<Activity> {

    /** Its name. */
    public static final String NAME = "busy-pair";

    /** A metric. The ticks that the counter ran. */
    public static final String COUNTER_TICKS = "counter_ticks";

    /** A metric. The ticks that the counter ran, by the time that it had for them. */
    public static final String COUNTER_RATE = "counter_rate";

    /** A metric. The ticks that the busy task ran. */
    public static final String BUSY_TICKS = "busy_ticks";

    /** A metric. The ticks that the busy task ran, by the time that they took. */
    public static final String BUSY_RATE = "busy_rate";

    /** The ticks of the busy task. */
    public static final Parameter<Long> TICKS =
            Parameter.count("ticks", "ticks of the busy task", 10_000_000, 100_000_000, 1_000_000, 100_000_000_000L);

    private static final Duration HEAD_START = Duration.ofMillis(10);

    private static final int BUSY = 0;
    private static final int COUNTER = 1;
    private static final int TASKS = 2;

    private static final String PER_SECOND = "1/s";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "a task that computes, in C where there is C, beside one that counts in Java";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(TICKS);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.CONCURRENCY);
    }

    @Override
    public boolean hasKernels() {
        return true;
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(COUNTER_TICKS, COUNTER_RATE, BUSY_TICKS, BUSY_RATE));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(TICKS);
    }

    @Override
    public List<String> highlights() {
        return List.of(COUNTER_RATE, BUSY_RATE);
    }

    @Override
    public Round<Activity> prepare(Parameters parameters) {
        return new BusyPairRound(parameters.get(TICKS));
    }

    private static long seed(int task) {
        return Tick.seed(task);
    }

    private record BusyPairRound(long ticks) implements Round<Activity> {

        @Override
        public Job<Activity> job() {
            return Job.of(List.of(new BusyTask(ticks), new CounterTask()));
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of(task == COUNTER ? "counter" : "busy");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Activity> outcome) {
            List<Activity> results = outcome.results(TASKS);
            Activity busy = results.get(BUSY);
            Activity counter = results.get(COUNTER);
            if (busy.count() != ticks) {
                throw new WrongResultException(
                        "the busy task of busy-pair ran " + busy.count() + " ticks, should be " + ticks);
            }
            check(BUSY, busy);
            check(COUNTER, counter);
            return Map.of(
                    COUNTER_TICKS,
                    Metric.count(counter.count()),
                    COUNTER_RATE,
                    new Metric(perSecond(counter), PER_SECOND),
                    BUSY_TICKS,
                    Metric.count(busy.count()),
                    BUSY_RATE,
                    new Metric(perSecond(busy), PER_SECOND));
        }

        private static void check(int task, Activity activity) {
            if (activity.count() < 0 || activity.state() != Tick.jump(seed(task), activity.count())) {
                throw new WrongResultException("task " + task + " of busy-pair did not run the " + activity.count()
                        + " ticks that it counted");
            }
        }

        private static double perSecond(Activity activity) {
            return activity.count() * 1e9 / Math.max(1, activity.ended() - activity.begun());
        }
    }

    /** Runs its ticks. */
    private static final class BusyTask implements Task<Activity> {

        private static final long serialVersionUID = 1;

        private final long ticks;
        private boolean running;
        private long begun;
        private long count;
        private long state = seed(BUSY);

        BusyTask(long ticks) {
            this.ticks = ticks;
        }

        @Override
        public Step<Activity> advance(Turn turn) {
            if (!running) {
                running = true;
                begun = System.nanoTime();
            }
            long now = Math.min(turn.ticks(), ticks - count);
            state = Tick.run(state, now);
            count += now;
            return count == ticks ? Step.done(new Activity(count, state, begun, System.nanoTime())) : Step.ready();
        }

        @Override
        public boolean idempotent() {
            return true;
        }

        @Override
        public Optional<Kernel<Activity>> kernel() {
            long asked = System.nanoTime();
            return Optional.of(SpinTask.twin(count, state, ticks, asked));
        }
    }

    /** Lets the other begin, then runs ticks until that has ended. */
    private static final class CounterTask extends StepMachine<Activity> {

        private static final long serialVersionUID = 1;

        private long begun;
        private long count;
        private long state = seed(COUNTER);

        @Override
        protected Step<Activity> begin(Turn turn) {
            begun = System.nanoTime() + HEAD_START.toNanos();
            return then(this::count, Step.sleep(HEAD_START));
        }

        private Step<Activity> count(Turn turn) {
            if (turn.stopping()) {
                return Step.done(new Activity(count, state, begun, Math.max(begun, System.nanoTime())));
            }
            if (count == 0 && System.nanoTime() - begun < 0) {
                throw new IllegalStateException("woken before the time that it was to sleep for");
            }
            state = Tick.run(state, turn.ticks());
            count += turn.ticks();
            return Step.ready();
        }

        @Override
        public boolean daemon() {
            return true;
        }
    }
}
