package org.interleave.workbench.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.machine.ProcessUsage;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Repetitions;

/**
 * A measurement of all configurations of a plan: in every round each once, in a random order that the seed decides, so that a machine
 * that drifts favours nobody.
 *
 * <p>A fork during which others used the processors is repeated then, each once and a tenth of all at most. What is left of the
 * budget is dealt by a {@link ForkAllocation}. A configuration that failed is not run again.
 *
 * <p>{@link #interrupt} and {@link #results} may be called from another thread.
 */
public final class Measurement {

    /** Processors that others may use while a fork is measured before it counts as disturbed. */
    public static final double DISTURBING_CPUS = 0.25;

    private final List<Configuration> configurations;
    private final Repetitions repetitions;
    private final Set<Configuration> traced;
    private final Runner runner;
    private final Random random;
    private final Progress progress;
    private final Map<Configuration, Result> results = new LinkedHashMap<>();
    private final Iterator<JournalLine.Fork> known;
    private final Consumer<JournalLine.Fork> journal;
    private final ForkAllocation allocation;
    private final Map<Configuration, Long> spentMillis = new HashMap<>();
    private volatile boolean interrupted;
    private boolean finished;

    /** What has a configuration measured in a fork of its own. */
    @FunctionalInterface
    public interface Runner {

        /** Measures it. */
        ForkOutcome run(Configuration configuration);

        /**
         * Measures it, and has the fork trace one more round then, which is to change nothing of what was measured.
         *
         * @return what was measured, with an excerpt of the lock's timeline where one could be made
         */
        default ForkOutcome runThenTraced(Configuration configuration) {
            return run(configuration);
        }
    }

    /**
     * The result of a configuration, as far as it is known.
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

        /** What the old fork alone was asked for stays. */
        private Result replacing(ForkOutcome.Measured old, ForkOutcome.Measured other) {
            List<ForkOutcome.Measured> replaced = new ArrayList<>(forks);
            replaced.set(replaced.indexOf(old), other.with(old.lockExcerpt()));
            return new Result(replaced, invalid);
        }

        /** The number of forks that other processes disturbed. */
        long disturbed() {
            return forks.stream().filter(fork -> others(fork) > DISTURBING_CPUS).count();
        }

