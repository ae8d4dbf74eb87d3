package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.workbench.scaling.ScalabilityLaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of rows on several numbers of processors: how much faster, what serial share explains it, and a law where points suffice. */
class ScalingTest {

    private static final int SEEDS = 100;
    private static final int FORKS = 3;
    private static final double DEVIATION = 0.02;

    /** A contender whose time follows a law, with chance, on one processor to so many; beside it one that does not scale. */
    static Report drawn(int processors, double contention, double coherency, long seed) {
        Random random = new Random(seed);
        Row[] rows = IntStream.rangeClosed(1, processors)
                .boxed()
                .flatMap(p -> Stream.of(
                        Fixture.onProcessors(
                                "threads",
                                p,
                                drawn(random, 0.2 * (1 + contention * (p - 1) + coherency * p * (p - 1)) / p)),
                        Fixture.onProcessors("sequential", p, drawn(random, 0.2))))
                .toArray(Row[]::new);
        return Fixture.along(Axis.PROCESSORS, rows);
    }

    private static Series drawn(Random random, double seconds) {
        return new Series(
                "s",
                IntStream.range(0, FORKS)
                        .mapToObj(fork -> {
                            double ofFork = seconds * Math.exp(DEVIATION * random.nextGaussian());
                            return List.of(ofFork * 0.999, ofFork, ofFork * 1.001);
                        })
                        .toList());
    }

    static List<Scaling> scalings(Report report) {
        return Scaling.of(
                Comparison.of(report).getFirst(),
                report.axis().orElseThrow(),
                report.interleave().seed());
    }

    private static Scaling threads(Report report) {
        return scalings(report).getFirst();
    }

    @ParameterizedTest
    @CsvSource({"2, 0.04", "2, 0", "2, 0.7", "4, 0.1"})
    void theIntervalOfTheSerialShareHoldsItInNinetyOfAHundred(int processors, double share) {
        assertThat(IntStream.range(0, SEEDS).filter(seed -> {
                    Scaling.Point last =
                            threads(drawn(processors, share, 0, seed)).points().getLast();
                    return last.serialShare().orElseThrow().contains(share)
                            && last.speedUp().orElseThrow().contains(processors / (1 + share * (processors - 1)));
                }))
                .hasSizeGreaterThanOrEqualTo(90);
    }

    @Test
    void theSerialShareIsWhatKarpAndFlattCallSo() {
        Estimate share = Scaling.serialShare(new Estimate(0.55, 0.5, 0.6, 3, 9), 2);
        assertThat(share.value()).isCloseTo(0.1, within(1e-12));
        assertThat(share.low()).isCloseTo(0, within(1e-12));
        assertThat(share.high()).isCloseTo(0.2, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "2, '2 numbers of processors measured, and a curve takes 6'",
        "5, '5 numbers of processors measured, and a curve takes 6'"
    })
    void fewerThanSixPointsMakeNoCurve(int processors, String reason) {
        assertThat(scalings(drawn(processors, 0.05, 0.01, 1))).allSatisfy(scaling -> {
            assertThat(scaling.laws()).isEmpty();
            assertThat(scaling.noCurve()).contains(reason);
            assertThat(scaling.points()).hasSize(processors);
        });
    }

    @Test
    void sixPointsMakeOneAndTheLawToPreferComesFirst() {
        Scaling threads = threads(drawn(8, 0.05, 0.02, 1));
        assertThat(threads.contender()).isEqualTo("threads");
        assertThat(threads.noCurve()).isEmpty();
        assertThat(threads.laws())
                .extracting(law -> law.law())
                .containsExactly(ScalabilityLaw.UNIVERSAL, ScalabilityLaw.AMDAHL);
        assertThat(threads(drawn(6, 0.05, 0.02, 1)).laws()).hasSize(2);
    }

    @Test
    void withoutAValidRowOnOneProcessorThereIsNoSpeedUp() {
        Report whole = drawn(2, 0.05, 0, 1);
        Report report = Fixture.along(
                Axis.PROCESSORS,
                whole.rows().stream().filter(row -> row.cpus().size() == 2).toArray(Row[]::new));
        assertThat(scalings(report))
                .flatExtracting(Scaling::points)
                .allMatch(point ->
                        point.speedUp().isEmpty() && point.serialShare().isEmpty());
    }
}
