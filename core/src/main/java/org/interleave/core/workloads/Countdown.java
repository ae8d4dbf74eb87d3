package org.interleave.core.workloads;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
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
 * Counts a number down to zero, a tick for each count, split between tasks: nothing but computing.
 *
 * <p>The oracle is {@link Tick#jump}, which finds the state after that many ticks without running them.
 */
public final class Countdown implements Workload<Long> {

    /** Its name. */
    public static final String NAME = "countdown";

    /** The ticks of all tasks together. */
    public static final Parameter<Long> COUNT = Parameter.count(
            "count", "ticks to count down, all tasks together", 3_000_000, 50_000_000, 1, 100_000_000_000L);

    /** The number of tasks that share them. */
    public static final Parameter<Long> TASKS =
            Parameter.count("tasks", "tasks to split the count between", 2, 2, 1, 1_000_000);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "tasks that only compute: count a number down, split between them";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(COUNT, TASKS);
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
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(COUNT);
    }

    @Override
    public Round<Long> prepare(Parameters parameters) {
        int size = parameters.getInt(TASKS);
        List<CountdownTask> tasks = IntStream.range(0, size)
                .mapToObj(index -> new CountdownTask(Tick.seed(index), share(parameters.get(COUNT), size, index)))
                .toList();
        return new CountdownRound(tasks);
    }

    /** The first tasks take one more if the count does not divide. */
    private static long share(long count, int tasks, int index) {
        return count / tasks + (index < count % tasks ? 1 : 0);
    }

    private record CountdownRound(List<CountdownTask> tasks) implements Round<Long> {

        @Override
        public Job<Long> job() {
            return Job.of(tasks.stream().map(CountdownTask::copy).toList());
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of("counter");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Long> outcome) {
            List<Long> results = outcome.results(tasks.size());
            for (int i = 0; i < tasks.size(); i++) {
                long expected = tasks.get(i).oracle();
                if (results.get(i) != expected) {
                    throw new WrongResultException("task " + i + " of countdown ended in state "
                            + Long.toHexString(results.get(i)) + ", should be " + Long.toHexString(expected));
                }
            }
            return Map.of();
        }
    }
}