        private static <T> List<T> append(List<T> list, T last) {
            List<T> longer = new ArrayList<>(list);
            longer.add(last);
            return longer;
        }
    }

    /**
     * A measurement that may have begun before.
     *
     * @param known the forks that ended before, in order, which are not run again
     * @param journal told of every fork that ends, before the next begins
     * @param allocation deals the forks beyond those that each configuration has
     * @throws InvalidInputException when run, if the known forks are not those that the seed gives
     */
    public Measurement(
            Plan plan,
            Runner runner,
            long seed,
            Progress progress,
            List<JournalLine.Fork> known,
            Consumer<JournalLine.Fork> journal,
            ForkAllocation allocation) {
        configurations = plan.configurations();
        repetitions = plan.repetitions();
        traced = plan.ofExperiments().stream().map(Plan.Entry::configuration).collect(Collectors.toUnmodifiableSet());
        this.runner = runner;
        this.random = new Random(seed);
        this.progress = progress;
        this.known = List.copyOf(known).iterator();
        this.journal = journal;
        this.allocation = allocation;
    }

    /** Measures until done or interrupted. */
    public void run() {
        progress.start();
        try {
            for (int round = 0; round < repetitions.forks() && !interrupted; round++) {
                List<Configuration> order = new ArrayList<>(configurations);
                Collections.shuffle(order, random);
                order.forEach(this::measure);
            }
            repeatDisturbed();
            dealMore();
            if (known.hasNext()) {
                throw new InvalidInputException("the journal has forks that the seed does not give");
            }
        } finally {
            progress.stop();
        }
        synchronized (results) {
            finished = true;
        }
    }

    private void dealMore() {
        while (!interrupted) {
            Optional<Configuration> next = allocation.next(this);
            if (next.isEmpty()) {
                return;
            }
            progress.extend(next.get());
            measure(next.get());
        }
    }

    private void measure(Configuration configuration) {
        if (interrupted || failed(configuration)) {
            progress.skip(configuration);
            return;
        }
        fork(configuration)
                .ifPresent(outcome -> put(configuration, result(configuration).plus(outcome)));
    }

    /** What comes of the next fork, written down. Empty if an interrupt came: what it killed says nothing of a strategy. */
    private Optional<ForkOutcome> fork(Configuration configuration) {
        if (known.hasNext()) {
            JournalLine.Fork before = known.next();
            return Optional.of(recalled(configuration, before));
        }
        progress.begin(configuration);
        long start = System.nanoTime();
        boolean first = result(configuration).equals(Result.NONE);
        ForkOutcome outcome = first && traced.contains(configuration)
                ? runner.runThenTraced(configuration)
                : runner.run(configuration);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (outcome instanceof ForkOutcome.Interrupted) {
            interrupt(); // it was for all; the fork has only heard of it first
        }
        progress.end(configuration, millis);
        spend(configuration, millis);
        if (interrupted) {
            return Optional.empty();
        }
        journal.accept(new JournalLine.Fork(configurations.indexOf(configuration), millis, outcome));
        return Optional.of(outcome);
    }

    private void spend(Configuration configuration, long millis) {
        spentMillis.merge(configuration, millis, Long::sum);
    }

    private ForkOutcome recalled(Configuration configuration, JournalLine.Fork fork) {
        if (fork.configuration() != configurations.indexOf(configuration)) {
            throw new InvalidInputException("the journal has a fork of "
                    + configurations.get(fork.configuration()).title() + " where the seed gives one of "
                    + configuration.title());
        }
        progress.recall(configuration, fork.millis());
        spend(configuration, fork.millis());
        return fork.outcome();
    }

    private void repeatDisturbed() {
        Map<ForkOutcome.Measured, Configuration> disturbed = new LinkedHashMap<>();
        for (Configuration configuration : configurations) {
            result(configuration).forks().stream()
                    .filter(fork -> others(fork) > DISTURBING_CPUS)
                    .forEach(fork -> disturbed.put(fork, configuration));
        }
        List<ForkOutcome.Measured> order = new ArrayList<>(disturbed.keySet());
        order.sort((a, b) -> Double.compare(others(b), others(a)));
        int limit = Math.max(1, configurations.size() * repetitions.forks() / 10);
        for (ForkOutcome.Measured fork : order.subList(0, Math.min(limit, order.size()))) {
            Configuration configuration = Objects.requireNonNull(disturbed.get(fork));
            if (interrupted) {
                return;
            }
            progress.extend(configuration);
            if (fork(configuration).orElse(fork) instanceof ForkOutcome.Measured again
                    && others(again) < others(fork)) {
                put(configuration, result(configuration).replacing(fork, again));
            }
        }
    }

    /** What others used while a fork was measured, in processors; 0 where that is not known. */
    private static double others(ForkOutcome.Measured fork) {
        return fork.samples().getOrDefault(ProcessUsage.OTHERS, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    private void put(Configuration configuration, Result result) {
        synchronized (results) {
            results.put(configuration, result);
        }
    }

    /** Stops measuring: what is known so far stays, what comes from now on is dropped. Once all is measured, nothing. */
    void interrupt() {
        synchronized (results) {
            interrupted |= !finished;
        }
    }

    /** How long forks have run, all together. For the measuring thread. */
    public Duration spent() {
        return Duration.ofMillis(
                spentMillis.values().stream().mapToLong(Long::longValue).sum());
    }

    /** How long forks of a configuration have run. For the measuring thread. */
    public Duration spent(Configuration configuration) {
        return Duration.ofMillis(spentMillis.getOrDefault(configuration, 0L));
    }

    /** The number of forks that measured a configuration. */
    public int forks(Configuration configuration) {
        return result(configuration).forks().size();
    }

    /** Whether a configuration failed, so that it is not run again. */
    public boolean failed(Configuration configuration) {
        return !result(configuration).invalid().isEmpty();
    }

    /** Whether it was interrupted. */
    public boolean interrupted() {
        return interrupted;
    }

    /** What is known of a configuration. */
    Result result(Configuration configuration) {
        synchronized (results) {
            return results.getOrDefault(configuration, Result.NONE);
        }
    }
}
