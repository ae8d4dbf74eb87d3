package org.interleave.workbench.report;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A two-level percentile bootstrap of the median: forks are drawn with replacement, and rounds within each. What our
 * interval is compared with: it needs no distribution, and does not cover where forks are few.
 */
final class MedianBootstrap {

    /** One less than a round number, so that both ends of the interval are order statistics. */
    private static final int RESAMPLES = 1_999;

    private static final int RANK = (RESAMPLES + 1) / 40;

    private MedianBootstrap() {}

    /** The interval of a series. */
    static Estimate interval(Series series, SplittableRandom random) {
        double[] sorted = medians(series, random);
        Arrays.sort(sorted);
        double value = median(series);
        return new Estimate(
                value,
                Math.min(value, sorted[RANK - 1]),
                Math.max(value, sorted[RESAMPLES - RANK]),
                series.forks().size(),
                series.samples().size());
    }

    private static double[] medians(Series series, SplittableRandom random) {
        double[][] forks = series.forks().stream().map(MedianBootstrap::toArray).toArray(double[][]::new);
        int longest = Arrays.stream(forks).mapToInt(fork -> fork.length).max().orElseThrow();
        double[] drawn = new double[forks.length * longest];
        double[] medians = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            int size = 0;
            for (int j = 0; j < forks.length; j++) {
                double[] fork = forks[random.nextInt(forks.length)];
                for (int k = 0; k < fork.length; k++) {
                    drawn[size++] = fork[random.nextInt(fork.length)];
                }
            }
            Arrays.sort(drawn, 0, size);
            medians[i] = medianOfSorted(drawn, size);
        }
        return medians;
    }

    private static double median(Series series) {
        double[] sorted = toArray(series.samples());
        Arrays.sort(sorted);
        return medianOfSorted(sorted, sorted.length);
    }

    private static double medianOfSorted(double[] sorted, int size) {
        double upper = sorted[size / 2];
        return size % 2 == 1 ? upper : (sorted[size / 2 - 1] + upper) / 2;
    }

    private static double[] toArray(List<Double> samples) {
        return samples.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
