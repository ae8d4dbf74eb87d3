package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeededRandomTest {

    private static final int MANY = 200_000;

    private static double[] draw(ToDoubleFunction<SeededRandom> number) {
        SeededRandom random = new SeededRandom(7);
        return DoubleStream.generate(() -> number.applyAsDouble(random))
                .limit(MANY)
                .toArray();
    }

    private static double mean(double[] numbers) {
        return DoubleStream.of(numbers).average().orElseThrow();
    }

    private static double deviation(double[] numbers) {
        double mean = mean(numbers);
        return Math.sqrt(DoubleStream.of(numbers)
                .map(number -> (number - mean) * (number - mean))
                .average()
                .orElseThrow());
    }

    /** Written down once, so that no later version draws others. */
    @Test
    void theSeedMakesTheNumbers() {
        SeededRandom random = new SeededRandom(1);
        assertThat(LongStream.generate(random::nextLong).limit(3))
                .containsExactly(Tick.seed(Tick.seed(1)), Tick.seed(Tick.seed(1) + 1), Tick.seed(Tick.seed(1) + 2));
        assertThat(new SeededRandom(1).doubles(100).toArray())
                .isEqualTo(new SeededRandom(1).doubles(100).toArray())
                .isNotEqualTo(new SeededRandom(2).doubles(100).toArray());
    }

    @Test
    void oneThingOfManyHasNumbersOfItsOwn() {
        assertThat(LongStream.range(0, 100_000)
                        .map(index -> SeededRandom.of(3, index).nextLong())
                        .distinct()
                        .count())
                .isEqualTo(100_000);
        assertThat(SeededRandom.of(3, 4).nextLong())
                .isEqualTo(SeededRandom.of(3, 4).nextLong())
                .isNotEqualTo(SeededRandom.of(4, 3).nextLong());
    }

    @Test
    void numbersAreDistributedAsTheyShouldBe() {
        double[] uniform = draw(SeededRandom::nextDouble);
        assertThat(mean(uniform)).isCloseTo(0.5, within(0.005));
        assertThat(deviation(uniform)).isCloseTo(Math.sqrt(1.0 / 12), within(0.005));
        double[] normal = draw(SeededRandom::nextGaussian);
        assertThat(mean(normal)).isCloseTo(0, within(0.01));
        assertThat(deviation(normal)).isCloseTo(1, within(0.01));
        double[] exponential = draw(SeededRandom::nextExponential);
        assertThat(DoubleStream.of(exponential)).allMatch(number -> number >= 0);
        assertThat(mean(exponential)).isCloseTo(1, within(0.01));
        assertThat(deviation(exponential)).isCloseTo(1, within(0.02));
    }

    /** The standard error of so many deviations is less than 2 % up to a spread of 1. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1})
    void lengthsHaveTheMeanAndTheSpreadThatAreAskedFor(double spread) {
        double[] lengths = draw(random -> random.nextLogNormal(20, spread));
        assertThat(DoubleStream.of(lengths)).allMatch(length -> length > 0);
        assertThat(mean(lengths)).isCloseTo(20, within(0.02 * 20));
        assertThat(deviation(lengths) / mean(lengths)).isCloseTo(spread, within(0.06 * spread));
        double median =
                DoubleStream.of(lengths).sorted().skip(MANY / 2).findFirst().orElseThrow();
        assertThat(median).isCloseTo(20 / Math.sqrt(1 + spread * spread), within(0.02 * 20));
    }

    @Test
    void withoutSpreadEveryLengthIsTheMean() {
        assertThat(DoubleStream.of(draw(random -> random.nextLogNormal(20, 0)))).containsOnly(20.0);
        assertThatThrownBy(() -> new SeededRandom(1).nextLogNormal(20, -0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-0.1");
    }
}
