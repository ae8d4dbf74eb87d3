package org.interleave.workbench.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.interleave.core.Claim;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Series;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JmhReportTest {

    private static JsonNode written(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JmhReport.write(report, out);
        return JsonMapper.shared().readTree(out.toByteArray());
    }

    @Test
    void aRowIsABenchmarkWithAllThatJmhTellsOfOne() throws IOException {
        JsonNode results = written(report(
                row("threads")
                        .of("countdown")
                        .option("lock", "timed")
                        .wall(new Series("s", List.of(List.of(0.1, 0.2), List.of(0.15, 0.16))))
                        .with(Claim.CPU, seconds(0.2, 0.3))
                        .warmUps(0, 4, 6)
                        .measured(),
                row("netty").of("countdown").invalid("sum is 7").measured()));

        assertThat(results).hasSize(1);
        JsonNode benchmark = results.get(0);
        assertThat(benchmark.propertyNames())
                .containsExactly(
                        "jmhVersion",
                        "benchmark",
                        "mode",
                        "threads",
                        "forks",
                        "jvm",
                        "jvmArgs",
                        "jdkVersion",
                        "vmName",
                        "vmVersion",
                        "warmupIterations",
                        "warmupTime",
                        "warmupBatchSize",
                        "measurementIterations",
                        "measurementTime",
                        "measurementBatchSize",
                        "params",
                        "primaryMetric",
                        "secondaryMetrics");
        assertThat(benchmark.get("benchmark").asString()).isEqualTo("interleave.countdown.threads");
        assertThat(benchmark.get("mode").asString()).isEqualTo("ss");
        assertThat(benchmark.get("forks").asInt()).isEqualTo(2);
        assertThat(benchmark.get("warmupIterations").asInt()).isEqualTo(6);
        assertThat(benchmark.at("/params/count").asString()).isEqualTo("10M");
        assertThat(benchmark.at("/params/threads.lock").asString()).isEqualTo("timed");
        assertThat(benchmark.at("/params/cpus").asString()).isEqualTo("0,1");
        JsonNode primary = benchmark.get("primaryMetric");
        assertThat(primary.get("scoreUnit").asString()).isEqualTo("s/op");
        assertThat(primary.get("rawData").toString()).isEqualTo("[[0.1,0.2],[0.15,0.16]]");
        double low = primary.get("scoreConfidence").get(0).asDouble();
        double high = primary.get("scoreConfidence").get(1).asDouble();
        assertThat(primary.get("score").asDouble()).isBetween(low, high);
        assertThat(primary.get("scoreError").asDouble()).isCloseTo((high - low) / 2, within(1e-9));
        assertThat(primary.at("/scorePercentiles/50.0").asDouble()).isCloseTo(0.155, within(1e-9));
        assertThat(primary.at("/scorePercentiles/100.0").asDouble()).isEqualTo(0.2);
        assertThat(benchmark.at("/secondaryMetrics/cpu_s/scoreUnit").asString()).isEqualTo("s");
        assertThat(benchmark.at("/secondaryMetrics/cpu_s/rawData").toString()).isEqualTo("[[0.2],[0.3]]");
    }

    @Test
    void ofOneSampleThereIsNoError() throws IOException {
        JsonNode primary =
                written(report(row("threads").wall(seconds(1)).measured())).at("/0/primaryMetric");
        assertThat(primary.get("scoreError").asString()).isEqualTo("NaN");
        assertThat(primary.at("/scoreConfidence/0").asString()).isEqualTo("NaN");
    }

    @Test
    void percentilesAreThoseOfJmh() throws IOException {
        double[] samples = IntStream.rangeClosed(1, 9).mapToDouble(i -> i).toArray();
        JsonNode percentiles = written(
                        report(row("threads").wall(seconds(samples)).measured()))
                .at("/0/primaryMetric/scorePercentiles");
        assertThat(percentiles.get("0.0").asDouble()).isEqualTo(1);
        assertThat(percentiles.get("50.0").asDouble()).isEqualTo(5);
        assertThat(percentiles.get("90.0").asDouble()).isCloseTo(9, within(1e-9));
        assertThat(percentiles.get("99.9").asDouble()).isEqualTo(9);
    }

    @Test
    void namesAreMadeOfWhatMayStandInOne() throws IOException {
        JsonNode benchmark = written(report(row("a.b <c>\u0007" + "x".repeat(10_000))
                        .of("suite")
                        .wall(seconds(1, 2))
                        .measured()))
                .get(0);
        assertThat(benchmark.get("benchmark").asString())
                .startsWith("interleave.suite.countdown.a_b__c__u0007xxx")
                .hasSizeLessThan(400);
    }
}
