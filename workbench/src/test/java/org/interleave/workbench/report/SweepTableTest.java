package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.interleave.core.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sweep is told in a line for each contender with a column for each value, in their order, and whole below. */
class SweepTableTest {

    private static Fixture at(String strategy, String count) {
        return row(strategy + " count=" + count)
                .of("countdown")
                .strategy(strategy, Family.THREADS)
                .parameter("count", count);
    }

    private static Report report() {
        return Fixture.along(
                "count",
                at("threads", "1M").wall(seconds(0.3, 0.3)).measured(),
                at("threads", "2M").wall(seconds(0.1, 0.1)).measured(),
                at("netty", "1M").wall(seconds(0.2, 0.2)).measured(),
                at("netty", "2M").invalid("task 1 ended wrong").measured());
    }

    private static List<String> lines(Report report, int width) {
        return new TableReport(new Screen(width, false, StandardCharsets.UTF_8))
                .render(report)
                .lines()
                .toList();
    }

    @Test
    void everyContenderHasALineAndEveryValueAColumn() {
        assertThat(lines(report(), 100))
                .containsSequence(
                        "countdown  wall by count",
                        "count        1M       2M",
                        "threads  300 ms   100 ms",
                        "netty    200 ms  invalid");
    }

    @Test
    void theWholeTableFollowsInTheOrderOfTheSweep() {
        assertThat(lines(report(), 100).stream()
                        .filter(line -> line.matches("(threads|netty) count=.*"))
                        .map(line -> line.replaceFirst("  .*", "")))
                .containsExactly("threads count=1M", "threads count=2M", "netty count=1M", "netty count=2M ✗");
    }

    @Test
    void whatHasNoValueIsTheSameAtAll() {
        Report report = Fixture.along(
                "switch-interval",
                row("sequential").of("countdown").wall(seconds(0.5, 0.5)).measured(),
                row("gil switch-interval=1ms")
                        .of("countdown")
                        .option("switch-interval", "1ms")
                        .wall(seconds(0.1, 0.1))
                        .measured(),
                row("gil switch-interval=5ms")
                        .of("countdown")
                        .option("switch-interval", "5ms")
                        .wall(seconds(0.2, 0.2))
                        .measured());
        assertThat(lines(report, 100)).contains("sequential       500 ms  500 ms", "gil              100 ms  200 ms");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 100})
    void noLineIsWiderThanTheTerminal(int width) {
        Row[] rows = IntStream.range(1, 30)
                .mapToObj(
                        i -> at("giant-lock-timed", i + "M").wall(seconds(i, i)).measured())
                .toArray(Row[]::new);
        assertThat(lines(Fixture.along("count", rows), width)).allMatch(line -> Monospace.width(line) <= width);
    }

    @Test
    void anAxisTakesItsEndingFromTheLabel() {
        Row row = report().rows().getFirst();
        assertThat(new Axis("count").contender(row)).isEqualTo("threads");
        assertThat(new Axis("count").value(row)).contains("1M");
        assertThat(new Axis("tasks").contender(row)).isEqualTo("threads count=1M");
        assertThat(new Axis("nothing").value(row)).isEmpty();
    }
}
