package org.interleave.workbench.scaling;

import java.util.List;

/**
 * What was measured on a number of processors.
 *
 * @param processors how many, at least 1
 * @param logarithms of the times that forks took, a fork each
 */
public record ScalingPoint(int processors, List<Double> logarithms) {

    /**
     * Takes a copy.
     *
     * @throws IllegalArgumentException if there is no processor, no fork, or a logarithm that is not finite
     */
    public ScalingPoint {
        logarithms = List.copyOf(logarithms);
        if (processors < 1 || logarithms.isEmpty() || !logarithms.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("no point: " + processors + " processors, " + logarithms);
        }
    }

    int forks() {
        return logarithms.size();
    }

    double mean() {
        return logarithms.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** The sum of squared distances of forks from their mean. */
    double squares() {
        double mean = mean();
        return logarithms.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    }
}
