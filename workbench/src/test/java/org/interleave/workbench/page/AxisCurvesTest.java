package org.interleave.workbench.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.interleave.core.Claim;
import org.interleave.core.Family;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.report.Axis;
import org.interleave.workbench.report.Comparison;
import org.interleave.workbench.report.Doubts;
import org.interleave.workbench.report.Provenance;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.WarmUps;
import org.junit.jupiter.api.Test;

/** Along an axis every contender has a curve, of each measure that tells most, and all rows share one figure. */
class AxisCurvesTest {

    private static final Catalog NOTHING = Catalog.load(AxisCurvesTest.class.getClassLoader(), List.of(), Set.of());

    private static Row row(
            String label, String strategy, Map<String, String> parameters, int processors, double wall, boolean valid) {
        SequencedMap<String, Series> measures = new LinkedHashMap<>();
        measures.put(Claim.WALL, new Series("s", List.of(List.of(wall), List.of(1.01 * wall), List.of(0.99 * wall))));
        measures.put("throughput", new Series("1/s", List.of(List.of(1 / wall))));
        return new Row(
                "countdown",
                label,
                "countdown",
                new LinkedHashMap<>(parameters),
                strategy,
                Family.THREADS,
                new LinkedHashMap<>(),
                IntStream.range(0, processors).boxed().toList(),
                valid,
                valid ? Optional.empty() : Optional.of("task 1 failed"),
                0,
                WarmUps.UNKNOWN,
                measures,
                new LinkedHashMap<>(),
                List.of("throughput"),
                new LinkedHashMap<>(),
                Optional.empty());
    }

    private static Row counting(String strategy, String count, double wall) {
        return row(strategy + " count=" + count, strategy, Map.of("count", count), 2, wall, true);
    }

    private static Row on(int processors, double wall) {
        return row("threads processors=" + processors, "threads", Map.of("count", "1M"), processors, wall, true);
    }

    private static Report report(String key, Row... rows) {
        return report(key, SuiteReport.sweep().interleave(), rows);
    }

    private static Report report(String key, Provenance provenance, Row... rows) {
        Report any = SuiteReport.sweep();
        return new Report(
                provenance,
                any.machine(),
                any.jvm(),
                List.of(),
                Arrays.asList(rows),
                List.of(),
                List.of(),
                Optional.of(new Axis(key)),
                Optional.empty());
    }

    private static Rows rows(Report report) {
        Comparison comparison = Comparison.of(report).getFirst();
        return Rows.of(comparison, comparison.rows(), Doubts.about(report.rows()), report.axis());
    }

    private static SweepView view(Report report, String measure) {
        return AxisCurves.of(rows(report), report.axis().orElseThrow(), measure).orElseThrow();
    }

