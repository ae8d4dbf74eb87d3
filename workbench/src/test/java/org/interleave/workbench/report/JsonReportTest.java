package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.workbench.report.Fixture.SEED;
import static org.interleave.workbench.report.Fixture.around;
import static org.interleave.workbench.report.Fixture.bytes;
import static org.interleave.workbench.report.Fixture.counts;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class JsonReportTest {

    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try (InputStream text =
                Objects.requireNonNull(JsonReport.class.getResourceAsStream("report.schema.json"), "schema")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text, InputFormat.JSON);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Error> errors(JsonNode tree) {
        return SCHEMA.validate(
                tree, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    private static JsonNode tree(Report report) {
        return JsonMapper.shared().readTree(JsonReport.render(report));
    }

    private static Report complete() {
        Row threads = row("threads")
                .option("pool", "none")
                .wall(around("s", 0.1, 3))
                .with(Claim.CPU, seconds(0.2, 0.21, 0.22))
                .with(Claim.VOLUNTARY_SWITCHES, counts(12, 14, 13))
                .with(Claim.INVOLUNTARY_SWITCHES, counts(1, 0, 3))
                .with(Claim.PEAK_RSS, bytes(45e6, 46e6, 44e6))
                .with("latency_p50", seconds(0.005, 0.0052, 0.0051))
                .disturbed(1)
                .measured();
        Row once = row("akka")
                .strategy("akka", Family.EVENT_LOOP)
                .wall(seconds(0.3))
                .with("lost_updates", counts(0))
                .provenance("worker_flags", List.of("-XX:+UseSerialGC", "-Xmx1g"))
                .measured();
        Row wrong = row("netty").invalid("task 1 ended wrong").measured();
        List<Judgement> claims = List.of(
                judgement(Verdict.HELD, Optional.of(new Estimate(0.5, 0.4, 0.55, 5, 25)), Optional.empty()),
                judgement(Verdict.REFUTED, Optional.of(new Estimate(7, 7, 7, 1, 1)), Optional.of("1 of 1")),
                judgement(Verdict.INCONCLUSIVE, Optional.empty(), Optional.of("'x' was not measured")));
        List<Skipped> skipped = List.of(new Skipped("udp-echo", "processes", "its tasks cannot open sockets"));
        return report(false, List.of(threads, once, wrong), claims, skipped);
    }

    private static Judgement judgement(Verdict verdict, Optional<Estimate> measured, Optional<String> reason) {
        return new Judgement("cpu-threads", "a claim", verdict, measured, "≤ 0.6", reason);
    }

    static Stream<Report> reports() {
        Row row = row("threads").wall(around("s", 0.1, 3)).measured();
        Row absent = row("threads").measured();
        Row wrong = row("threads").invalid("wrong").measured();
        return Stream.of(
                complete(),
                report(true, List.of(row), List.of(), List.of()),
                report(false, List.of(Instant.EPOCH), List.of(row), List.of(), List.of()),
                report(false, List.of(absent), List.of(), List.of()),
                report(false, List.of(wrong), List.of(), List.of()),
                report(true, List.of(), List.of(), List.of()));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void keepsToTheSchema(Report report) {
        assertThat(errors(tree(report))).isEmpty();
    }

    static Stream<Consumer<ObjectNode>> damages() {
        return Stream.of(
                tree -> tree.remove("machine"),
                tree -> tree.remove("skipped"),
                tree -> tree.put("extra", 1),
                tree -> object(tree, "/interleave").put("seed", "42"),
                tree -> object(tree, "/interleave").put("preset", "QUICK"),
                tree -> object(tree, "/interleave").put("started", "yesterday"),
                tree -> object(tree, "/interleave").remove("interrupted"),
                tree -> object(tree, "/interleave").putArray("resumed"),
                tree -> object(tree, "/interleave").putArray("resumed").add("yesterday"),
                tree -> object(tree, "/machine").put("cpus", 0),
                tree -> object(tree, "/jvm").put("flags", "-Xmx1g"),
                tree -> object(tree, "/rows/0").remove("label"),
                tree -> object(tree, "/rows/0").put("walls", 1),
                tree -> object(tree, "/rows/0").put("family", "event loop"),
                tree -> object(tree, "/rows/0").putArray("cpus"),
                tree -> object(tree, "/rows/0/parameters").put("count", 10),
                tree -> object(tree, "/rows/0/wall_s").put("median", "NaN"),
                tree -> object(tree, "/rows/0/wall_s").putNull("low"),
                tree -> object(tree, "/rows/0/wall_s").putArray("samples"),
                tree -> object(tree, "/rows/0/wall_s").remove("forks"),
                tree -> object(tree, "/rows/0/metrics/latency_p50").remove("unit"),
                tree -> object(tree, "/rows/1/wall_s").put("single", false),
                tree -> object(tree, "/rows/1").putArray("worker_flags"),
                tree -> object(tree, "/rows/1").putArray("worker_flags").add("-Xmx1g"),
                tree -> object(tree, "/rows/2").remove("reason"),
                tree -> object(tree, "/claims/0").put("verdict", "true"),
                tree -> object(tree, "/claims/0").remove("measured"),
                tree -> object(tree, "/claims/0/measured").remove("high"),
                tree -> object(tree, "/claims/2").remove("reason"),
                tree -> object(tree, "/skipped/0").remove("strategy"));
    }

    private static ObjectNode object(ObjectNode tree, String path) {
        return (ObjectNode) tree.at(path);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void theSchemaRefusesWhatIsBroken(Consumer<ObjectNode> damage) {
        ObjectNode tree = (ObjectNode) tree(complete());
        damage.accept(tree);
        assertThat(errors(tree)).isNotEmpty();
    }

    @Test
    void writesWhatTheReportSays() {
        JsonNode tree = tree(complete());
        assertThat(tree.propertyNames()).containsExactly("interleave", "machine", "jvm", "rows", "claims", "skipped");
        assertThat(tree.at("/interleave").toString())
                .isEqualTo("{\"version\":\"0.1.0\",\"commit\":\"abc1234\",\"seed\":42,\"preset\":\"quick\","
                        + "\"command_line\":[\"run\",\"cpu-threads\"],\"started\":\"2026-11-21T08:00:00Z\","
                        + "\"finished\":\"2026-11-21T08:01:12.500Z\",\"interrupted\":false}");
        JsonNode row = tree.at("/rows/0");
        assertThat(row.at("/parameters").toString()).isEqualTo("{\"count\":\"10M\",\"tasks\":\"2\"}");
        assertThat(row.at("/options/pool").asString()).isEqualTo("none");
        assertThat(row.at("/cpus").toString()).isEqualTo("[0,1]");
        assertThat(row.at("/disturbed").asBoolean()).isTrue();
        assertThat(row.at("/disturbed_forks").asInt()).isEqualTo(1);
        assertThat(row.at("/voluntary_switches").toString())
                .isEqualTo("{\"median\":13,\"low\":12,\"high\":14,\"samples\":[12,14,13],\"forks\":[1,1,1]}");
        assertThat(row.at("/peak_rss_bytes/median").asLong()).isEqualTo(45_000_000);
        assertThat(row.at("/metrics").toString())
                .isEqualTo("{\"latency_p50\":{\"median\":0.0051,\"low\":0.005,\"high\":0.0052,\"unit\":\"s\"}}");
        assertThat(row.has("worker_flags")).isFalse();
        assertThat(tree.at("/rows/1/worker_flags").toString()).isEqualTo("[[\"-XX:+UseSerialGC\",\"-Xmx1g\"]]");
        assertThat(tree.at("/claims/0").toString())
                .isEqualTo("{\"experiment\":\"cpu-threads\",\"claim\":\"a claim\",\"verdict\":\"held\","
                        + "\"measured\":{\"value\":0.5,\"low\":0.4,\"high\":0.55},\"bound\":\"≤ 0.6\"}");
        assertThat(tree.at("/skipped/0").toString())
                .isEqualTo("{\"workload\":\"udp-echo\",\"strategy\":\"processes\","
                        + "\"reason\":\"its tasks cannot open sockets\"}");
    }

    @Test
    void saysWhenTheRunWentOn() {
        List<Instant> resumed = List.of(Instant.parse("2026-11-21T09:00:00Z"));
        assertThat(tree(report(false, resumed, List.of(), List.of(), List.of()))
                        .at("/interleave/resumed")
                        .toString())
                .isEqualTo("[\"2026-11-21T09:00:00Z\"]");
    }

    @Test
    void writesTheEstimateOfTheReportsSeed() {
        Series series = around("s", 0.1, 3);
        Estimate estimate = Estimate.median(series, SEED);
        JsonNode wall = tree(report(false, List.of(row("a").wall(series).measured()), List.of(), List.of()))
                .at("/rows/0/wall_s");
        assertThat(wall.at("/median").asDouble()).isEqualTo(estimate.value());
        assertThat(wall.at("/low").asDouble()).isEqualTo(estimate.low());
        assertThat(wall.at("/high").asDouble()).isEqualTo(estimate.high());
        assertThat(((ArrayNode) wall.at("/samples")).size()).isEqualTo(9);
        assertThat(wall.at("/forks").toString()).isEqualTo("[3,3,3]");
    }

    @Test
    void leavesOutWhatCouldNotBeHad() {
        JsonNode row = tree(complete()).at("/rows/2");
        for (String name : Claim.MEASURED) {
            assertThat(row.has(name)).as(name).isFalse();
        }
        assertThat(row.at("/metrics").isEmpty()).isTrue();
    }

    @Test
    void marksSingleSamples() {
        JsonNode row = tree(complete()).at("/rows/1");
        assertThat(row.at("/wall_s/single").asBoolean()).isTrue();
        assertThat(row.at("/metrics/lost_updates/single").asBoolean()).isTrue();
    }

    @Test
    void isIndentedAndEndsWithALineFeed() {
        String text = JsonReport.render(complete());
        assertThat(text).startsWith("{\n  \"interleave\"").endsWith("\n}\n").doesNotContain("\r");
    }
}
