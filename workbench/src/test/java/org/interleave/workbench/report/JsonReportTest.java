package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
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
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
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

    static Report complete() {
        Row threads = row("threads")
                .option("pool", "none")
                .wall(around("s", 0.1, 3))
                .with(Claim.CPU, seconds(0.2, 0.21, 0.22))
                .with(Claim.VOLUNTARY_SWITCHES, counts(12, 14, 13))
                .with(Claim.INVOLUNTARY_SWITCHES, counts(1, 0, 3))
                .with(Claim.PEAK_RSS, bytes(45e6, 46e6, 44e6))
                .with("latency_p50", seconds(0.005, 0.0052, 0.0051))
                .with(Claim.TICK, new Series("ns", List.of(List.of(20.5, 21.5), List.of(21.0), List.of(22.0))))
                .histograms("latency", List.of(List.of("HISTFAAAAB==", "AAAA"), List.of(), List.of("AAAA")))
                .highlights("latency_p99", "latency_p50")
                .warmUps(1, 4, 12, 5)
                .excerpt(Fixture.excerpt("io", "cpu"))
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
        Row sequential = row("sequential").wall(seconds(0.2, 0.21, 0.22)).measured();
        return report(false, List.of(threads, once, wrong, sequential), claims, skipped);
    }

    private static Judgement judgement(Verdict verdict, Optional<Estimate> measured, Optional<String> reason) {
        OptionalInt opportunities = verdict == Verdict.REFUTED ? OptionalInt.of(1) : OptionalInt.empty();
        return new Judgement("cpu-threads", "a claim", verdict, measured, Bound.atMost(0.6), opportunities, reason);
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
                report(true, List.of(), List.of(), List.of()),
                ScalingTest.drawn(2, 0.05, 0, 1),
                ScalingTest.drawn(8, 0.05, 0.02, 1),
                Fixture.along("count", row),
                Fixture.ofSuite(new SuiteGate("team", Optional.empty(), Optional.empty()), row),
                Fixture.ofSuite(new SuiteGate("team", Optional.of("cpu_s"), Optional.of(7.5)), row));
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
                tree -> tree.put("version", 1),
                tree -> tree.remove("version"),
                tree -> tree.remove("plugins"),
                tree -> object(tree, "/plugins/0").put("sha256", "00ff"),
                tree -> object(tree, "/machine").put("tick_ns", 0),
                tree -> object(tree, "/rows/0").remove("still_compiling"),
                tree -> object(tree, "/rows/0").putArray("warm_ups").add(-1),
                tree -> object(tree, "/rows/0/metrics/wall_s").put("mean", "NaN"),
                tree -> object(tree, "/rows/0/metrics/wall_s").putNull("low"),
                tree -> object(tree, "/rows/0/metrics/wall_s").putArray("forks"),
                tree -> object(tree, "/rows/0/metrics/wall_s").putArray("forks").add(1),
                tree -> object(tree, "/rows/0/metrics/wall_s").putArray("forks").addArray(),
                tree -> object(tree, "/rows/0/metrics/latency_p50").remove("unit"),
                tree -> object(tree, "/rows/0/histograms/latency").put("unit", "s"),
                tree -> object(tree, "/rows/0/histograms/latency")
                        .putArray("forks")
                        .addArray()
                        .add("no base64"),
                tree -> object(tree, "/rows/0/ratios/wall_s").remove("baseline"),
                tree -> object(tree, "/rows/0/lock_excerpt").remove("round_ns"),
                tree -> object(tree, "/rows/0/lock_excerpt").put("length_ns", 20_000_001),
                tree -> object(tree, "/rows/0/lock_excerpt").put("more", 1),
                tree -> object(tree, "/rows/0/lock_excerpt/tasks/0").put("name", ""),
                tree -> object(tree, "/rows/0/lock_excerpt").putArray("spans").add(1),
                tree -> spans(tree, 0, 0),
                tree -> spans(tree, 0, 0, 1, 1),
                tree -> spans(tree, 0, 0, 0),
                tree -> object(tree, "/rows/1/metrics/lost_updates").put("single", false),
                tree -> object(tree, "/rows/1").putArray("worker_flags"),
                tree -> object(tree, "/rows/1").putArray("worker_flags").add("-Xmx1g"),
                tree -> object(tree, "/rows/2").remove("reason"),
                tree -> object(tree, "/claims/0").put("verdict", "true"),
                tree -> object(tree, "/claims/0").remove("measured"),
                tree -> object(tree, "/claims/0/measured").remove("high"),
                tree -> object(tree, "/claims/0/bound").put("high", "0.6"),
                tree -> object(tree, "/claims/0").put("bound", "≤ 0.6"),
                tree -> object(tree, "/claims/0").put("opportunities", 0),
                tree -> object(tree, "/claims/2").remove("reason"),
                tree -> object(tree, "/skipped/0").remove("strategy"));
    }

    private static void spans(ObjectNode tree, int... numbers) {
        ArrayNode span = object(tree, "/rows/0/lock_excerpt").putArray("spans").addArray();
        IntStream.of(numbers).forEach(span::add);
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
        assertThat(tree.propertyNames())
                .containsExactly("version", "interleave", "machine", "jvm", "plugins", "rows", "claims", "skipped");
        assertThat(tree.at("/version").asInt()).isEqualTo(2);
        assertThat(tree.at("/machine/tick_ns").asDouble()).isEqualTo(21);
        assertThat(tree.at("/plugins").toString())
                .isEqualTo("[{\"file\":\"some.jar\",\"sha256\":\"" + "0f".repeat(32) + "\"}]");
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
        assertThat(row.at("/warm_ups").toString()).isEqualTo("[4,12,5]");
        assertThat(row.at("/still_compiling").asInt()).isEqualTo(1);
        assertThat(row.at("/highlights").toString()).isEqualTo("[\"latency_p99\",\"latency_p50\"]");
        assertThat(row.at("/metrics/involuntary_switches/mean").asDouble()).isCloseTo(4 / 3.0, within(1e-12));
        assertThat(row.at("/metrics/involuntary_switches/forks").toString()).isEqualTo("[[1],[0],[3]]");
        assertThat(row.at("/metrics/tick_ns/forks").toString()).isEqualTo("[[20.5,21.5],[21],[22]]");
        assertThat(row.at("/metrics/peak_rss_bytes/unit").asString()).isEqualTo("bytes");
        assertThat(row.at("/histograms").toString())
                .isEqualTo("{\"latency\":{\"unit\":\"ns\",\"forks\":[[\"HISTFAAAAB==\",\"AAAA\"],[],[\"AAAA\"]]}}");
        assertThat(row.at("/ratios").propertyNames()).containsExactly(Claim.WALL);
        assertThat(row.at("/ratios/wall_s/baseline").asString()).isEqualTo("sequential");
        assertThat(tree.at("/rows/3/ratios").isEmpty()).isTrue();
        assertThat(row.at("/lock_excerpt").toString())
                .isEqualTo("{\"begin_ns\":22500000,\"length_ns\":10000000,\"round_ns\":65000000,"
                        + "\"tasks\":[{\"name\":\"io\",\"role\":\"task\"},{\"name\":\"cpu\",\"role\":\"task\"}],"
                        + "\"spans\":[[0,0,3000000],[1,3000000,3000000],[0,7000000,3000000]]}");
        assertThat(tree.at("/rows/3").has("lock_excerpt")).isFalse();
        assertThat(row.has("worker_flags")).isFalse();
        assertThat(tree.at("/rows/1/worker_flags").toString()).isEqualTo("[[\"-XX:+UseSerialGC\",\"-Xmx1g\"]]");
        assertThat(tree.at("/claims/0").toString())
                .isEqualTo(
                        "{\"experiment\":\"cpu-threads\",\"claim\":\"a claim\",\"verdict\":\"held\","
                                + "\"measured\":{\"value\":0.5,\"low\":0.4,\"high\":0.55,\"forks\":5,\"samples\":25},\"bound\":{\"high\":0.6}}");
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
    void writesTheIntervalsThatTheTableHas() {
        Series threads = around("s", 0.1, 3);
        Series sequential = seconds(0.2, 0.21, 0.25);
        JsonNode row = tree(report(
                        row("a").wall(threads).measured(),
                        row("sequential").wall(sequential).measured()))
                .at("/rows/0");
        Spread spread = Spread.pooled(List.of(threads, sequential));
        Estimate mean = Estimate.mean(threads, spread);
        assertThat(row.at("/metrics/wall_s/mean").asDouble()).isEqualTo(mean.value());
        assertThat(row.at("/metrics/wall_s/low").asDouble()).isEqualTo(mean.low());
        assertThat(row.at("/metrics/wall_s/high").asDouble()).isEqualTo(mean.high());
        Estimate ratio = Estimate.ratio(threads, sequential, spread).orElseThrow();
        assertThat(row.at("/ratios/wall_s/value").asDouble()).isEqualTo(ratio.value());
        assertThat(row.at("/ratios/wall_s/low").asDouble()).isEqualTo(ratio.low());
        assertThat(row.at("/ratios/wall_s/high").asDouble()).isEqualTo(ratio.high());
    }

    @Test
    void leavesOutWhatCouldNotBeHad() {
        JsonNode row = tree(complete()).at("/rows/2");
        assertThat(row.at("/metrics").isEmpty()).isTrue();
        assertThat(row.at("/ratios").isEmpty()).isTrue();
        assertThat(row.has("warm_ups")).isFalse();
        assertThat(tree(report()).at("/machine").has("tick_ns")).isFalse();
    }

    @Test
    void marksSingleSamples() {
        JsonNode row = tree(complete()).at("/rows/1");
        assertThat(row.at("/metrics/wall_s").has("single"))
                .as("its neighbours say how forks differ")
                .isFalse();
        assertThat(row.at("/metrics/lost_updates/single").asBoolean()).isTrue();
    }

    @Test
    void isIndentedAndEndsWithALineFeed() {
        String text = JsonReport.render(complete());
        assertThat(text)
                .startsWith("{\n  \"version\" : 2,\n  \"interleave\"")
                .endsWith("\n}\n")
                .doesNotContain("\r");
    }
}