    private static String page(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportPage.write(List.of(report), NOTHING, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyContenderHasACurveByRisingValue() {
        SweepView view = view(
                report(
                        "count",
                        counting("threads", "10M", 0.3),
                        counting("threads", "1M", 0.1),
                        counting("netty", "1M", 0.2),
                        counting("netty", "10M", 0.9)),
                Claim.WALL);

        assertThat(view.title()).isEqualTo("wall_s by count");
        assertThat(view.curves()).extracting(SweepView.Curve::strategy).containsExactly("threads", "netty");
        assertThat(view.curves().getFirst().points())
                .extracting(SweepView.Point::text)
                .containsExactly("1M", "10M");
        assertThat(view.curves().getFirst().points().getFirst().setting()).isEqualTo(1e6);
    }

    @Test
    void whatHasNoSuchSettingIsALevel() {
        SweepView view = view(
                report(
                        "count",
                        counting("threads", "1M", 0.1),
                        counting("threads", "5M", 0.3),
                        row("other", "other", Map.of(), 2, 0.2, true)),
                Claim.WALL);

        assertThat(view.curves())
                .extracting(SweepView.Curve::strategy)
                .containsExactly("threads", "other (the same at all)");
        assertThat(view.curves().getLast().points())
                .hasSize(2)
                .extracting(point -> point.mean().value())
                .allMatch(mean -> mean > 0.19 && mean < 0.21);
    }

    @Test
    void valuesThatAreNoNumbersMakeNoCurve() {
        Report report = report("count", counting("threads", "some", 0.1), counting("threads", "more", 0.3));
        assertThat(AxisCurves.of(rows(report), new Axis("count"), Claim.WALL)).isEmpty();
    }

    @Test
    void theSpeedUpIsToOneProcessor() {
        Report report = report(Axis.PROCESSORS, on(1, 0.4), on(2, 0.2), on(4, 0.1));
        SweepView view =
                AxisCurves.speedUp(rows(report), new Axis(Axis.PROCESSORS)).orElseThrow();

        assertThat(view.title()).isEqualTo("speed-up by processors");
        assertThat(view.curves().getFirst().points())
                .extracting(point -> Math.round(100 * point.mean().value()))
                .containsExactly(100L, 200L, 400L);
    }

    @Test
    void thePageHasOneFigureOfAllRowsWithACurveOfEachTellingMeasure() throws IOException {
        Report report = report(
                "count",
                counting("threads", "1M", 0.1),
                counting("threads", "10M", 0.3),
                row("threads count=5M", "threads", Map.of("count", "5M"), 2, 0.2, false));
        String page = page(report);

        assertThat(page).containsOnlyOnce("id=\"figure-1\"").doesNotContain("id=\"figure-2\"");
        assertThat(page)
                .doesNotContain("At a glance")
                .contains("wall_s by count", "throughput by count", "threads count=5M");
    }

    @Test
    void ofProcessorsThePageBeginsWithTheSpeedUp() throws IOException {
        assertThat(page(report(Axis.PROCESSORS, on(1, 0.4), on(2, 0.2))))
                .contains("speed-up by processors", "wall_s by processors")
                .containsPattern("(?s)speed-up by processors.*wall_s by processors");
    }

    @Test
    void theAnswerIsATableWithALineForEachValue() throws IOException {
        Report report = report(
                "count",
                counting("threads", "1M", 0.1),
                counting("threads", "10M", 0.9),
                counting("netty", "1M", 0.2),
                counting("netty", "10M", 0.3));

        assertThat(page(report))
                .containsOnlyOnce("<h3><a href=\"#workload-1\">countdown</a>")
                .contains(
                        "<th scope=\"row\">1M</th><td>threads</td><td>100 ms</td><td class=\"list\">none</td><td class=\"list\">netty 2×</td>")
                .contains(
                        "<th scope=\"row\">10M</th><td>netty</td><td>300 ms</td><td class=\"list\">none</td><td class=\"list\">threads 3.00×</td>");
    }

    @Test
    void aVariantCanBeTheBaselineAtEveryValue() {
        Provenance any = SuiteReport.sweep().interleave();
        Provenance wanting = new Provenance(
                any.version(),
                any.commit(),
                any.seed(),
                any.preset(),
                Optional.of("netty/per-cpu"),
                any.commandLine(),
                any.started(),
                any.finished(),
                any.interrupted(),
                any.resumed());
        Report report = report(
                "count",
                wanting,
                counting("netty", "1M", 0.1),
                counting("netty", "10M", 0.3),
                row("netty/per-cpu count=1M", "netty", Map.of("count", "1M"), 2, 0.2, true),
                row("netty/per-cpu count=10M", "netty", Map.of("count", "10M"), 2, 0.9, true));
        Comparison comparison = Comparison.of(report).getFirst();

        assertThat(comparison.rows())
                .allSatisfy(row -> assertThat(comparison.baseline(row))
                        .hasValueSatisfying(base -> assertThat(base.label()).startsWith("netty/per-cpu ")));
    }
}
