package org.interleave.workbench.report;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * What forks say of a mean: each fork is one observation, the mean of its rounds. Of a single fork the rounds are the
 * observations, for want of others.
 *
 * @param forks how many forks there are
 * @param observations how many observations there are
 * @param mean their mean
 * @param variance their variance; zero for one observation
 */
record Replicates(int forks, int observations, double mean, double variance) {

    /** On the scale of logarithms. The series has to be {@linkplain Series#positive positive}. */
    static Replicates of(Series series) {
        return of(series, Math::log);
    }

    /** On the scale that the samples are on. */
    static Replicates linear(Series series) {
        return of(series, DoubleUnaryOperator.identity());
    }

    /** The mean logarithm of each fork. The series has to be {@linkplain Series#positive positive}. */
    static List<Double> ofForks(Series series) {
        return series.forks().stream().map(fork -> mean(fork, Math::log)).toList();
    }

    private static Replicates of(Series series, DoubleUnaryOperator scale) {
        List<Double> observed = series.forks().size() == 1
                ? series.samples().stream().map(scale::applyAsDouble).toList()
                : series.forks().stream().map(fork -> mean(fork, scale)).toList();
        double mean = mean(observed, DoubleUnaryOperator.identity());
        double squares =
                observed.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
        int degrees = observed.size() - 1;
        return new Replicates(series.forks().size(), observed.size(), mean, degrees == 0 ? 0 : squares / degrees);
    }

    /** Equal numbers have exactly that mean: to a count that is always the same, rounding must not add a spread. */
    private static double mean(List<Double> numbers, DoubleUnaryOperator scale) {
        double first = scale.applyAsDouble(numbers.getFirst());
        return first
                + numbers.stream()
                        .mapToDouble(number -> scale.applyAsDouble(number) - first)
                        .average()
                        .orElseThrow();
    }

    int degrees() {
        return observations - 1;
    }
}
