package org.interleave.core.workloads;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
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
 * Maps a list of items, a task each, as a pool's {@code map} does. The first takes longest and each of the others less, so
 * that those who work on them beside each other finish in another order than that of the list. Every result says which
 * process made it and when.
 *
 * <p>The oracle is {@link Tick#jump} for each item: its result is there, once. Whether it stands where its item stood is
 * counted, for claims to speak of. Times of different processes are held against each other, which the clock allows: it
 * counts from when the machine was started.
 */
public final class ParallelMap implements Workload<ParallelMap.Mapped> {

    /** Its name. */
    public static final String NAME = "items";

    /** A metric. The results that do not stand where their item stood. */
    public static final String MISPLACED = "misplaced";

    /** A metric. The items done before the one that stands before them. */
    public static final String OVERTAKINGS = "overtakings";

    /** A metric. The processes that made results. */
    public static final String PROCESSES = "processes";

    /** A metric. The results made by a child process that is there. */
    public static final String CHILD_RESULTS = "child_results";

    /** The length of the list. */
    public static final Parameter<Long> ITEMS =
            Parameter.count("items", "items to map, a task each", 10, 10, 1, 1_000_000);

    /** Ticks of the first item. */
    public static final Parameter<Long> WORK = Parameter.count(
            "work", "ticks that the first item takes, the others take less", 500_000, 5_000_000, 1, 1_000_000_000);

    /**
     * What an item was mapped to.
     *
     * @param state the tick's state at the end
     * @param process the id of the process that did it
     * @param nanos when it was done, by that process's {@link System#nanoTime}
     */
    public record Mapped(long state, long process, long nanos) implements Serializable {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "a list of items to map, each result with the id of the process that made it";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(ITEMS, WORK);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of();
    }

    @Override
    public boolean hasKernels() {
        return true;
    }

    @Override
    public List<String> highlights() {
        return List.of(PROCESSES, CHILD_RESULTS, OVERTAKINGS, MISPLACED);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(MISPLACED, OVERTAKINGS, PROCESSES, CHILD_RESULTS));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(WORK);
    }

    @Override
    public Round<Mapped> prepare(Parameters parameters) {
        int items = parameters.getInt(ITEMS);
        long work = parameters.get(WORK);
        return new ParallelMapRound(IntStream.range(0, items)
                .mapToObj(item ->
                        new ItemTask(new CountdownTask(Tick.seed(item), Math.max(1, work - work * item / items))))
                .toList());
    }

    private record ParallelMapRound(List<ItemTask> items) implements Round<Mapped> {

        @Override
        public Job<Mapped> job() {
            return Job.of(items.stream().map(ItemTask::copy).toList());
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of("item");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Mapped> outcome) {
            List<Mapped> results = outcome.results(items.size());
            List<Long> expected =
                    items.stream().map(item -> item.countdown.oracle()).toList();
            Set<Long> missing = new HashSet<>(expected);
            long misplaced = 0;
            for (int item = 0; item < items.size(); item++) {
                long state = results.get(item).state();
                if (!missing.remove(state)) {
                    throw new WrongResultException("item " + item + " of items was mapped to " + Long.toHexString(state)
                            + ", should be " + Long.toHexString(expected.get(item)));
                }
                misplaced += state == expected.get(item) ? 0 : 1;
            }
            return Map.of(
                    MISPLACED, Metric.count(misplaced),
                    OVERTAKINGS, Metric.count(overtakings(results)),
                    PROCESSES,
                            Metric.count(results.stream()
                                    .map(Mapped::process)
                                    .distinct()
                                    .count()),
                    CHILD_RESULTS, Metric.count(childResults(results)));
        }

        /** The number of items that were done before the one that stands before them in the list. */
        private static long overtakings(List<Mapped> results) {
            return IntStream.range(1, results.size())
                    .filter(item ->
                            results.get(item).nanos() - results.get(item - 1).nanos() < 0)
                    .count();
        }

        /** The number of results that come from processes which this one has started and which still run. */
        private static long childResults(List<Mapped> results) {
            Set<Long> children =
                    ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
            return results.stream()
                    .filter(result -> children.contains(result.process()))
                    .count();
        }
    }

    private static final class ItemTask implements Task<Mapped> {

        private static final long serialVersionUID = 1;

        private final CountdownTask countdown;

        ItemTask(CountdownTask countdown) {
            this.countdown = countdown;
        }

        ItemTask copy() {
            return new ItemTask(countdown.copy());
        }

        @Override
        public Step<Mapped> advance(Turn turn) {
            return countdown.advance(turn) instanceof Step.Done<Long> done
                    ? Step.done(mapped(done.result()))
                    : Step.ready();
        }

        private static Mapped mapped(long state) {
            return new Mapped(state, ProcessHandle.current().pid(), System.nanoTime());
        }

        @Override
        public boolean idempotent() {
            return true;
        }

        @Override
        public Optional<Kernel<Mapped>> kernel() {
            return countdown
                    .kernel()
                    .map(twin -> new Kernel<>(twin.name(), twin.arguments(), results -> mapped(results.word(0))));
        }
    }
}
