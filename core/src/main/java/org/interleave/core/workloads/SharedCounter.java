package org.interleave.core.workloads;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Cell;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * Two tasks add to one shared number, one task ones and the other millions, in three ticks each: load, add, store. A
 * turn may end between any two of them, and what the other task then stores is lost unless the strategy protects the
 * number.
 *
 * <p>The oracle: every stored value is the sum of the additions on one chain of loads and stores, back to zero. Each
 * addition is on it at most once, so the digits of the final value say how many of each task's survived. If the
 * strategy vouches for its cells, all did. If not, at least two did: whoever stores last had loaded its own last but
 * one, or something stored after that. A task alone loses nothing. The tasks' own work is checked by {@link Tick#jump}.
 *
 * <p>{@code widest_gap} tells whether the tasks went on together: by how much the digits of ones and of millions differed
 * at most, as a share of the additions. If one task runs after the other it is 1.
 */
public final class SharedCounter implements Workload<SharedCounter.Added> {

    /** Its name. */
    public static final String NAME = "shared-counter";

    /** A metric. The additions that are missing in the end. */
    public static final String LOST_UPDATES = "lost_updates";

    /** A metric. The share of the additions that is missing. */
    public static final String LOST_SHARE = "lost_share";

    /** A metric. The attempts of compare-and-set that failed. */
    public static final String REFUSED_STORES = "refused_stores";

    /** A metric. The widest distance between the tasks' digits, as a share of all that each adds. */
    public static final String WIDEST_GAP = "widest_gap";

    /** Additions of each task. Fewer than a million, so that the ones do not run over into the millions. */
    public static final Parameter<Long> ADDITIONS =
            Parameter.count("additions", "additions that each task makes", 400_000, 900_000, 1, 999_999);

    /** Ticks of other work between two of them. */
    public static final Parameter<Long> WORK =
            Parameter.count("work", "ticks of other work after each addition", 0, 0, 0, 1_000_000);

    /** The number of tasks: one alone, for comparison, or two. */
    public static final Parameter<Long> TASKS =
            Parameter.count("tasks", "tasks: the first adds ones, the second millions", 2, 2, 1, 2);

    private static final int CELL = 0;
    private static final long FEWEST_SURVIVORS = 2;
    private static final long MILLION = 1_000_000;

    /**
     * The account of one task.
     *
     * @param attempts how often it stored, or was told to start over
     * @param widestGap by how much the digits of ones and millions differed at most when it loaded
     * @param state the tick's state at the end
     */
    public record Added(long attempts, long widestGap, long state) implements Serializable {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "two tasks add to one number in load, add and store steps";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(ADDITIONS, WORK, TASKS);
    }

    @Override
    public List<String> highlights() {
        return List.of(LOST_UPDATES);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.SHARED_CELLS);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(LOST_UPDATES, LOST_SHARE, REFUSED_STORES, WIDEST_GAP));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(ADDITIONS);
    }

    @Override
    public Round<Added> prepare(Parameters parameters) {
        return new SharedCounterRound(parameters.get(ADDITIONS), parameters.get(WORK), parameters.getInt(TASKS));
    }

    private record SharedCounterRound(long additions, long work, int tasks) implements Round<Added> {

        @Override
        public Job<Added> job() {
            return Job.<Added>repeat(
                            tasks, task -> new Adder(task == 0 ? 1 : MILLION, additions, work, Tick.seed(task)))
                    .sharing(CELL + 1);
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of("adder");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Added> outcome) {
            List<Added> results = outcome.results(tasks);
            long refused = 0;
            for (int task = 0; task < tasks; task++) {
                checkWork(task, results.get(task));
                refused += results.get(task).attempts() - additions;
            }
            long made = tasks * additions;
            long gap = results.stream().mapToLong(Added::widestGap).max().orElseThrow();
            long lost = made - survivors(outcome.cells().get(CELL), outcome.exactCells());
            Map<String, Metric> metrics = new HashMap<>();
            metrics.put(LOST_UPDATES, Metric.count(lost));
            metrics.put(LOST_SHARE, Metric.ratio((double) lost / made));
            metrics.put(REFUSED_STORES, Metric.count(refused));
            metrics.put(WIDEST_GAP, Metric.ratio((double) gap / additions));
            return metrics;
        }

        private void checkWork(int task, Added added) {
            long ticks = Adder.TICKS_PER_ATTEMPT * added.attempts() + work * additions;
            boolean gapPossible = added.widestGap() >= 0 && added.widestGap() <= additions;
            if (!gapPossible || added.attempts() < additions || added.state() != Tick.jump(Tick.seed(task), ticks)) {
                throw new WrongResultException("task " + task + " of shared-counter ended as " + added
                        + ", which does not come of " + additions + " additions");
            }
        }

        private long survivors(long value, boolean exact) {
            long ones = value % MILLION;
            long millions = value / MILLION;
            boolean alone = tasks == 1;
            long fewest = exact || alone ? tasks * additions : Math.min(FEWEST_SURVIVORS, additions);
            long mostMillions = alone ? 0 : additions;
            if (value < 0 || ones > additions || millions > mostMillions || ones + millions < fewest) {
                throw new WrongResultException("the number of shared-counter is " + value + " after " + additions
                        + " additions of 1 and as many of " + MILLION
                        + (exact ? ", and none should be lost" : ", which no loss of additions explains"));
            }
            return ones + millions;
        }
    }

    private static final class Adder implements Task<Added> {

        /** Load, add, store. */
        static final long TICKS_PER_ATTEMPT = 3;

        private static final long serialVersionUID = 1;

        private enum Phase {
            LOAD,
            ADD,
            STORE,
            WORK
        }

        private final long amount;
        private final long work;
        private long additionsLeft;
        private long state;
        private Phase phase = Phase.LOAD;
        private long loaded;
        private long sum;
        private long workLeft;
        private long attempts;
        private long widestGap;

        Adder(long amount, long additions, long work, long state) {
            this.amount = amount;
            this.additionsLeft = additions;
            this.work = work;
            this.state = state;
        }

        @Override
        public Step<Added> advance(Turn turn) {
            Cell cell = turn.cell(CELL);
            long ticks = turn.ticks();
            while (additionsLeft > 0) {
                if (ticks == 0) {
                    return Step.ready();
                }
                ticks -= instruction(cell, ticks);
            }
            return Step.done(new Added(attempts, widestGap, state));
        }

        /** One instruction of an addition, or as much of the work after it as the ticks allow. Returns the ticks used. */
        private long instruction(Cell cell, long ticks) {
            long used = phase == Phase.WORK ? Math.min(ticks, workLeft) : 1;
            state = Tick.run(state, used);
            switch (phase) {
                case LOAD -> {
                    loaded = cell.load();
                    widestGap = Math.max(widestGap, Math.abs(loaded / MILLION - loaded % MILLION));
                    phase = Phase.ADD;
                }
                case ADD -> {
                    sum = loaded + amount;
                    phase = Phase.STORE;
                }
                case STORE -> {
                    attempts++;
                    workLeft = work;
                    phase = cell.store(loaded, sum) ? afterStore() : Phase.LOAD;
                }
                case WORK -> {
                    workLeft -= used;
                    phase = afterStore();
                }
            }
            return used;
        }

        /** Counts the addition once its work is done too. */
        private Phase afterStore() {
            if (workLeft > 0) {
                return Phase.WORK;
            }
            additionsLeft--;
            return Phase.LOAD;
        }
    }
}
