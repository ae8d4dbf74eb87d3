package org.interleave.workbench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Measures the specs of a plan: in every round each once, in a random order that the seed decides, so that a machine
 * that drifts favours nobody.
 *
 * <p>A fork during which others used the processors is repeated at the end, each once and a tenth of all at most. A
 * spec that failed is not run again.
 *
 * <p>{@link #interrupt} and {@link #results} may be called from another thread.
 */
final class Measurement {

    /** Processors that others may use while a fork is measured before it counts as disturbed. */
    static final double DISTURBING_CPUS = 0.25;

    private final List<Spec> specs;
    private final Shape shape;
    private final Function<Spec, ForkOutcome> runner;
    private final Random random;
    private final Progress progress;
    private final Map<Spec, Result> results = new LinkedHashMap<>();
    private volatile boolean interrupted;

    /**
     * What is known of a spec so far.
     *
     * @param forks the forks that were measured
     * @param invalid why it failed, empty if it did not
     */
    record Result(List<ForkOutcome.Measured> forks, List<String> invalid) {

        Result {
            forks = List.copyOf(forks);
            invalid = List.copyOf(invalid);
        }

        static final Result NONE = new Result(List.of(), List.of());

        Result plus(ForkOutcome outcome) {
            return switch (outcome) {
                case ForkOutcome.Measured measured -> new Result(append(forks, measured), invalid);
                case ForkOutcome.Invalid failed -> new Result(forks, append(invalid, failed.reason()));
                case ForkOutcome.Interrupted cut -> this;
            };
        }

        private Result replacing(ForkOutcome.Measured old, ForkOutcome.Measured other) {
            List<ForkOutcome.Measured> replaced = new ArrayList<>(forks);
            replaced.set(replaced.indexOf(old), other);
            return new Result(replaced, invalid);
        }

        /** How many forks were disturbed. */
        long disturbed() {
            return forks.stream().filter(fork -> others(fork) > DISTURBING_CPUS).count();
        }

        private static <T> List<T> append(List<T> list, T last) {
            List<T> longer = new ArrayList<>(list);
            longer.add(last);
            return longer;
        }
    }

    Measurement(Plan plan, Function<Spec, ForkOutcome> runner, long seed, Progress progress) {
        specs = plan.specs();
        shape = plan.shape();
        this.runner = runner;
        this.random = new Random(seed);
        this.progress = progress;
    }

    /** Measures until done or interrupted. */
    void run() {
        progress.start(specs.size() * shape.forks());
        for (int round = 0; round < shape.forks() && !interrupted; round++) {
            List<Spec> order = new ArrayList<>(specs);
            Collections.shuffle(order, random);
            order.forEach(this::measure);
        }
        repeatDisturbed();
        progress.stop();
    }

    private void measure(Spec spec) {
        if (interrupted || !result(spec).invalid().isEmpty()) {
            progress.skip(spec);
            return;
        }
        record(spec, timed(spec));
    }

    private ForkOutcome timed(Spec spec) {
        progress.begin(spec);
        long start = System.nanoTime();
        ForkOutcome outcome = runner.apply(spec);
        if (outcome instanceof ForkOutcome.Interrupted) {
            interrupt(); // it was for all; the fork has only heard of it first
        }
        progress.end(spec, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        return outcome;
    }

    private void repeatDisturbed() {
        Map<ForkOutcome.Measured, Spec> disturbed = new HashMap<>();
        for (Spec spec : specs) {
            result(spec).forks().stream()
                    .filter(fork -> others(fork) > DISTURBING_CPUS)
                    .forEach(fork -> disturbed.put(fork, spec));
        }
        List<ForkOutcome.Measured> order = new ArrayList<>(disturbed.keySet());
        order.sort((a, b) -> Double.compare(others(b), others(a)));
        int limit = Math.max(1, specs.size() * shape.forks() / 10);
        for (ForkOutcome.Measured fork : order.subList(0, Math.min(limit, order.size()))) {
            Spec spec = Objects.requireNonNull(disturbed.get(fork));
            if (interrupted) {
                return;
            }
            progress.extend();
            if (timed(spec) instanceof ForkOutcome.Measured again && others(again) < others(fork) && !interrupted) {
                synchronized (results) {
                    results.put(spec, result(spec).replacing(fork, again));
                }
            }
        }
    }

    /** The most that others used during an iteration of a fork, in processors; 0 where that is not known. */
    private static double others(ForkOutcome.Measured fork) {
        return fork.samples().getOrDefault(ProcessUsage.OTHERS, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    /** A fork that was killed by an interrupt says nothing about its strategy. */
    private void record(Spec spec, ForkOutcome outcome) {
        synchronized (results) {
            if (!interrupted) {
                results.put(spec, result(spec).plus(outcome));
            }
        }
    }

    /** Stops measuring: what is known so far stays, what comes from now on is dropped. */
    void interrupt() {
        synchronized (results) {
            interrupted = true;
        }
    }

    /** Whether it was interrupted. */
    boolean interrupted() {
        return interrupted;
    }

    /** What is known of a spec. */
    Result result(Spec spec) {
        synchronized (results) {
            return results.getOrDefault(spec, Result.NONE);
        }
    }
}
