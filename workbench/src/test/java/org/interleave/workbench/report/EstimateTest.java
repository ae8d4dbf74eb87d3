package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.interleave.workbench.report.Fixture.counts;
import static org.interleave.workbench.report.Fixture.seconds;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {

    /** It takes a hundred times as long as ours. */
    private static final int BOOTSTRAP_RUNS = 4;

    @Test
    void isTheGeometricMeanOfForksEachOfWhichCountsOnce() {
        Series series = new Series("s", List.of(List.of(1.0, 4.0), List.of(8.0)));
        assertThat(Estimate.mean(series, Spread.UNKNOWN).value()).isCloseTo(4, within(1e-12));
        assertThat(Estimate.mean(counts(0, 3, 6), Spread.UNKNOWN).value()).isEqualTo(3);
    }

    @Test
    void ofTwoForksAloneIsStudentsWithOneDegreeOfFreedom() {
        Estimate estimate = Estimate.mean(seconds(1, Math.exp(0.2)), Spread.UNKNOWN);
        assertThat(Math.log(estimate.value())).isCloseTo(0.1, within(1e-12));
        assertThat(Math.log(estimate.high()) - 0.1).isCloseTo(12.706 * 0.1, within(1e-3));
        assertThat(0.1 - Math.log(estimate.low())).isCloseTo(12.706 * 0.1, within(1e-3));
    }

    @Test
    void fewForksTakeTheLargerVarianceWithThePooledDegreesOfFreedom() {
        Spread pooled = new Spread(0.04, 10);
        Estimate quiet = Estimate.mean(seconds(1, 1), pooled);
        assertThat(Math.log(quiet.high())).isCloseTo(2.228 * 0.2 / Math.sqrt(2), within(1e-3));
        Estimate noisy = Estimate.mean(seconds(1, Math.exp(0.8)), pooled);
        assertThat(Math.log(noisy.high()) - 0.4).isCloseTo(2.228 * 0.4, within(1e-3));
    }

    @Test
    void oneForkBorrowsTheVarianceBetweenForks() {
        Series one = new Series("s", List.of(List.of(1.0, 1.0, 1.0)));
        Estimate estimate = Estimate.mean(one, new Spread(0.04, 10));
        assertThat(Math.log(estimate.high())).isCloseTo(2.228 * 0.2, within(1e-3));
        assertThat(Estimate.mean(one, Spread.UNKNOWN).high()).isEqualTo(1);
    }

    @Test
    void sixForksSpeakForThemselves() {
        Series six = seconds(1, 1.1, 1, 1.1, 1, 1.1);
        assertThat(Estimate.mean(six, new Spread(4, 50))).isEqualTo(Estimate.mean(six, Spread.UNKNOWN));
    }

    @Test
    void poolsWhatRowsHaveTwoForksOf() {
        Spread spread = Spread.pooled(List.of(
                seconds(1, Math.exp(0.2)), seconds(1, Math.exp(0.4), Math.exp(0.8)), seconds(5), counts(0, 1000)));
        assertThat(spread.degrees()).isEqualTo(3);
        assertThat(spread.variance()).isCloseTo((0.02 + 2 * 0.16) / 3, within(1e-9));
        assertThat(Spread.pooled(List.of(seconds(5)))).isEqualTo(Spread.UNKNOWN);
    }

    @Test
    void countsForksAndSamples() {
        Series series = new Series("s", List.of(List.of(1.0, 2.0), List.of(3.0)));
        Estimate mean = Estimate.mean(series, Spread.UNKNOWN);
        assertThat(mean.forks()).isEqualTo(2);
        assertThat(mean.samples()).isEqualTo(3);
        Estimate ratio = Estimate.ratio(series, seconds(1), Spread.UNKNOWN).orElseThrow();
        assertThat(ratio.forks()).isEqualTo(1);
        assertThat(ratio.single()).isTrue();
    }

    @Test
    void makesNoIntervalOfOneSample() {
        Estimate estimate = Estimate.mean(seconds(1), Spread.UNKNOWN);
        assertThat(estimate).isEqualTo(new Estimate(1, 1, 1, 1, 1));
        assertThat(estimate.single()).isTrue();
        assertThat(Estimate.mean(seconds(3, 3), Spread.UNKNOWN).single()).isFalse();
    }

    /**
     * The share of simulated rows whose interval contains the truth, at every shape that ships, with this project's own
     * variances; and of the ratios to the workload's first row.
     */
    @ParameterizedTest(name = "{0} forks of {1} rounds")
    @CsvSource({"2, 1", "2, 2", "2, 5", "3, 1", "3, 2", "3, 5", "5, 5", "6, 5", "7, 3", "10, 1", "10, 7"})
    void coversTheTruth(int forks, int rounds) {
        Random random = new Random(20261128);
        Coverage means = new Coverage();
        Coverage ratios = new Coverage();
        Coverage bootstraps = new Coverage();
        SplittableRandom resampling = new SplittableRandom(1);
        for (int run = 0; run < 100; run++) {
            for (List<Series> workload : MeasuredVariances.suite(random, forks, rounds)) {
                Spread spread = Spread.pooled(workload);
                Series first = workload.getFirst();
                workload.forEach(row -> means.add(Estimate.mean(row, spread)));
                workload.stream()
                        .skip(1)
                        .forEach(row ->
                                ratios.add(Estimate.ratio(row, first, spread).orElseThrow()));
                if (run < BOOTSTRAP_RUNS) {
                    workload.forEach(row -> bootstraps.add(MedianBootstrap.interval(row, resampling)));
                }
            }
        }
        System.out.printf(
                "%2d forks of %d: %s, of ratios %s; a bootstrap %s%n", forks, rounds, means, ratios, bootstraps);
        assertThat(means.share()).isBetween(0.94, 0.99);
        assertThat(ratios.share()).isBetween(0.94, 0.99);
    }

    private static final class Coverage {

        private int rows;
        private int covered;
        private double width;

        void add(Estimate estimate) {
            rows++;
            covered += estimate.contains(1) ? 1 : 0;
            width += Math.log(estimate.high() / estimate.low());
        }

        double share() {
            return (double) covered / rows;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "covers %.3f, mean width %.1f %%", share(), 100 * width / rows);
        }
    }

    @Test
    void tellsDifferentSeriesApart() {
        Random random = new Random(7);
        Series slow = MeasuredVariances.times(MeasuredVariances.series(random, 10, 5, 0.02), 2);
        Series fast = MeasuredVariances.series(random, 10, 5, 0.02);
        Estimate ratio = Estimate.ratio(slow, fast, Spread.UNKNOWN).orElseThrow();
        assertThat(ratio.value()).isCloseTo(2, within(0.1));
        assertThat(ratio.low()).isGreaterThan(1.8);
        assertThat(ratio.high()).isLessThan(2.2);
    }

    @Test
    void hasNoRatioToWhatMayBeZero() {
        assertThat(Estimate.ratio(counts(1, 2, 3), counts(0, 0, 0), Spread.UNKNOWN))
                .isEmpty();
        assertThat(Estimate.ratio(counts(0, 0, 0), counts(0, 0, 0), Spread.UNKNOWN))
                .isEmpty();
        assertThat(Estimate.ratio(counts(1, 2, 3), counts(0, 0, 5, 5, 5), Spread.UNKNOWN))
                .isEmpty();
        assertThat(Estimate.ratio(counts(0, 0, 0), counts(5, 5, 5), Spread.UNKNOWN))
                .contains(new Estimate(0, 0, 0, 3, 3));
    }

    @Test
    void aRatioOfCountsHasAnArithmeticInterval() {
        Estimate ratio = Estimate.ratio(counts(0, 10, 20), counts(100, 100, 100), Spread.UNKNOWN)
                .orElseThrow();
        assertThat(ratio.value()).isEqualTo(0.1);
        assertThat(ratio.high() - 0.1).isCloseTo(4.303 * 10 / Math.sqrt(3) / 100, within(1e-4));
        assertThat(ratio.low()).isNegative();
    }

    @Test
    void anIntervalThatIsBeyondAllNumbersEndsWithThem() {
        Estimate estimate = Estimate.mean(counts(0, 1e300), Spread.UNKNOWN);
        assertThat(estimate.low()).isLessThan(-1e308);
        assertThat(estimate.high()).isGreaterThan(1e308);
        assertThat(Estimate.mean(seconds(1e-300, 1e300), Spread.UNKNOWN).high()).isEqualTo(Double.MAX_VALUE);
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
}
