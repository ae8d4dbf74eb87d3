package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Rows drawn with the variances that a quick suite on two processors was seen to have. Each row's truth is 1. */
final class MeasuredVariances {

    /**
     * Standard deviations between forks, of the logarithm of the wall time: of the rows of countdown, waits, messages and
     * echo.
     */
    static final List<List<Double>> DEVIATIONS = List.of(
            List.of(.013, .014, .017, .017, .023, .025, .029, .041, .046, .062, .066, .075, .092, .111, .128, .132),
            List.of(.001, .002, .002, .002, .003, .004, .005, .005, .008, .008, .009, .016, .025, .032),
            List.of(.004, .007, .013, .045, .057, .060, .066, .097, .117, .125, .185, .207, .216, .263),
            List.of(.001, .002, .003, .005, .008, .009, .009, .010, .011, .018, .018, .022, .024, .035, .067));

    private MeasuredVariances() {}

    /** The rows of each workload, in random order. */
    static List<List<Series>> suite(Random random, int forks, int rounds) {
        return DEVIATIONS.stream()
                .map(deviations -> {
                    List<Double> shuffled = new ArrayList<>(deviations);
                    Collections.shuffle(shuffled, random);
                    return shuffled.stream()
                            .map(deviation -> series(random, forks, rounds, deviation))
                            .toList();
                })
                .toList();
    }

    /** Rounds vary half as much as forks; a fork's mean varies by the given deviation in all. */
    static Series series(Random random, int forks, int rounds, double deviation) {
        double within = deviation / 2;
        double between = Math.sqrt(deviation * deviation - within * within / rounds);
        List<List<Double>> samples = IntStream.range(0, forks)
                .mapToObj(fork -> {
                    double luck = random.nextGaussian() * between;
                    return IntStream.range(0, rounds)
                            .mapToObj(i -> Math.exp(luck + random.nextGaussian() * within))
                            .toList();
                })
                .toList();
        return new Series("s", samples);
    }

    /** The same of a row that takes so many times as long. */
    static Series times(Series series, double factor) {
        return new Series(
                series.unit(),
                series.forks().stream()
                        .map(fork ->
                                fork.stream().map(sample -> sample * factor).toList())
                        .toList());
    }
}
