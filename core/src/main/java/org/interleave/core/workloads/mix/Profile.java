package org.interleave.core.workloads.mix;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.core.SeededRandom;
import org.interleave.core.workloads.mix.RequestPlan.PlannedStep;

/**
 * What requests are like: how many steps they have, of which kinds, and how long these are. What a request does comes of the
 * seed and its number alone, so whoever serves it knows.
 *
 * <p>The lengths of the steps of a kind are lognormal, as times of services and of calls over a network mostly are: none is
 * negative, most are somewhat shorter than their mean, and some are several times as long.
 */
final class Profile implements Serializable {

    /** Duration of a {@link org.interleave.core.Tick}, about. */
    static final Duration TICK = Duration.ofNanos(20);

    private static final long serialVersionUID = 1;

    private final Shares shares;
    private final EnumMap<StepKind, Long> means;
    private final double spread;
    private final int steps;
    private final boolean nativeHeld;
    private final long seed;

    /**
     * Requests of a kind.
     *
     * @param shares the kinds of steps
     * @param lengths the mean length of a step of each kind that has a length
     * @param spread the standard deviation of these lengths by their mean
     * @param steps the number of steps of each request
     * @param nativeHeld whether native code keeps the lock
     * @param seed of what they do
     */
    Profile(Shares shares, Map<StepKind, Duration> lengths, double spread, int steps, boolean nativeHeld, long seed) {
        this.shares = shares;
        means = new EnumMap<>(StepKind.class);
        lengths.forEach((kind, length) -> means.put(kind, length.toNanos()));
        this.spread = spread;
        this.steps = steps;
        this.nativeHeld = nativeHeld;
        this.seed = seed;
    }

    /** Whether native code keeps the lock, or the loop. */
    boolean nativeHeld() {
        return nativeHeld;
    }

    /** Whether requests have steps of a kind. */
    boolean has(StepKind kind) {
        return shares.has(kind);
    }

    /** The time that a request takes on average that never has to wait for another. */
    Duration meanLength() {
        return meanLength(EnumSet.allOf(StepKind.class));
    }

    /** The part of that in which it computes. */
    Duration meanComputing() {
        return meanLength(EnumSet.of(StepKind.COMPUTE, StepKind.NATIVE));
    }

    private Duration meanLength(Set<StepKind> kinds) {
        double nanos = 0;
        for (StepKind kind : kinds) {
            nanos += steps * shares.share(kind) * mean(kind);
        }
        return Duration.ofNanos(Math.round(nanos));
    }

    private double mean(StepKind kind) {
        return (double) means.getOrDefault(kind, 0L);
    }

    /** What a request does. */
    RequestPlan request(long number) {
        SeededRandom random = SeededRandom.of(seed, number);
        long state = random.nextLong();
        List<PlannedStep> planned = new ArrayList<>(steps);
        for (int step = 0; step < steps; step++) {
            StepKind kind = shares.at(random.nextDouble());
            planned.add(new PlannedStep(kind, amount(kind, random)));
        }
        return new RequestPlan(state, planned);
    }

    private long amount(StepKind kind, SeededRandom random) {
        return switch (kind) {
            case COMPUTE, NATIVE -> Math.max(1, Math.round(length(kind, random) / TICK.toNanos()));
            case WAIT, BLOCKING -> Math.round(length(kind, random));
            case MESSAGE, CELL -> 0;
        };
    }

    private double length(StepKind kind, SeededRandom random) {
        return random.nextLogNormal(mean(kind), spread);
    }
}
