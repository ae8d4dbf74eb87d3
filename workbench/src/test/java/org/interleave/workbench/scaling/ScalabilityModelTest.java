package org.interleave.workbench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From times that a law and chance have made, the fit finds the law's coefficients again, and says no more than it knows. */
class ScalabilityModelTest {

    private static final int SEEDS = 100;
    private static final int FORKS = 3;
    private static final double SECONDS = 0.25;

    /** What forks of one row vary by, as a share of the time. */
    private static final double DEVIATION = 0.02;

    private static List<ScalingPoint> points(int numbers, double contention, double coherency, long seed) {
        Random random = new Random(seed);
        return IntStream.rangeClosed(1, numbers)
                .mapToObj(processors -> new ScalingPoint(
                        processors,
                        IntStream.range(0, FORKS)
                                .mapToObj(fork ->
                                        Math.log(SECONDS / ScalabilityLaw.speedUp(contention, coherency, processors))
                                                + DEVIATION * random.nextGaussian())
                                .toList()))
                .toList();
    }

    private static ScalabilityModel fit(ScalabilityLaw law, List<ScalingPoint> points, long seed) {
        return ScalabilityModel.fit(law, points, seed).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"6, 0.05, 0.01", "8, 0.05, 0.01", "8, 0.02, 0", "8, 0, 0", "16, 0.1, 0.002", "8, 0.9, 0.2"})
    void itsIntervalsHoldTheCoefficientsInNinetyOfAHundred(int numbers, double contention, double coherency) {
        List<ScalabilityModel> models = IntStream.range(0, SEEDS)
                .mapToObj(seed -> fit(ScalabilityLaw.UNIVERSAL, points(numbers, contention, coherency, seed), seed))
                .toList();
        assertThat(models)
                .filteredOn(model -> model.contention().contains(contention))
                .hasSizeGreaterThanOrEqualTo(90);
        assertThat(models)
                .filteredOn(model -> model.coherency().contains(coherency))
                .hasSizeGreaterThanOrEqualTo(90);
        double speedUp = ScalabilityLaw.speedUp(contention, coherency, 2 * numbers);
        assertThat(models)
                .filteredOn(model -> model.prediction().orElseThrow().speedUp().contains(speedUp))
                .hasSizeGreaterThanOrEqualTo(90);
    }

    @Test
    void ofAmdahlsLawToo() {
        double contention = 0.08;
        List<ScalabilityModel> models = IntStream.range(0, SEEDS)
                .mapToObj(seed -> fit(ScalabilityLaw.AMDAHL, points(8, contention, 0, seed), seed))
                .toList();
        assertThat(models)
                .filteredOn(model -> model.contention().contains(contention))
                .hasSizeGreaterThanOrEqualTo(90);
        assertThat(models).allMatch(model -> model.coherency().equals(new Interval(0, 0, 0)));
    }

    @Test
    void theIntervalsAreNoWiderThanTheyHaveToBe() {
        long missed = IntStream.range(0, SEEDS)
                .filter(seed -> !fit(ScalabilityLaw.UNIVERSAL, points(8, 0.05, 0.01, seed), seed)
                        .contention()
                        .contains(0.1))
                .count();
        assertThat(missed).isGreaterThan(SEEDS / 2);
    }

    @Test
    void theCriterionPrefersTheLawThatTheTimesFollow() {
        assertThat(preferUniversal(0.01)).isGreaterThan(95);
        assertThat(preferUniversal(0)).isLessThan(25);
    }

    private static long preferUniversal(double coherency) {
        return IntStream.range(0, SEEDS)
                .filter(seed -> {
                    List<ScalingPoint> points = points(8, 0.05, coherency, seed);
                    return fit(ScalabilityLaw.UNIVERSAL, points, seed).criterion()
                            < fit(ScalabilityLaw.AMDAHL, points, seed).criterion();
                })
                .count();
    }

    @Test
    void nothingIsSaidOfMoreThanTwiceTheProcessorsMeasured() {
        ScalabilityModel near = fit(ScalabilityLaw.UNIVERSAL, points(8, 0.05, 0.01, 1), 1);
        assertThat(near.prediction().orElseThrow().processors()).isEqualTo(16);
        assertThat(near.peak().orElseThrow()).isCloseTo(Math.sqrt(0.95 / 0.01), within(1.5));

        ScalabilityModel far = fit(ScalabilityLaw.UNIVERSAL, points(8, 0.05, 0.0005, 1), 1);
        assertThat(far.peak()).isEmpty();
    }

    @Test
    void theSameSeedMakesTheSameIntervals() {
        List<ScalingPoint> points = points(8, 0.05, 0.01, 1);
        assertThat(fit(ScalabilityLaw.UNIVERSAL, points, 7)).isEqualTo(fit(ScalabilityLaw.UNIVERSAL, points, 7));
        assertThat(fit(ScalabilityLaw.UNIVERSAL, points, 7)).isNotEqualTo(fit(ScalabilityLaw.UNIVERSAL, points, 8));
    }

    @Test
    void whatIsFasterThanInProportionHasAContentionBelowZero() {
        ScalabilityModel model = fit(ScalabilityLaw.UNIVERSAL, points(8, -0.03, 0, 1), 1);
        assertThat(model.contention().high()).isNegative();
    }

    @Test
    void fewerThanSixPointsMakeNoCurve() {
        List<ScalingPoint> five = points(5, 0.05, 0.01, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> ScalabilityModel.fit(ScalabilityLaw.UNIVERSAL, five, 1));
        List<ScalingPoint> alone = IntStream.rangeClosed(1, 8)
                .mapToObj(processors -> new ScalingPoint(processors, List.of(0.0)))
                .toList();
        assertThatIllegalArgumentException().isThrownBy(() -> ScalabilityModel.fit(ScalabilityLaw.AMDAHL, alone, 1));
    }
}
