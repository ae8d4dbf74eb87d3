package org.interleave.workbench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.interleave.workbench.report.HumanFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScaleTest {

    private static Scale of(double... points) {
        return Scale.covering(Arrays.stream(points).boxed().toList(), List.of());
    }

    private static List<String> labels(Scale scale, String unit) {
        return scale.ticks(value -> HumanFormat.quantity(value, unit)).stream()
                .map(Tick::label)
                .toList();
    }

    @Test
    void isLinearWhereNumbersAreNearEachOther() {
        Scale scale = of(1, 2, 3);
        assertThat(scale.logarithmic()).isFalse();
        assertThat(scale.position(2)).isCloseTo(0.5, within(1e-9));
        assertThat(scale.position(3) - scale.position(2))
                .isCloseTo(scale.position(2) - scale.position(1), within(1e-9));
        assertThat(labels(scale, "1")).containsExactly("1", "1.5", "2", "2.5", "3");
    }

    @Test
    void isLogarithmicWhereTheyAreFarFromEachOther() {
        Scale scale = of(1, 10, 100);
        assertThat(scale.logarithmic()).isTrue();
        assertThat(scale.position(10)).isCloseTo(0.5, within(1e-9));
        assertThat(labels(scale, "1")).containsExactly("1", "10", "100");
        assertThat(labels(of(0.0009, 0.012), "s")).containsExactly("1 ms", "2 ms", "5 ms", "10 ms");
    }

    @Test
    void zeroStandsApartOnALogarithmicScale() {
        Scale scale = of(0, 3, 28_000);
        assertThat(scale.zeroApart()).isTrue();
        assertThat(scale.position(0)).isZero();
        assertThat(scale.position(scale.low())).isCloseTo(Scale.APART, within(1e-9));
        assertThat(scale.covers(0)).isTrue();
        assertThat(labels(scale, "1")).startsWith("0").contains("10", "1k").hasSizeLessThan(8);
    }

    @Test
    void intervalThatReachesTooFarIsCut() {
        Scale scale = Scale.covering(List.of(1.0, 1.1), List.of(1e-9, 1e9));
        assertThat(scale.covers(1e9)).isFalse();
        assertThat(scale.covers(1e-9)).isFalse();
        assertThat(scale.high()).isLessThan(4);
        assertThat(scale.position(1e9)).isEqualTo(1);
        assertThat(scale.position(1e-9)).isZero();
        assertThat(Scale.covering(List.of(1.0, 1.1), List.of(0.9, 1.3)).covers(1.3))
                .isTrue();
    }

    @Test
    void nothingButZeroBeginsAtZero() {
        assertThat(of(0, 0).position(0)).isLessThan(0.05);
        assertThat(labels(of(0, 0), "1")).startsWith("0").endsWith("1");
    }

    static Stream<List<Double>> numbersOfAnyKind() {
        return Stream.of(
                List.of(),
                List.of(0.0),
                List.of(1.0),
                List.of(-5.0),
                List.of(-1e300, 1e300),
                List.of(Double.MIN_VALUE, Double.MAX_VALUE),
                List.of(Double.MIN_VALUE),
                List.of(Double.MAX_VALUE),
                List.of(-Double.MAX_VALUE, Double.MAX_VALUE),
                List.of(0.0, Double.MIN_VALUE),
                List.of(1e16, 1e16 + 2),
                List.of(-0.0, 0.5));
    }

    @ParameterizedTest
    @MethodSource("numbersOfAnyKind")
    void everyNumberHasItsPlaceAndTicksAreFew(List<Double> numbers) {
        Scale scale = Scale.covering(numbers, numbers);
        assertThat(scale.ticks(Double::toString)).hasSizeLessThanOrEqualTo(8).allSatisfy(tick -> {
            assertThat(scale.covers(tick.value())).isTrue();
            assertThat(scale.position(tick.value())).isBetween(0.0, 1.0);
        });
        assertThat(numbers)
                .allSatisfy(number -> assertThat(scale.position(number)).isBetween(0.0, 1.0));
    }

    @ParameterizedTest
    @CsvSource({"0.97, 1.04", "0.2, 0.9", "12, 500", "1e-7, 3e-3", "0.5, 2.9"})
    void ticksRiseFromOneEndToTheOther(double low, double high) {
        Scale scale = of(low, high);
        List<Double> places = scale.ticks(Double::toString).stream()
                .map(tick -> scale.position(tick.value()))
                .toList();
        assertThat(places).hasSizeBetween(2, 7).isSorted().doesNotHaveDuplicates();
    }
}
