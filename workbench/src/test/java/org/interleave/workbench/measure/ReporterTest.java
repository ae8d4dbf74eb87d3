package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.LineProgress;
import org.interleave.workbench.plan.Budget;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Repetitions;
import org.interleave.workbench.report.PluginJar;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;
import org.junit.jupiter.api.Test;

/** Forks become rows. */
class ReporterTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());

    private static Report report(ForkOutcome... outcomes) {
        Configuration configuration = new Configuration("echo", Map.of(), "threads", Map.of(), List.of(0));
        Plan plan = new Plan(
                List.of(new Plan.Entry("echo", "threads", configuration, List.of("latency_p50"))),
                List.of(),
                List.of(),
                new Repetitions(outcomes.length, 1),
                Budget.none(outcomes.length));
        Deque<ForkOutcome> forks = new ArrayDeque<>(List.of(outcomes));
        Measurement measurement = new Measurement(
                plan,
                any -> forks.remove(),
                1,
                new LineProgress(new PrintStream(OutputStream.nullOutputStream()), "forks", Schedule.of(plan, CATALOG)),
                List.of(),
                fork -> {},
                ForkAllocation.NONE);
        measurement.run();
        RunOrder order = new RunOrder(CATALOG, plan, JournalTest.header(), List.of(), List.of());
        return new Reporter(order).report(measurement);
    }

    private static ForkOutcome fork(List<Double> wall, String histogram, int warmUps, boolean compiling) {
        return new ForkOutcome.Measured(
                Map.of("wall_s", wall),
                Map.of("wall_s", "s"),
                Map.of("latency", List.of(histogram)),
                warmUps,
                compiling,
                Map.of());
    }

    private static String requests(int count) {
        return LatencyQuantilesTest.encoded(
                LongStream.rangeClosed(1, count).map(i -> i * 1_000_000).toArray());
    }

    @Test
    void aForkGivesItsRoundsAndItsQuantiles() {
        Row row = report(fork(List.of(1.0, 1.1), requests(5), 4, false), fork(List.of(1.2), requests(5), 12, true))
                .rows()
                .getFirst();

        assertThat(row.measure("wall_s")).contains(new Series("s", List.of(List.of(1.0, 1.1), List.of(1.2))));
        assertThat(row.measure("latency_count")).contains(new Series("1", List.of(List.of(5.0), List.of(5.0))));
        assertThat(row.measure("latency_p50").orElseThrow().forks()).hasSize(2);
        assertThat(row.measure("latency_p90")).isEmpty();
        assertThat(row.histograms()).containsOnlyKeys("latency");
        assertThat(row.histograms().get("latency")).containsExactly(List.of(requests(5)), List.of(requests(5)));
        assertThat(row.warmUps().rounds()).containsExactly(4, 12);
        assertThat(row.warmUps().stillCompiling()).isEqualTo(1);
    }

    @Test
    void aQuantileThatSomeForksHaveKeepsItsUnit() {
        Row row = report(fork(List.of(1.0), requests(28), 1, false), fork(List.of(1.0), requests(29), 1, false))
                .rows()
                .getFirst();

        Series p90 = row.measure("latency_p90").orElseThrow();
        assertThat(p90.unit()).isEqualTo("s");
        assertThat(p90.forks()).hasSize(1);
    }

    @Test
    void theJarsThatWereUsedAreNamedWithTheirHash() {
        assertThat(report(fork(List.of(1.0), requests(1), 1, false)).plugins())
                .containsExactly(new PluginJar("bugs.jar", "00ff"));
    }
}
