package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseReportTest {

    private static final int FORKS = 6;
    private static final int PAIRS = 20;
    private static final double DEVIATION = 0.01;
    private static final Screen SCREEN = new Screen(120, false, StandardCharsets.UTF_8);

    private static Series drawn(Random random, double mean, int forks) {
        return new Series(
                "s",
                IntStream.range(0, forks)
                        .mapToObj(fork -> List.of(mean * Math.exp(DEVIATION * random.nextGaussian())))
                        .toList());
    }

    private static NoiseReport twins(double mean, int forks, double handicap) {
        Random random = new Random(7);
        Report report = report(
                row("threads A").wall(drawn(random, 1, forks)).measured(),
                row("threads B").wall(drawn(random, mean, forks)).measured());
        return NoiseReport.of(report, FORKS, handicap);
    }

    @Test
    void equalsAreNotToldApart() {
        NoiseReport noise = twins(1, PAIRS * FORKS, 0);
        assertThat(noise.toldApart()).isZero();
        assertThat(String.join(" ", noise.lines(SCREEN)))
                .contains("countdown/threads", "0 false alarms in 20 pairs of equals, 95 % interval 0 % to 16.8 %");
    }

    @Test
    void whatHasMoreToDoIsFound() {
        NoiseReport noise = twins(1.05, PAIRS * FORKS, 5);
        assertThat(noise.toldApart()).isGreaterThan(PAIRS * 3 / 4);
        assertThat(String.join(" ", noise.lines(SCREEN)))
                .contains(noise.toldApart() + " of 20 pairs told apart, of which B had 5 % more to do");
    }

    @Test
    void whatIsLeftOverOfAPairIsNotCounted() {
        assertThat(String.join(" ", twins(1, 2 * FORKS - 1, 0).lines(SCREEN))).contains("in 1 pair of equals");
        assertThat(twins(1, FORKS - 1, 0).lines(SCREEN))
                .contains("no pair is whole")
                .anyMatch(line -> line.matches("countdown/threads +0( +n/a){5}"));
    }

    @Test
    void aTwinThatFailedHasNoPairs() {
        Report report = report(
                row("threads A").wall(drawn(new Random(7), 1, FORKS)).measured(),
                row("threads B").invalid("wrong result").measured());
        assertThat(String.join(" ", NoiseReport.of(report, FORKS, 0).lines(SCREEN)))
                .contains("no pair is whole");
    }
}
