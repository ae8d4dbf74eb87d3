package org.interleave.core.workloads;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interleave.core.Feature;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * Dot products of large vectors, one for each task: what numeric libraries do in C. The products are added up in the order of the
 * vectors, in Java as in C, so the sums are the same to the last bit.
 *
 * <p>Vectors that fit no cache come from the memory as fast as one processor adds them up, or nearly: then two processors are hardly
 * faster than one, whatever the strategy. Short vectors that are gone through often show the strategy.
 *
 * <p>The oracle works with whole numbers: every element is a number of 1024ths, so the exact sum is known and is a {@code double}.
 */
public final class DotProduct implements Workload<Double> {

    /** Its name. */
    public static final String NAME = "dot";

    /** The length of each vector. */
    public static final Parameter<Long> ELEMENTS = Parameter.count(
            "elements", "elements of each vector, two vectors for each task", 4_000_000, 16_000_000, 1, 50_000_000);

    /** The number of tasks. */
    public static final Parameter<Long> TASKS =
            Parameter.count("tasks", "tasks, each with a dot product of its own", 2, 2, 1, 1_000);

    /** How often a task goes through its vectors. */
    public static final Parameter<Long> PASSES = Parameter.count(
            "passes",
            "times that a task goes through its vectors, which short ones spend in the cache",
            1,
            1,
            1,
            1_000_000);

    private static final long MOST_ELEMENTS = 50_000_000;

    /** Up to here a sum of products is exact. */
    private static final long MOST_PRODUCTS = 1L << 32;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "tasks that compute on large arrays: dot products of vectors";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(ELEMENTS, TASKS, PASSES);
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
        return Optional.of(ELEMENTS);
    }

    @Override
    public Round<Double> prepare(Parameters parameters) {
        int elements = parameters.getInt(ELEMENTS);
        int tasks = parameters.getInt(TASKS);
        if ((long) elements * tasks > MOST_ELEMENTS) {
            throw new InvalidInputException("elements=" + elements + " for each of tasks=" + tasks
                    + " is too much to hold in memory, allowed are " + MOST_ELEMENTS + " in all");
        }
        long passes = parameters.get(PASSES);
        if (elements * passes > MOST_PRODUCTS) {
            throw new InvalidInputException("elements=" + elements + " in passes=" + passes
                    + " are more products than have an exact sum, allowed are " + MOST_PRODUCTS + " for a task");
        }
        return new DotRound(
                IntStream.range(0, tasks)
                        .mapToObj(task -> Vectors.make(elements, task))
                        .toList(),
                passes);
    }

    /**
     * Two vectors and what their product has to be. Never changed once made.
     *
     * @param left one
     * @param right the other, of the same length
     * @param product exactly
     */
    private record Vectors(double[] left, double[] right, double product) {

        private static final int PARTS = 1024;

        static Vectors make(int elements, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] left = new double[elements];
            double[] right = new double[elements];
            long sum = 0;
            for (int i = 0; i < elements; i++) {
                long bits = random.nextLong();
                int one = 1 + (int) (bits & (PARTS - 1));
                int other = 1 + (int) ((bits >>> Integer.SIZE) & (PARTS - 1));
                left[i] = (double) one / PARTS;
                right[i] = (double) other / PARTS;
                sum += (long) one * other;
            }
            return new Vectors(left, right, (double) sum / ((long) PARTS * PARTS));
        }
    }

    private record DotRound(List<Vectors> vectors, long passes) implements Round<Double> {

        @Override
        public Job<Double> job() {
            return Job.of(vectors.stream()
                    .map(product -> new DotTask(product, passes))
                    .toList());
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of("multiplier");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Double> outcome) {
            List<Double> results = outcome.results(vectors.size());
            for (int task = 0; task < vectors.size(); task++) {
                double expected = passes * vectors.get(task).product();
                if (results.get(task) != expected) {
                    throw new WrongResultException(
                            "task " + task + " of dot found " + results.get(task) + ", should be " + expected);
                }
            }
            return Map.of();
        }
    }

    private static final class DotTask implements Task<Double> {

        private static final long serialVersionUID = 1;

        /** In the time of a tick: each addition needs the one before it, and takes more than a nanosecond. */
        private static final long PRODUCTS_PER_TICK = 16;

        /** Only read, so tasks of the same vectors share them. */
        private final double[] left;

        private final double[] right;
        private final long products;
        private double sum;
        private long done;

        DotTask(Vectors vectors, long passes) {
            left = vectors.left();
            right = vectors.right();
            products = passes * left.length;
        }

        @Override
        public Step<Double> advance(Turn turn) {
            long end = Math.min(products, done + turn.ticks() * PRODUCTS_PER_TICK);
            while (done < end) {
                int from = (int) (done % left.length);
                int to = (int) Math.min(left.length, from + end - done);
                sum = sum(from, to);
                done += to - from;
            }
            return done == products ? Step.done(sum) : Step.ready();
        }

        /** The sum so far with some more products. */
        private double sum(int from, int to) {
            double x = sum;
            for (int i = from; i < to; i++) {
                x += left[i] * right[i];
            }
            return x;
        }

        @Override
        public boolean idempotent() {
            return true;
        }

        @Override
        public Optional<Kernel<Double>> kernel() {
            return Optional.of(new Kernel<>(
                    "dot",
                    List.of(
                            new Kernel.Argument.Word(done),
                            new Kernel.Argument.Reals(left),
                            new Kernel.Argument.Reals(right),
                            new Kernel.Argument.Reals(new double[] {sum}),
                            new Kernel.Argument.Word(products / left.length)),
                    results -> results.reals(3)[0]));
        }
    }
}
