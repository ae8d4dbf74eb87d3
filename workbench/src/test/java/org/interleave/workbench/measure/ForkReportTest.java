package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.interleave.workbench.report.Fixture;
import org.interleave.workbench.report.LockExcerpt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fork writes comes back to the same bits, and what is no report is believed in nothing. */
class ForkReportTest {

    private static final ForkOutcome.Measured MEASURED = new ForkOutcome.Measured(
            Map.of(
                    "wall_s",
                    List.of(0.1 + 0.2, Double.MIN_VALUE, Double.MAX_VALUE, -0.0, 1e7, 0.0033101397945392505),
                    "first_round",
                    List.of(1.0),
                    "cpu_s.12",
                    List.of(3.0)),
            Map.of("wall_s", "s", "first_round", "µs", "cpu_s.12", "1/s"),
            Map.of("latency", List.of("HISTF+/A0==", "AAAA")),
            7,
            true,
            Map.of("worker_flags", Set.of(List.of("-Xmx1g", "", "a b+c%\n\u001b"), List.of())));

    private final AtomicInteger rounds = new AtomicInteger();

    private Optional<ForkOutcome> read(String text) throws IOException {
        return ForkReport.read(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), rounds::incrementAndGet);
    }

    @Test
    void whatAForkMeasuredComesBack() throws IOException {
        String report =
                ForkReport.roundEnded() + ForkReport.roundEnded() + ForkReport.text(MEASURED) + ForkReport.end();

        assertThat(read(report)).contains(MEASURED);
        assertThat(rounds).hasValue(2);
    }

    @Test
    void everyNumberComesBackToTheSameBits() throws IOException {
        Random random = new Random(7);
        List<Double> numbers = Stream.concat(
                        random.doubles(1_000, 0, 0.01).boxed(),
                        random.longs(1_000).mapToObj(Double::longBitsToDouble).filter(Double::isFinite))
                .toList();
        ForkOutcome.Measured measured = new ForkOutcome.Measured(
                Map.of("wall_s", numbers), Map.of("wall_s", "s"), Map.of(), 2, false, Map.of());

        assertThat(read(ForkReport.text(measured) + ForkReport.end())).contains(measured);
    }

    @Test
    void whyItFailedComesBackInOneBoundedLine() throws IOException {
        assertThat(read(ForkReport.text(new ForkOutcome.Invalid("wrong result: 4 %+ü")) + ForkReport.end()))
                .contains(new ForkOutcome.Invalid("wrong result: 4 %+ü"));
        assertThat(read("failed " + "%1B%0A".repeat(100_000) + "\nend\n"))
                .hasValueSatisfying(outcome -> assertThat(((ForkOutcome.Invalid) outcome).reason())
                        .hasSizeLessThanOrEqualTo(300)
                        .doesNotContain("\u001b"));
    }

    @Test
    void untilItEndsNothingCounts() throws IOException {
        String report = ForkReport.text(MEASURED) + ForkReport.end();
        for (int length = 0; length < report.length(); length++) {
            assertThat(read(report.substring(0, length))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "hello world",
                "sample wall_s s",
                "sample wall_s s NaN",
                "sample wall_s s Infinity",
                "sample wall_s s 1.0E999",
                "sample wall_s s 0x1.0p3",
                "sample wall_s s 1.0 ",
                "sample WALL s 1.0",
                "sample wall_s a%0Ab 1.0",
                "sample wall_s s 1.0\nsample wall_s s 1.0",
                "sample wall_s s %zz",
                "histogram latency %",
                "histogram latency a.b",
                "provenance flags -Xmx1g",
                "warm-ups -1 true",
                "warm-ups 3 true", // and not one sample
                "sample wall_s s 1.0", // and no word of the warm-up
                "\u001b[2J",
                "sample wall_s µs 1.0",
            })
    void whatIsNoReportIsRefused(String line) {
        assertThatThrownBy(() -> read(line + "\nend\n")).isInstanceOf(ForkReport.MalformedException.class);
    }

    private static final String TRACED = ForkReport.text(MEASURED) + ForkReport.tracing();

    @Test
    void anExcerptComesBackAfterAllThatWasMeasured() throws IOException {
        LockExcerpt excerpt = Fixture.excerpt("a b+c%\n\u001b", "<b>");

        assertThat(read(TRACED + ExcerptLines.text(excerpt) + ForkReport.end()))
                .contains(MEASURED.with(Optional.of(excerpt)));
        assertThat(read(TRACED + ForkReport.end())).contains(MEASURED);
    }

    @Test
    void whatWasMeasuredIsToldBeforeARoundIsTraced() throws IOException {
        List<ForkOutcome.Measured> told = new ArrayList<>();
        ForkReport.Listener listener = new ForkReport.Listener() {
            @Override
            public void roundEnded() {
                throw new AssertionError("no round");
            }

            @Override
            public void tracing(ForkOutcome.Measured measured) {
                told.add(measured);
            }
        };

        assertThat(ForkReport.read(new ByteArrayInputStream(TRACED.getBytes(StandardCharsets.US_ASCII)), listener))
                .isEmpty();
        assertThat(told).containsExactly(MEASURED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "round",
                "tracing",
                "sample more s 1.0",
                "failed why",
                "excerpt 1 2",
                "excerpt 1 2 3 4",
                "excerpt -1 2 3",
                "excerpt 1 2 99999999999999999999",
                "excerpt 0 20000001 20000001",
                "excerpt 0 5 4",
                "task a",
                "task + b",
                "held 0 0",
                "held -1 0 1",
                "excerpt 0 5 9\nheld 0 0 1",
                "excerpt 0 5 9\ntask a a\nheld 0 0 6",
                "excerpt 0 5 9\ntask a a\nheld 0 0 2\nheld 0 1 1",
            })
    void whatIsNoExcerptIsRefused(String lines) {
        assertThatThrownBy(() -> read(TRACED + lines + "\nend\n")).isInstanceOf(ForkReport.MalformedException.class);
    }

    @Test
    void nothingIsTracedBeforeAllIsMeasured() {
        assertThatThrownBy(() -> read("sample wall_s s 1.0\ntracing\nwarm-ups 3 true\nend\n"))
                .isInstanceOf(ForkReport.MalformedException.class);
    }

    @Test
    void aFloodIsRefusedAfterABoundedNumberOfBytes() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return '~';
            }

            @Override
            public int read(byte[] buffer, int from, int length) {
                Arrays.fill(buffer, from, from + length, (byte) '~');
                return length;
            }
        };

        assertThatThrownBy(() -> ForkReport.read(endless, () -> {}))
                .isInstanceOf(ForkReport.MalformedException.class)
                .hasMessage("it has more than " + ForkReport.MOST_BYTES + " bytes");
    }
}
