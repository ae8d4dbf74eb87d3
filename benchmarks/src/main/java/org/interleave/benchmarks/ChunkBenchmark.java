package org.interleave.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Step;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.core.catalog.Catalog;

/**
 * What does a task cost in worker processes, and does the automatic chunk find a good size? Many tasks that do nothing,
 * fewer that take a tenth of a millisecond, and uneven ones of which one in a hundred takes a hundred times as long as the
 * rest, under fixed chunk sizes and the automatic one, in turn, so that a machine that drifts favours none.
 *
 * <p>Expected: the automatic chunk within twice the best fixed one for each kind. The line for tiny tasks with a chunk of
 * one is what a hand-over costs.
 */
public final class ChunkBenchmark {

    private static final List<String> CHUNKS = List.of("1", "16", "256", "4096", "0");
    private static final int WARM_UP_SHARE = 4;
    private static final int ROUNDS = 3;

    private ChunkBenchmark() {}

    /** Some ticks. */
    private record Spin(long ticks) implements Task<Long> {

        @Override
        public Step<Long> advance(Turn turn) {
            return Step.done(Tick.run(1, ticks));
        }
    }

    /** A kind of tasks and how many of them there are. */
    private enum Kind {
        TINY(100_000) {
            @Override
            long ticks(long task) {
                return 1;
            }
        },
        MEDIUM(10_000) {
            @Override
            long ticks(long task) {
                return 5_000;
            }
        },
        UNEVEN(20_000) {
            @Override
            long ticks(long task) {
                return task % 100 == 99 ? 100_000 : 1_000;
            }
        };

        private final int size;

        Kind(int size) {
            this.size = size;
        }

        abstract long ticks(long task);

        private Job<Long> job(int tasks) {
            return Job.of(LongStream.range(0, tasks)
                    .mapToObj(task -> new Spin(ticks(task)))
                    .toList());
        }
    }

    /**
     * Runs all and prints a line for each.
     *
     * @param args how many workers there are; as many as processors if nothing is said
     */
    public static void main(String[] args) throws InterruptedException {
        String workers = args.length > 0
                ? args[0]
                : Integer.toString(Runtime.getRuntime().availableProcessors());
        for (Kind kind : Kind.values()) {
            long[][] nanos = new long[CHUNKS.size()][ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                for (int chunk = 0; chunk < CHUNKS.size(); chunk++) {
                    nanos[chunk][round] = run(kind, CHUNKS.get(chunk), workers);
                }
            }
            report(kind, nanos);
        }
    }

    private static long run(Kind kind, String chunk, String workers) throws InterruptedException {
        Strategy strategy = Catalog.load(ChunkBenchmark.class.getClassLoader()).strategy("processes");
        Map<String, String> options = Map.of("chunk-size", chunk, "workers", workers);
        try (Execution execution =
                strategy.open(Parameters.of(strategy.name(), strategy.options(), options, Preset.QUICK))) {
            execution.run(kind.job(kind.size / WARM_UP_SHARE)); // both sides compile
            Job<Long> job = kind.job(kind.size);
            long begun = System.nanoTime();
            Outcome<Long> outcome = execution.run(job);
            long taken = System.nanoTime() - begun;
            check(kind, outcome);
            return taken;
        }
    }

    private static void check(Kind kind, Outcome<Long> outcome) {
        List<Long> results = outcome.results();
        for (int task = 0; task < kind.size; task++) {
            if (results.get(task) != Tick.jump(1, kind.ticks(task))) {
                throw new IllegalStateException("task " + task + " has a wrong result");
            }
        }
    }

    private static void report(Kind kind, long[][] nanos) {
        List<Double> perTask = new ArrayList<>();
        for (int chunk = 0; chunk < CHUNKS.size(); chunk++) {
            long median = Arrays.stream(nanos[chunk]).sorted().toArray()[ROUNDS / 2];
            perTask.add(median / 1e3 / kind.size);
            String name = CHUNKS.get(chunk).equals("0") ? "automatic" : CHUNKS.get(chunk);
            System.out.printf(
                    Locale.ROOT,
                    "%-6s  chunk %-9s  %8.2f µs per task  (of %d)%n",
                    kind,
                    name,
                    perTask.get(chunk),
                    kind.size);
        }
        double automatic = perTask.removeLast();
        double best = perTask.stream().min(Double::compare).orElseThrow();
        System.out.printf(Locale.ROOT, "%-6s  automatic is %.2f times the best fixed chunk%n", kind, automatic / best);
    }
}
