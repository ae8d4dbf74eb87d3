package org.interleave.workbench.report;

import java.util.List;
import java.util.Optional;

/**
 * The samples of one measure, grouped by the fork they were taken in.
 *
 * <p>Rounds within a fork share its memory layout and its compiled code and so resemble each other; forks do not.
 * Whoever draws conclusions has to know which samples belong together.
 *
 * @param unit {@code s}, {@code bytes}, {@code 1} for counts and ratios, or the like
 * @param forks for each fork its rounds, in the order they were taken
 */
public record Series(String unit, List<List<Double>> forks) {

    /**
     * Takes copies.
     *
     * @throws IllegalArgumentException if there is no fork, a fork without samples, or a sample that is not finite
     */
    public Series {
        forks = forks.stream().map(List::copyOf).toList();
        if (forks.isEmpty() || forks.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a series needs a fork, and every fork a sample: " + forks);
        }
        if (!forks.stream().flatMap(List::stream).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a sample is not a finite number: " + forks);
        }
    }

    /**
     * Keeps what could be measured: leaves out samples that are not finite, and forks without any. Empty if nothing is
     * left, for a measure that cannot be had is absent.
     */
    public static Optional<Series> of(String unit, List<List<Double>> measured) {
        List<List<Double>> forks = measured.stream()
                .map(fork -> fork.stream().filter(Double::isFinite).toList())
                .filter(fork -> !fork.isEmpty())
                .toList();
        return forks.isEmpty() ? Optional.empty() : Optional.of(new Series(unit, forks));
    }

    /** Whether every sample is greater than zero, and so has a logarithm. */
    public boolean positive() {
        return forks.stream().flatMap(List::stream).allMatch(sample -> sample > 0);
    }

    /** The mean of each fork: the geometric one where all samples are positive, as an {@link Estimate} has it. */
    public List<Double> forkMeans() {
        boolean logarithmic = positive();
        return forks.stream()
                .map(fork -> fork.stream()
                        .mapToDouble(sample -> logarithmic ? Math.log(sample) : sample)
                        .average()
                        .orElseThrow())
                .map(mean -> logarithmic ? Math.exp(mean) : mean)
                .toList();
    }

    /** All samples, fork after fork. */
    public List<Double> samples() {
        return forks.stream().flatMap(List::stream).toList();
    }
}
