package org.interleave.core.workloads;

import java.util.BitSet;
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
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * Counts the primes from 3 to a limit by trial division, a tick for each division: computing that branches.
 *
 * <p>The tasks take the odd numbers in turn. Even numbers are left out: the stride between two tasks would give them all
 * to one task, and all the primes to the other. For the same reason the shares are even only if the number of tasks is
 * a power of two; with three tasks, one gets the multiples of three.
 *
 * <p>The oracle is the sieve of Eratosthenes, which checks each task's count.
 */
public final class Primes implements Workload<Long> {

    /** Its name. */
    public static final String NAME = "primes";

    /** The exclusive upper limit. */
    public static final Parameter<Long> LIMIT =
            Parameter.count("limit", "count primes below this", 1_000_000, 5_000_000, 4, 100_000_000);

    /** The number of tasks. */
    public static final Parameter<Long> TASKS =
            Parameter.count("tasks", "tasks that take the odd numbers in turn", 2, 2, 1, 1_000_000);

    private static final long FIRST = 3;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "tasks that compute and branch: count primes by trial division";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(LIMIT, TASKS);
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
    public Round<Long> prepare(Parameters parameters) {
        return new PrimesRound(parameters.get(LIMIT), parameters.getInt(TASKS));
    }

    private record PrimesRound(long limit, int tasks) implements Round<Long> {

        private long first(int task) {
            return FIRST + 2L * task;
        }

        private long stride() {
            return 2L * tasks;
        }

        @Override
        public Job<Long> job() {
            return Job.repeat(tasks, task -> new PrimesTask(first(task), stride(), limit));
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of("divider");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Long> outcome) {
            List<Long> results = outcome.results(tasks);
            BitSet composites = sieve(Math.toIntExact(limit));
            for (int task = 0; task < tasks; task++) {
                long expected = 0;
                for (long number = first(task); number < limit; number += stride()) {
                    expected += composites.get((int) number) ? 0 : 1;
                }
                if (results.get(task) != expected) {
                    throw new WrongResultException("task " + task + " of primes found " + results.get(task)
                            + " primes, should be " + expected);
                }
            }
            return Map.of();
        }

        /** The composite numbers below a limit. */
        private static BitSet sieve(int limit) {
            BitSet composites = new BitSet(limit);
            for (long prime = 2; prime * prime < limit; prime = composites.nextClearBit((int) prime + 1)) {
                for (long multiple = prime * prime; multiple < limit; multiple += prime) {
                    composites.set((int) multiple);
                }
            }
            return composites;
        }
    }

    private static final class PrimesTask implements Task<Long> {

        private static final long serialVersionUID = 1;
        private static final long FIRST_DIVISOR = 2;

        private final long step;
        private final long limit;
        private long found;
        private long candidate;
        private long divisor = FIRST_DIVISOR;

        PrimesTask(long candidate, long step, long limit) {
            this.candidate = candidate;
            this.step = step;
            this.limit = limit;
        }

        @Override
        public Step<Long> advance(Turn turn) {
            long ticks = turn.ticks();
            while (candidate < limit) {
                if (divisor * divisor > candidate) {
                    found++;
                    candidate += step;
                    divisor = FIRST_DIVISOR;
                } else if (ticks-- == 0) {
                    return Step.ready();
                } else if (candidate % divisor == 0) {
                    candidate += step;
                    divisor = FIRST_DIVISOR;
                } else {
                    divisor++;
                }
            }
            return Step.done(found);
        }

        @Override
        public boolean idempotent() {
            return true;
        }

        @Override
        public Optional<Kernel<Long>> kernel() {
            List<Long> words = List.of(found, candidate, step, limit, divisor);
            return Optional.of(Kernel.ofWords("primes", words, found -> found));
        }
    }
}
