package org.interleave.core.workloads;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Turn;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * A task that waits for long beside one that takes a turn every so often. The long wait is awaited, as a step that the strategy
 * carries out, or blocks: the task sleeps within its turn, as a coroutine does that calls {@code time.sleep} instead of awaiting
 * {@code asyncio.sleep}, and tells nobody.
 *
 * <p>The oracle is the clock that all processes of a machine share: no wait may end early, the other task takes all its turns,
 * and one worker that runs both must not run them one after the other. How many turns fall into the long wait is measured.
 */
public final class BlockingTurn implements Workload<BlockingTurn.Ended> {

    /** Its name. */
    public static final String NAME = "blocking-turn";

    /** A metric. The turns that the other task took during the long wait. */
    public static final String TURNS_MEANWHILE = "turns_meanwhile";

    /** A metric. The longest time between two turns of the other task, in seconds. */
    public static final String LONGEST_GAP = "longest_gap";

    /** A way to wait. */
    public enum Waiting {
        /** As a step: the strategy may run others meanwhile. */
        AWAITS,

        /** Within the turn, on the thread that runs it. */
        BLOCKS;

        /** The name that the user writes. */
        public String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the long wait is done. */
    public static final Parameter<Waiting> HOW = Parameter.choice(
            "how",
            "whether the long wait is awaited, or blocks the turn",
            Waiting.BLOCKS,
            List.of(Waiting.values()),
            Waiting::title);

    /** The length of the long wait. */
    public static final Parameter<Duration> LENGTH = Parameter.duration(
            "length",
            "how long the long wait is",
            Duration.ofMillis(60),
            Duration.ofSeconds(5),
            Duration.ofMillis(1),
            Duration.ofMinutes(10));

    /** The time that the other task sleeps between two turns. */
    public static final Parameter<Duration> EVERY = Parameter.duration(
            "every",
            "how long the other task sleeps between two turns",
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofMillis(1),
            Duration.ofMinutes(10));

    /** The other task sleeps twice before the long wait begins, and once at least after it. */
    private static final int TURNS_AROUND = 3;

    /** The account of one task. Times are by {@link System#nanoTime}. */
    public sealed interface Ended extends Serializable {}

    /**
     * The account of the task that takes turns.
     *
     * @param begun when it began
     * @param turns the times of the turns after that
     */
    public record TurnsTaken(long begun, List<Long> turns) implements Ended {
        /** Takes a copy. */
        public TurnsTaken {
            turns = List.copyOf(turns);
        }
    }

    /**
     * The account of the task that waits for long.
     *
     * @param begun when it began to wait
     * @param ended when it was over
     */
    public record WaitedLong(long begun, long ended) implements Ended {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "a task that waits for long, awaiting it or blocking its turn, beside one that takes turns";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(HOW, LENGTH, EVERY);
    }

    @Override
    public List<String> highlights() {
        return List.of(TURNS_MEANWHILE, LONGEST_GAP);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.CONCURRENCY);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(TURNS_MEANWHILE, LONGEST_GAP));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(LENGTH);
    }

    @Override
    public Round<Ended> prepare(Parameters parameters) {
        Duration length = parameters.get(LENGTH);
        Duration every = parameters.get(EVERY);
        long turns = length.dividedBy(every) + TURNS_AROUND;
        return new BlockingTurnRound(parameters.get(HOW), length, every, (int) turns);
    }

    private record BlockingTurnRound(Waiting how, Duration length, Duration every, int turns) implements Round<Ended> {

        private static final int OTHER = 0;
        private static final int HOG = 1;

        @Override
        public Job<Ended> job() {
            return Job.of(List.of(new OtherTask(every, turns), new HogTask(how, length, every)));
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of(task == HOG ? "hog" : "turn-taker");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Ended> outcome) {
            List<Ended> results = outcome.results(HOG + 1);
            TurnsTaken other = checkOther(results.get(OTHER));
            WaitedLong hog = checkHog(results.get(HOG));
            boolean sameWorker = outcome.completions()
                    .get(OTHER)
                    .worker()
                    .equals(outcome.completions().get(HOG).worker());
            if (sameWorker && hog.begun() - other.turns().getLast() > 0) {
                throw new WrongResultException("the tasks of blocking-turn were run one after the other");
            }
            return Map.of(
                    TURNS_MEANWHILE, Metric.count(meanwhile(other, hog)),
                    LONGEST_GAP, Metric.seconds(longestGap(other)));
        }

        private TurnsTaken checkOther(Ended ended) {
            if (!(ended instanceof TurnsTaken other) || other.turns().size() != turns) {
                throw new WrongResultException(
                        "task 0 of blocking-turn ended as " + ended + ", should have taken " + turns + " turns");
            }
            long before = other.begun();
            for (long turn : other.turns()) {
                if (turn - before < every.toNanos()) {
                    throw new WrongResultException("task 0 of blocking-turn slept for " + (turn - before)
                            + " ns, should have slept for " + every.toNanos() + " ns");
                }
                before = turn;
            }
            return other;
        }

        private WaitedLong checkHog(Ended ended) {
            if (!(ended instanceof WaitedLong hog) || hog.ended() - hog.begun() < length.toNanos()) {
                throw new WrongResultException("task 1 of blocking-turn ended as " + ended + ", should have waited for "
                        + length.toNanos() + " ns");
            }
            return hog;
        }

        private static long meanwhile(TurnsTaken other, WaitedLong hog) {
            return other.turns().stream()
                    .filter(turn -> turn - hog.begun() > 0 && hog.ended() - turn > 0)
                    .count();
        }

        private static long longestGap(TurnsTaken other) {
            long longest = 0;
            long before = other.begun();
            for (long turn : other.turns()) {
                longest = Math.max(longest, turn - before);
                before = turn;
            }
            return longest;
        }
    }

    private static final class OtherTask extends StepMachine<Ended> {

        private static final long serialVersionUID = 1;

        private final Duration every;
        private final int wanted;
        private final ArrayList<Long> turns = new ArrayList<>();
        private long begun;

        OtherTask(Duration every, int wanted) {
            this.every = every;
            this.wanted = wanted;
        }

        @Override
        protected Step<Ended> begin(Turn turn) {
            begun = System.nanoTime();
            return then(this::awake, Step.sleep(every));
        }

        private Step<Ended> awake(Turn turn) {
            turns.add(System.nanoTime());
            return turns.size() == wanted ? Step.done(new TurnsTaken(begun, turns)) : Step.sleep(every);
        }
    }

    private static final class HogTask extends StepMachine<Ended> {

        private static final long serialVersionUID = 1;

        private final Waiting how;
        private final Duration length;
        private final Duration every;
        private long begun;

        HogTask(Waiting how, Duration length, Duration every) {
            this.how = how;
            this.length = length;
            this.every = every;
        }

        @Override
        protected Step<Ended> begin(Turn turn) {
            return then(this::waitLong, Step.sleep(every.multipliedBy(2)));
        }

        private Step<Ended> waitLong(Turn turn) throws InterruptedException {
            begun = System.nanoTime();
            if (how == Waiting.AWAITS) {
                return then(this::end, Step.sleep(length));
            }
            Thread.sleep(length);
            return end(turn);
        }

        private Step<Ended> end(Turn turn) {
            return Step.done(new WaitedLong(begun, System.nanoTime()));
        }
    }
}
