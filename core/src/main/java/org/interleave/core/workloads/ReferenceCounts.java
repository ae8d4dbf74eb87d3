package org.interleave.core.workloads;

import java.io.Serializable;
import java.util.List;
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
import org.interleave.core.Tick;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * Tasks retain and release the objects of a shared table, as an interpreter does with every name it looks up, and in the
 * end release all they have. Each task begins with a reference to every object, so an object's count is zero when
 * all tasks have released it, and whoever releases it then frees it: once, at the very end.
 *
 * <p>A tick, as an instruction does, takes or gives up several references; each is a load, an addition and a store.
 * Unlike an addition in a program, which takes an interpreter several instructions, it is never cut in two by the end of
 * a turn; this is what the giant lock is there for. Tasks that run side by side get between load and store all the same,
 * unless the strategy protects the cells.
 *
 * <p>The oracle: with cells that the strategy vouches for, every count is zero in the end, and every object was freed
 * once, by whoever released it last, and never found freed by one that had a reference. Without, a count comes of one
 * chain of loads and stores, so it is neither below all releases nor above all retains, and it is not zero or less
 * unless somebody stored the zero and freed the object. A task on its own frees each object once whatever the cells
 * are. The tasks' own work is checked by {@link Tick#jump} and by their having released whatever they had.
 */
public final class ReferenceCounts implements Workload<ReferenceCounts.Counted> {

    /** Its name. */
    public static final String NAME = "retain-release";

    /** A metric. The objects whose count is wrong in the end. */
    public static final String WRONG_COUNTS = "wrong_counts";

    /** A metric. The objects that were freed while they were in use. */
    public static final String FREED_EARLY = "freed_early";

    /** A metric. The objects that were never freed. */
    public static final String NEVER_FREED = "never_freed";

    /** A metric. The attempts of compare-and-set that failed. */
    public static final String REFUSED_STORES = "refused_stores";

    /** The number of tasks that share the table. */
    public static final Parameter<Long> TASKS = Parameter.count("tasks", "tasks that share the objects", 2, 2, 1, 256);

    /** The number of objects in the table. The fewer, the more often two tasks meet at one. */
    public static final Parameter<Long> OBJECTS =
            Parameter.count("objects", "objects in the table", 1_000, 1_000, 1, 10_000);

    /** Retains and releases of each task before it releases everything. */
    public static final Parameter<Long> OPERATIONS = Parameter.count(
            "operations",
            "references that each task takes or gives up before the end",
            3_000_000,
            30_000_000,
            1,
            1_000_000_000);

    /** Retains and releases in one tick. */
    public static final Parameter<Long> PER_TICK =
            Parameter.count("per-tick", "references taken or given up in each tick", 4, 4, 1, 1_000);

    /**
     * The account of one task.
     *
     * @param attempts how often it stored, or was told to start over
     * @param retains how many references it took
     * @param releases how many it gave up, with those it began with
     * @param frees how often it freed each object: released it and stored a count of zero
     * @param foundFreed objects that had a count of zero or less when it, having a reference, came to them
     * @param state the tick's state at the end
     */
    public record Counted(
            long attempts, long retains, long releases, List<Integer> frees, Set<Integer> foundFreed, long state)
            implements Serializable {

        /** Takes copies. */
        public Counted {
            frees = List.copyOf(frees);
            foundFreed = Set.copyOf(foundFreed);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "tasks retain and release the objects of a shared table by their reference counts";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(TASKS, OBJECTS, OPERATIONS, PER_TICK);
    }

    @Override
    public List<String> highlights() {
        return List.of(WRONG_COUNTS, FREED_EARLY, NEVER_FREED);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.SHARED_CELLS);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(WRONG_COUNTS, FREED_EARLY, NEVER_FREED, REFUSED_STORES));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(OPERATIONS);
    }

    @Override
    public Round<Counted> prepare(Parameters parameters) {
        return new ReferenceCountsRound(
                parameters.getInt(TASKS),
                parameters.getInt(OBJECTS),
                parameters.get(OPERATIONS),
                parameters.get(PER_TICK));
    }

    private record ReferenceCountsRound(int tasks, int objects, long operations, long perTick)
            implements Round<Counted> {

        @Override
        public Job<Counted> job() {
            return Job.<Counted>repeat(tasks, task -> new ReferenceHolder(task, tasks, objects, operations, perTick))
                    .sharing(objects);
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of("owner");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Counted> outcome) {
            List<Counted> results = outcome.results(tasks);
            for (int task = 0; task < tasks; task++) {
                checkWork(task, results.get(task));
            }
            Fates fates = new Fates(tasks, results, outcome.exactCells());
            for (int object = 0; object < objects; object++) {
                fates.add(object, tasks + outcome.cells().get(object));
            }
            return fates.metrics();
        }

        private void checkWork(int task, Counted counted) {
            long made = counted.retains() + counted.releases();
            boolean balanced = counted.releases() == objects + counted.retains();
            if (!balanced
                    || made < operations
                    || counted.attempts() < made
                    || counted.frees().size() != objects) {
                throw new WrongResultException("task " + task + " of retain-release retained " + counted.retains()
                        + " and released " + counted.releases() + " times in " + counted.attempts()
                        + " attempts, which does not come of " + operations + " operations on " + objects + " objects");
            }
            long ticks = Math.ceilDiv(counted.attempts(), perTick);
            if (counted.state() != Tick.jump(Tick.seed(task), ticks)) {
                throw new WrongResultException("task " + task + " of retain-release did not run " + ticks
                        + " ticks for its " + counted.attempts() + " attempts");
            }
        }
    }

    /** What became of the objects. */
    private static final class Fates {

        private final List<Counted> results;
        private final boolean exact;
        private final long most;
        private final long least;
        private long wrong;
        private long early;
        private long never;

        Fates(int tasks, List<Counted> results, boolean exact) {
            this.results = results;
            this.exact = exact;
            most = tasks + results.stream().mapToLong(Counted::retains).sum();
            least = tasks - results.stream().mapToLong(Counted::releases).sum();
        }

        void add(int object, long count) {
            long frees = results.stream()
                    .mapToLong(result -> result.frees().get(object))
                    .sum();
            boolean foundFreed =
                    results.stream().anyMatch(result -> result.foundFreed().contains(object));
            boolean right = count == 0 && frees == 1 && !foundFreed;
            if (exact ? !right : !possible(count, frees) || (results.size() == 1 && !right)) {
                throw new WrongResultException("object " + object + " of retain-release, freed " + frees + " times"
                        + (foundFreed ? " and found freed" : "") + ", has a count of " + count
                        + " after everybody released it"
                        + (exact ? ", and it should be freed once and 0" : ", which no loss of updates explains"));
            }
            wrong += count == 0 ? 0 : 1;
            never += frees == 0 ? 1 : 0;
            early += frees == 0 || right ? 0 : 1;
        }

        private boolean possible(long count, long frees) {
            return count >= least && count <= most && (count > 0 || frees > 0);
        }

        Map<String, Metric> metrics() {
            long made = results.stream()
                    .mapToLong(result -> result.retains() + result.releases())
                    .sum();
            long attempts = results.stream().mapToLong(Counted::attempts).sum();
            return Map.of(
                    WRONG_COUNTS, Metric.count(wrong),
                    FREED_EARLY, Metric.count(early),
                    NEVER_FREED, Metric.count(never),
                    REFUSED_STORES, Metric.count(attempts - made));
        }
    }
}
