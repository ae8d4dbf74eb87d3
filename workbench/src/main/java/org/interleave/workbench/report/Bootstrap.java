package org.interleave.workbench.report;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Two-level resampling: draws forks with replacement, and iterations with replacement within each fork drawn. */
final class Bootstrap {

    /** One less than a round number, so that both ends of the interval are order statistics. */
    private static final int RESAMPLES = 1_999;

    private static final int RANK = (RESAMPLES + 1) / 40;

    private Bootstrap() {}

    /** The medians of all samples of each resample, in the order drawn. */
    static double[] medians(Series series, SplittableRandom random) {
        double[][] forks = series.forks().stream().map(Bootstrap::toArray).toArray(double[][]::new);
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

    /** The median of all samples; between two, their mean. */
    static double median(Series series) {
        double[] sorted = toArray(series.samples());
        Arrays.sort(sorted);
        return medianOfSorted(sorted, sorted.length);
    }

    /** The end below which 2.5 % of the resampled values lie. */
    static double low(double[] sorted) {
        return sorted[RANK - 1];
    }

    /** The end above which 2.5 % of the resampled values lie. */
    static double high(double[] sorted) {
        return sorted[RESAMPLES - RANK];
    }

    private static double medianOfSorted(double[] sorted, int size) {
        double upper = sorted[size / 2];
        return size % 2 == 1 ? upper : (sorted[size / 2 - 1] + upper) / 2;
    }

    private static double[] toArray(List<Double> samples) {
        return samples.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
