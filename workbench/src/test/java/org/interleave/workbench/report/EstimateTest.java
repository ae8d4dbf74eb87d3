package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.interleave.workbench.report.Fixture.SEED;
import static org.interleave.workbench.report.Fixture.counts;
import static org.interleave.workbench.report.Fixture.seconds;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {

    @Test
    void takesTheMedianOfAllSamples() {
        Series odd = new Series("s", List.of(List.of(9.0, 1.0), List.of(4.0)));
        Series even = new Series("s", List.of(List.of(9.0, 1.0), List.of(4.0, 5.0)));
        assertThat(Estimate.median(odd, SEED).value()).isEqualTo(4);
        assertThat(Estimate.median(even, SEED).value()).isEqualTo(4.5);
    }

    @Test
    void isTheSameForTheSameSeed() {
        Series a = simulate(new Random(1), 5, 5, 1, 0.1, 0.1);
        Series b = simulate(new Random(2), 5, 5, 2, 0.1, 0.1);
        assertThat(Estimate.median(a, 7)).isEqualTo(Estimate.median(a, 7)).isNotEqualTo(Estimate.median(a, 8));
        assertThat(Estimate.ratio(a, b, 7)).isEqualTo(Estimate.ratio(a, b, 7)).isNotEqualTo(Estimate.ratio(a, b, 8));
    }

    @Test
    void countsForksAndSamples() {
        Series series = new Series("s", List.of(List.of(1.0, 2.0), List.of(3.0)));
        Estimate median = Estimate.median(series, SEED);
        assertThat(median.forks()).isEqualTo(2);
        assertThat(median.samples()).isEqualTo(3);
        Estimate ratio = Estimate.ratio(series, seconds(1), SEED).orElseThrow();
        assertThat(ratio.forks()).isEqualTo(1);
        assertThat(ratio.single()).isTrue();
    }

    @Test
    void makesNoIntervalOfOneSample() {
        Estimate estimate = Estimate.median(seconds(3), SEED);
        assertThat(estimate).isEqualTo(new Estimate(3, 3, 3, 1, 1));
        assertThat(estimate.single()).isTrue();
        assertThat(Estimate.median(seconds(3, 3), SEED).single()).isFalse();
    }

    @Test
    void neverReachesBeyondTheSamples() {
        Estimate estimate = Estimate.median(seconds(1, 2, 10), SEED);
        assertThat(estimate).isEqualTo(new Estimate(2, 1, 10, 3, 3));
    }

    /**
     * The share of simulated runs whose interval contains the truth. Where forks differ, few forks cover what their
     * number allows, 1 − 2^(1−n), and taking iterations for replicates would cover a small part of that.
     */
    @ParameterizedTest(name = "{0} forks of {1}, spread {2} between and {3} within")
    @CsvSource({
        "12, 5, 1.0, 1.0, 0.89, 1.00",
        "12, 8, 1.0, 0.1, 0.88, 0.99",
        "12, 5, 0.0, 1.0, 0.91, 1.00",
        " 3, 8, 1.0, 0.1, 0.62, 0.83",
    })
    void coversTheTruth(int forks, int iterations, double between, double inside, double least, double most) {
        Random random = new Random(20261121);
        int runs = 400;
        double truth = 10;
        long covered = IntStream.range(0, runs)
                .mapToObj(run -> simulate(random, forks, iterations, truth, between, inside))
                .filter(series -> Estimate.median(series, SEED).contains(truth))
                .count();
        assertThat((double) covered / runs).isBetween(least, most);
    }

    @Test
    void coversTheRatioOfTwoSeries() {
        Random random = new Random(7);
        int runs = 300;
        long equal = IntStream.range(0, runs)
                .filter(run -> {
                    Series a = simulate(random, 10, 5, 10, 0.5, 0.5);
                    Series b = simulate(random, 10, 5, 10, 0.5, 0.5);
                    return Estimate.ratio(a, b, SEED).orElseThrow().contains(1);
                })
                .count();
        assertThat((double) equal / runs).isGreaterThan(0.88);
    }

    @Test
    void tellsDifferentSeriesApart() {
        Random random = new Random(7);
        Series slow = simulate(random, 10, 5, 20, 0.2, 0.2);
        Series fast = simulate(random, 10, 5, 10, 0.2, 0.2);
        Estimate ratio = Estimate.ratio(slow, fast, SEED).orElseThrow();
        assertThat(ratio.value()).isCloseTo(2, within(0.1));
        assertThat(ratio.low()).isGreaterThan(1.8);
        assertThat(ratio.high()).isLessThan(2.2);
    }

    @Test
    void resamplesBothSeriesOfARatioIndependently() {
        Series series = simulate(new Random(3), 8, 3, 10, 1, 1);
        Estimate ratio = Estimate.ratio(series, series, SEED).orElseThrow();
        assertThat(ratio.value()).isEqualTo(1);
        assertThat(ratio.low()).isLessThan(1);
        assertThat(ratio.high()).isGreaterThan(1);
    }

    @Test
    void hasNoRatioToZero() {
        assertThat(Estimate.ratio(counts(1, 2, 3), counts(0, 0, 0), SEED)).isEmpty();
        assertThat(Estimate.ratio(counts(0, 0, 0), counts(0, 0, 0), SEED)).isEmpty();
        assertThat(Estimate.ratio(counts(1, 2, 3), counts(0, 0, 5, 5, 5), SEED)).isEmpty();
        assertThat(Estimate.ratio(counts(0, 0, 0), counts(5, 5, 5), SEED)).contains(new Estimate(0, 0, 0, 3, 3));
    }

    @Test
    void toleratesADivisorThatIsHardlyEverZero() {
        Series divisor = counts(0, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5);
        assertThat(Estimate.ratio(counts(10, 10, 10), divisor, SEED)).contains(new Estimate(2, 2, 2, 3, 3));
    }

    @Test
    void holdsItsValueEvenIfNearlyAllResamplesAreLess() {
        List<Double> bothSidesOfZero = IntStream.rangeClosed(1, 400)
                .boxed()
                .flatMap(i -> Stream.of(-1.0 * i, 1.02 * i))
                .toList();
        Series divisor = new Series("s", List.of(bothSidesOfZero));
        Estimate ratio = Estimate.ratio(seconds(1, 1), divisor, SEED).orElseThrow();
        assertThat(ratio.value()).isCloseTo(100, within(1e-6));
        assertThat(ratio.high()).isEqualTo(ratio.value());
    }

    @Test
    void scales() {
        assertThat(new Estimate(2, 1, 4, 3, 9).scaledBy(10)).isEqualTo(new Estimate(20, 10, 40, 3, 9));
        assertThat(new Estimate(2, 1, 4, 3, 9).scaledBy(-1)).isEqualTo(new Estimate(-2, -4, -1, 3, 9));
    }

    @Test
    void holdsItsValue() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Estimate(3, 1, 2, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Estimate(Double.NaN, 1, 2, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Estimate(1, 1, Double.POSITIVE_INFINITY, 1, 1));
    }

    private static Series simulate(
            Random random, int forks, int iterations, double centre, double between, double inside) {
        List<List<Double>> samples = IntStream.range(0, forks)
                .mapToObj(fork -> {
                    double luck = random.nextGaussian() * between;
                    return IntStream.range(0, iterations)
                            .mapToObj(i -> centre + luck + random.nextGaussian() * inside)
                            .toList();
                })
                .toList();
        return new Series("s", samples);
    }
}
