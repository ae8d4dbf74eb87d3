package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ContrastTest {

    private static final Offset<Double> ALMOST = within(1e-9);
    private static final double NORMAL_975 = 1.959964;

    private static Estimate exactly(double value) {
        return new Estimate(value, value, value, 2, 4);
    }

    private static Estimate between(double low, double value, double high) {
        return new Estimate(value, low, high, 3, 6);
    }

    @Test
    void numbersWithoutErrorAreSubtractedAndDivided() {
        assertThat(Contrast.difference(exactly(5), exactly(3))).isEqualTo(exactly(2));
        assertThat(Contrast.ratio(exactly(6), exactly(3))).contains(exactly(2));
        assertThat(Contrast.ratio(exactly(-6), exactly(3))).contains(exactly(-2));
        assertThat(Contrast.ratio(exactly(-6), exactly(-3))).contains(exactly(2));
    }

    @Test
    void errorsAddUpAsSquares() {
        Estimate difference = Contrast.difference(between(7, 10, 14), between(1, 4, 8));
        assertThat(difference.value()).isEqualTo(6);
        assertThat(difference.low()).as("10 − 7 and 8 − 4").isEqualTo(6 - 5);
        assertThat(difference.high()).as("14 − 10 and 4 − 1").isEqualTo(6 + 5);
    }

    @Test
    void aRatioToAnExactNumberIsThatOfTheEnds() {
        Estimate ratio = Contrast.ratio(between(7, 10, 14), exactly(2)).orElseThrow();
        assertThat(ratio.low()).isCloseTo(3.5, ALMOST);
        assertThat(ratio.high()).isCloseTo(7, ALMOST);
        Estimate inverse = Contrast.ratio(exactly(10), between(2, 4, 5)).orElseThrow();
        assertThat(inverse.low()).isCloseTo(2, ALMOST);
        assertThat(inverse.high()).isCloseTo(5, ALMOST);
    }

    @Test
    void aDividendMayLieOnBothSidesOfZeroAndADivisorMayNot() {
        Estimate ratio = Contrast.ratio(between(-2, 1, 4), exactly(2)).orElseThrow();
        assertThat(ratio.low()).isCloseTo(-1, ALMOST);
        assertThat(ratio.high()).isCloseTo(2, ALMOST);
        assertThat(Contrast.ratio(exactly(1), between(-1, 1, 3))).isEmpty();
        assertThat(Contrast.ratio(exactly(1), between(-3, -1, 0))).isEmpty();
        assertThat(Contrast.ratio(exactly(1), exactly(0))).isEmpty();
    }

    /** Means with a known error, thousands of times: the interval of the ratio of two excesses holds the true one. */
    @Test
    void intervalsHoldTheTrueNumberInNineteenOfTwentyCases() {
        SplittableRandom random = new SplittableRandom(12);
        int draws = 20_000;
        int differences = 0;
        int ratios = 0;
        for (int draw = 0; draw < draws; draw++) {
            Estimate baseline = drawn(random, 2, 0.2);
            Estimate small = Contrast.difference(drawn(random, 3, 0.3), baseline);
            Estimate large = Contrast.difference(drawn(random, 12, 1), baseline);
            differences += small.contains(1) ? 1 : 0;
            ratios += Contrast.ratio(small, large).orElseThrow().contains(0.1) ? 1 : 0;
        }
        assertThat((double) differences / draws).isBetween(0.945, 0.955);
        assertThat((double) ratios / draws).isBetween(0.94, 0.965);
    }

    private static Estimate drawn(SplittableRandom random, double truth, double error) {
        double value = truth + error * random.nextGaussian();
        return between(value - NORMAL_975 * error, value, value + NORMAL_975 * error);
    }
}
