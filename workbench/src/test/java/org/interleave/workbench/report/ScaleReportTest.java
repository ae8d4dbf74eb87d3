package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read of how something scales: on two processors numbers and no curve, on more the law, at any width. */
class ScaleReportTest {

    private static List<String> lines(Report report, int width) {
        return new ScaleReport(new Screen(width, false, StandardCharsets.UTF_8))
                .render(report)
                .lines()
                .toList();
    }

    @Test
    void onTwoProcessorsThereIsTheSpeedUpAndTheSerialShareAndNoCurve() {
        List<String> lines = lines(ScalingTest.drawn(2, 0.05, 0, 1), 100);
        assertThat(lines)
                .anyMatch(line -> line.matches("contender +processors +wall +95 % interval +speed-up +its interval"
                        + " +serial share +its interval"))
                .anyMatch(line -> line.matches("threads +1 +\\d+ ms +\\[.*]"))
                .anyMatch(line -> line.matches(" +2 +\\d+ ms +\\[.*] +1\\.\\d\\d× +\\[.*] +-?\\d+\\.\\d % +\\[.*]"))
                .contains("no curve: 2 numbers of processors measured, and a curve takes 6")
                .contains("to repeat: interleave run cpu-threads --seed 42");
        assertThat(String.join(" ", lines)).doesNotContain("law").contains("2 × Some CPU");
    }

    @Test
    void whereALawWasFittedItIsToldWithWhatItPredicts() {
        String text = String.join(" ", lines(ScalingTest.drawn(8, 0.05, 0.02, 1), Screen.UNBOUNDED));
        assertThat(text)
                .containsPattern(
                        "threads: the Universal Scalability Law, contention \\d\\.\\d % \\[\\d\\.\\d, \\d\\.\\d],"
                                + " coherency 0\\.0\\d+ \\[.*]; AICc \\d+.* less than by Amdahl's law;"
                                + " on 16 processors it would be \\d\\.\\d+ \\[.*] times as fast as on one, if the law holds there;"
                                + " fastest on about \\d")
                .contains("sequential: ")
                .doesNotContain("no curve");
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 80, 100})
    void noLineIsWiderThanTheTerminal(int width) {
        assertThat(lines(ScalingTest.drawn(8, 0.05, 0.02, 1), width)).allMatch(line -> Monospace.width(line) <= width);
    }

    @Test
    void atEightyColumnsTheSpeedUpAndTheSerialShareHaveTheirIntervals() {
        assertThat(lines(ScalingTest.drawn(2, 0.05, 0, 1), 80))
                .anyMatch(line -> line.matches("contender +processors .*speed-up +its interval +share +its interval"));
    }

    @Test
    void anInvalidRowIsNamedWithItsReason() {
        Report whole = ScalingTest.drawn(2, 0.05, 0, 1);
        Row broken = Fixture.row("netty processors=1")
                .of("countdown")
                .cpus(0)
                .invalid("task 1 ended wrong")
                .measured();
        Report report = Fixture.along(
                Axis.PROCESSORS,
                Stream.concat(whole.rows().stream(), Stream.of(broken)).toArray(Row[]::new));
        assertThat(String.join("\n", lines(report, 100))).contains("✗ netty processors=1: task 1 ended wrong");
    }

    @Test
    void whenNothingWasMeasuredThatIsSaid() {
        assertThat(lines(Fixture.along(Axis.PROCESSORS), 80)).contains("Nothing was measured.");
    }
}
