package org.interleave.workbench.measure;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.interleave.core.Parameter;
import org.interleave.core.Preset;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Repetitions;

/**
 * An estimate of the time that a fork takes, before any has run: what a JVM and a strategy take to start, and rounds of the length that
 * the built-in workloads have at their quick sizes, longer by as much as the largest size is raised.
 */
public final class ForkCost {

    private static final Duration START = Duration.ofMillis(700);
    private static final Duration QUICK_ROUND = Duration.ofMillis(80);
    private static final int USUAL_WARM_UPS = 6;

    /** Thirty years. */
    private static final double MOST_NANOS = 1e18;

    private ForkCost() {}

    /** What it rests on, for people. */
    public static String basis() {
        return "a guess from the sizes alone; it gets better with each fork that ends";
    }

    /** Of one fork of a configuration. */
    static Duration of(Catalog catalog, Configuration configuration, Repetitions repetitions) {
        double scale = scale(catalog.workload(configuration.workload()), configuration);
        double round = Math.min(QUICK_ROUND.toNanos() * Math.max(1, scale), MOST_NANOS);
        return START.plusNanos((long) (warmingUp(round) + counting(round, repetitions.rounds())));
    }

    private static double warmingUp(double round) {
        return Math.max(round, Math.min(USUAL_WARM_UPS * round, (double) WarmUp.MOST_NANOS));
    }

    private static double counting(double round, int rounds) {
        double wanted = Math.max(rounds * round, (double) Counting.LEAST_NANOS);
        return Math.min(wanted, Math.max(Counting.LEAST_ROUNDS * round, (double) Counting.MOST_NANOS));
    }

    /** By how much the size that is raised most exceeds its quick default. */
    private static double scale(Workload<?> workload, Configuration configuration) {
        return workload.parameters().stream()
                .flatMap(parameter ->
                        Optional.ofNullable(configuration.parameters().get(parameter.name()))
                                .map(value -> scale(parameter, value))
                                .stream())
                .max(Comparator.naturalOrder())
                .orElse(1.0);
    }

    private static <T> double scale(Parameter<T> parameter, String value) {
        double usual = size(parameter.defaultValue(Preset.QUICK));
        return usual == 0 ? 1 : size(parameter.parse(value, parameter.name())) / usual;
    }

    private static double size(Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case Duration duration -> duration.toNanos();
            default -> 0;
        };
    }
}
