package org.interleave.workbench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommonShiftTest {

    private static List<Double> drawn(Random random, int rows, double shift) {
        return IntStream.range(0, rows)
                .mapToObj(row -> shift * Math.exp(0.02 * random.nextGaussian()))
                .toList();
    }

    @Test
    void itIsTheMedianWhateverAFewRowsDo() {
        List<Double> ratios = Stream.concat(
                        IntStream.range(0, 10).mapToObj(row -> 1.02 + 0.0001 * row), Stream.of(1.5, 3.0))
                .toList();
        CommonShift shift = CommonShift.of(ratios).orElseThrow();
        assertThat(shift.ratio()).isCloseTo(1.0205, within(0.0002));
        assertThat(shift.low()).isGreaterThan(1.02);
        assertThat(shift.high()).isLessThan(1.03);
        assertThat(shift.text())
                .startsWith("the rows have a shift in common: the median of 12 changes is +2.1 % [+2.0, ");
    }

    @Test
    void itTakesSixRowsThatAgree() {
        assertThat(CommonShift.of(Collections.nCopies(5, 1.02))).isEmpty();
        assertThat(CommonShift.of(Collections.nCopies(6, 1.02))).isPresent();
        assertThat(CommonShift.of(List.of(1.02, 1.02, 1.02, 1.02, 1.02, 0.99))).isEmpty();
        assertThat(CommonShift.of(Collections.nCopies(6, 1.0))).isEmpty();
        assertThat(CommonShift.of(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 9, 12, 28})
    void whereThereIsNoneItIsSeenInFiveOfAHundredRunsAtMost(int rows) {
        Random random = new Random(rows);
        int runs = 4_000;
        long seen = IntStream.range(0, runs)
                .filter(run -> CommonShift.of(drawn(random, rows, 1)).isPresent())
                .count();
        assertThat((double) seen / runs).isLessThan(0.06);
    }
}
