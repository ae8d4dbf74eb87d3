package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionTest {

    private static final double DEVIATION = 0.03;

    private static Series series(Random random, int forks, double mean) {
        List<List<Double>> drawn = new ArrayList<>();
        IntStream.range(0, forks)
                .forEach(fork -> drawn.add(List.of(mean * Math.exp(DEVIATION * random.nextGaussian()))));
        return new Series("s", drawn);
    }

    private static double pValue(Series one, Series other) {
        StudentT t =
                StudentT.ofRatio(other, Spread.UNKNOWN, one, Spread.UNKNOWN).orElseThrow();
        return 2 * Math.min(t.probabilityIfAtMost(1), t.probabilityIfAtLeast(1));
    }

    private static double shareFound(int forks, double ratio) {
        Random random = new Random(forks);
        int pairs = 2_000;
        long found = IntStream.range(0, pairs)
                .filter(pair -> pValue(series(random, forks, 1), series(random, forks, ratio)) < 0.05)
                .count();
        return (double) found / pairs;
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7, 10, 20})
    void theSmallestDifferenceIsFoundFourTimesOutOfFive(int forks) {
        assertThat(shareFound(forks, new Precision(DEVIATION).smallestShown(forks)))
                .isCloseTo(0.8, within(0.03));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7, 10})
    void whereThereIsNoDifferenceOneInTwentyIsFound(int forks) {
        assertThat(shareFound(forks, 1)).isCloseTo(0.05, within(0.015));
    }

    @Test
    void soManyForksAreEnoughAndOneFewerIsNot() {
        Precision precision = new Precision(DEVIATION);
        int forks = precision.forksFor(1.05);
        assertThat(precision.smallestShown(forks)).isLessThanOrEqualTo(1.05);
        assertThat(precision.smallestShown(forks - 1)).isGreaterThan(1.05);
        assertThat(new Precision(0).forksFor(1.05)).isEqualTo(2);
        assertThat(new Precision(100).forksFor(1.05)).isEqualTo(Precision.MOST_FORKS);
    }

    @Test
    void exactIntervalsAreThoseOfTheTables() {
        assertThat(new Proportion(0, 100).low()).isZero();
        assertThat(new Proportion(0, 100).high()).isCloseTo(0.0362, within(0.0001));
        assertThat(new Proportion(95, 100).low()).isCloseTo(0.8872, within(0.0001));
        assertThat(new Proportion(95, 100).high()).isCloseTo(0.9836, within(0.0001));
        assertThat(new Proportion(10, 10).high()).isEqualTo(1);
    }
}
