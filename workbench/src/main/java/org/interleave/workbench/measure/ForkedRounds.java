package org.interleave.workbench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.interleave.core.Claim;
import org.interleave.core.Metric;
import org.interleave.workbench.machine.LibC;
import org.interleave.workbench.machine.ProcessUsage;
import org.interleave.workbench.machine.TickProbe;

/**
 * The rounds of a fork: those that warm it up, with the very parameters that are measured, then those that count. Between
 * two that count the machine is probed; what ends one begins the next.
 */
final class ForkedRounds {

    private final Trial<?> trial;
    private final int wanted;
    private final Runnable listener;
    private final TickProbe probe = new TickProbe();
    private final Map<String, List<Double>> samples = new TreeMap<>();
    private final Map<String, String> units = new TreeMap<>();
    private final Map<String, List<String>> histograms = new TreeMap<>();
    private long countedWall;
    private long countedJit;

    private ForkedRounds(Trial<?> trial, int wanted, Runnable listener) {
        this.trial = trial;
        this.wanted = wanted;
        this.listener = listener;
    }

    /**
     * Runs them.
     *
     * @param trial what is measured
     * @param wanted how many rounds are to be counted, at least
     * @param listener told of every round that ended
     */
    static ForkOutcome.Measured run(Trial<?> trial, int wanted, Runnable listener) throws InterruptedException {
        return new ForkedRounds(trial, wanted, listener).run();
    }

    private ForkOutcome.Measured run() throws InterruptedException {
        put(Claim.START, Metric.seconds(trial.openNanos()));
        WarmUp warmUp = warmUp();
        count();
        return new ForkOutcome.Measured(
                samples,
                units,
                histograms,
                warmUp.rounds(),
                warmUp.stillCompiling(countedWall, countedJit),
                trial.provenance());
    }

    private WarmUp warmUp() throws InterruptedException {
        WarmUp warmUp = new WarmUp(Runtime.getRuntime().availableProcessors());
        long start = System.nanoTime();
        do {
            Trial.Sample round = trial.warmUpRound();
            if (warmUp.rounds() == 0) {
                put(Claim.FIRST_ROUND, Metric.seconds(round.wallNanos()));
            }
            warmUp.ended(round.wallNanos(), round.jitNanos(), System.nanoTime() - start);
            listener.run();
        } while (!warmUp.enough());
        return warmUp;
    }

    private void count() throws InterruptedException {
        probe.warmUp();
        Optional<ProcessUsage> before = usage();
        long start = System.nanoTime();
        double probed = probe.nanosPerTick();
        int counted = 0;
        do {
            Trial.Sample round = trial.round();
            double after = probe.nanosPerTick();
            put(Claim.TICK, new Metric((probed + after) / 2, "ns"));
            probed = after;
            countedWall += round.wallNanos();
            countedJit += round.jitNanos();
            round.metrics().forEach(this::put);
            round.histograms()
                    .forEach((name, histogram) -> histograms
                            .computeIfAbsent(name, any -> new ArrayList<>())
                            .add(histogram));
            counted++;
            listener.run();
        } while (!Counting.enough(counted, wanted, System.nanoTime() - start));
        Optional<ProcessUsage> after = usage();
        before.ifPresent(from -> after.ifPresent(to -> to.othersSince(from).forEach(this::put)));
    }

    private static Optional<ProcessUsage> usage() {
        return LibC.AVAILABLE ? Optional.of(ProcessUsage.now()) : Optional.empty();
    }

    private void put(String name, Metric metric) {
        samples.computeIfAbsent(name, any -> new ArrayList<>()).add(metric.value());
        units.put(name, metric.unit());
    }
}
