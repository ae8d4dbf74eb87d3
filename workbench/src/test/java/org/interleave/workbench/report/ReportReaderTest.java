package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReportReaderTest {

    @TempDir
    private Path folder = Path.of("");

    static Stream<Report> reports() {
        return Stream.concat(
                JsonReportTest.reports(),
                Stream.of(report(
                        "threads",
                        row("threads")
                                .wall(seconds(0.1 + 0.2, -0.0, 1e300, 1L << 60))
                                .measured())));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void readsBackWhatWasWritten(Report report) throws IOException {
        Path file = folder.resolve("report.json");
        Files.writeString(file, JsonReport.render(report));
        assertThat(ReportReader.read(file)).isEqualTo(report);
    }

    private static String first() {
        try (InputStream in = Objects.requireNonNull(
                ReportReaderTest.class.getResourceAsStream("version-1.json"), "version-1.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Report read(String json) {
        return ReportReader.read("r.json", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsVersionOne() {
        Report report = read(first());
        assertThat(report.interleave().started()).isEqualTo(Instant.parse("2026-11-28T21:53:42.936125112Z"));
        assertThat(report.plugins()).isEmpty();
        assertThat(report.rows()).hasSize(5);
        Row row = report.rows().getFirst();
        assertThat(row.label()).isEqualTo("sequential");
        assertThat(row.parameters()).containsEntry("count", "5M");
        assertThat(row.measures().sequencedKeySet()).containsExactlyElementsOf(Claim.MEASURED);
        assertThat(row.measure(Claim.WALL))
                .contains(
                        new Series("s", List.of(List.of(0.125976166, 0.136391821), List.of(0.127441629, 0.128604472))));
        assertThat(row.measure(Claim.PEAK_RSS).orElseThrow().unit()).isEqualTo("bytes");
        assertThat(row.warmUps()).isEqualTo(WarmUps.UNKNOWN);
        assertThat(report.rows().stream().flatMap(other -> other.provenance().keySet().stream()))
                .containsExactly("worker_flags");
        assertThat(report.claims())
                .extracting(Judgement::bound)
                .containsExactly(
                        Bound.between(0.9, 1.15),
                        Bound.atLeast(1.05),
                        Bound.atMost(0.6),
                        Bound.between(0, 0),
                        Bound.atMost(1.25),
                        Bound.atLeast(1.1));
        assertThat(report.claims().getFirst().measured())
                .contains(new Estimate(1.0750184475568327, 0.9801393938744645, 1.1411196101393213, 0, 0));
        assertThat(report.skipped()).hasSize(2);
        assertThat(new TableReport(new Screen(80, false, StandardCharsets.UTF_8)).render(report))
                .contains("Summary", "countdown: fastest by wall time");
    }

    static Stream<Consumer<ObjectNode>> damages() {
        return Stream.of(
                tree -> tree.remove("machine"),
                tree -> tree.remove("rows"),
                tree -> tree.remove("plugins"),
                tree -> tree.putArray("interleave"),
                tree -> tree.put("version", "2"),
                tree -> object(tree, "/interleave").put("seed", 1.5),
                tree -> object(tree, "/interleave").put("preset", "QUICK"),
                tree -> object(tree, "/interleave").put("started", "yesterday"),
                tree -> object(tree, "/machine").put("cpus", 3_000_000_000L),
                tree -> object(tree, "/rows/0").remove("label"),
                tree -> object(tree, "/rows/0").put("family", "fibres"),
                tree -> object(tree, "/rows/0").putArray("cpus"),
                tree -> object(tree, "/rows/0").putNull("valid"),
                tree -> object(tree, "/rows/0").put("disturbed_forks", -1),
                tree -> object(tree, "/rows/0").put("still_compiling", -1),
                tree -> object(tree, "/rows/0/parameters").put("count", 10),
                tree -> object(tree, "/rows/0/metrics/wall_s").putArray("forks"),
                tree -> object(tree, "/rows/0/metrics/wall_s")
                        .putArray("forks")
                        .addArray()
                        .add("NaN"),
                tree -> object(tree, "/rows/2").remove("reason"),
                tree -> object(tree, "/claims/0").put("bound", "≤ 0.6"),
                tree -> object(tree, "/claims/0").remove("measured"),
                tree -> object(tree, "/claims/0/measured").put("low", 7),
                tree -> object(tree, "/claims/2").remove("reason"));
    }

    private static ObjectNode object(ObjectNode tree, String path) {
        return (ObjectNode) tree.at(path);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void refusesWhatIsBrokenInOneLine(Consumer<ObjectNode> damage) {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(JsonReport.render(JsonReportTest.complete()));
        damage.accept(tree);
        assertRefused(tree.toString(), "r.json is no report that this program can read: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "begin_ns  | -1                  | it begins at -1 ns, before its round does",
                "begin_ns  | 60000000            | it does not lie within its round of 65000000 ns",
                "begin_ns  | 9223372036854775807 | it does not lie within its round of 65000000 ns",
                "round_ns  | -9223372036854775808 | it does not lie within its round of -9223372036854775808 ns",
                "length_ns | 0                   | it is of 0 ns, not of 1 to 20000000",
                "length_ns | 20000001            | it is of 20000001 ns, not of 1 to 20000000",
                "length_ns | 9999999             | its span 2 does not lie between the one before and its end",
                "tasks     | []                  | its span 0 is of no task",
                "tasks     | [{\"name\":\" \",\"role\":\"a\"}] | the name of a task has to be of 1 to 80 characters, and not blank; it has 1",
                "spans     | [[2,0,1]]           | its span 0 is of no task",
                "spans     | [[-9223372036854775808,0,1]] | its span 0 is of no task",
                "spans     | [[0,5,5],[1,9,1]]   | its span 1 does not lie between the one before and its end",
                "spans     | [[0,5,9223372036854775807]] | its span 0 does not lie between the one before and its end",
                "spans     | [[0,-1,2]]          | its span 0 does not lie between the one before and its end",
                "spans     | [[0,1,0]]           | its span 0 does not lie between the one before and its end",
            })
    void refusesAnExcerptThatCannotBe(String name, String json, String message) {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(JsonReport.render(JsonReportTest.complete()));
        object(tree, "/rows/0/lock_excerpt").set(name, JsonMapper.shared().readTree(json));

        assertRefused(
                tree.toString(),
                "r.json is no report that this program can read: /rows/0/lock_excerpt is not an excerpt of a lock's timeline: "
                        + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tasks | 7             | /rows/0/lock_excerpt/tasks is not an array",
                "tasks | [{\"name\":7}] | /rows/0/lock_excerpt/tasks/0/name is not a text",
                "spans | [[0,1]]       | /rows/0/lock_excerpt/spans/0 is not a span: a task's place, a start and a length",
                "spans | [[200,0,1]]   | /rows/0/lock_excerpt/spans/0 is not a span: a task's place, a start and a length",
                "spans | [[0,0.5,1]]   | /rows/0/lock_excerpt/spans/0/1 is not a whole number",
                "round_ns | null       | /rows/0/lock_excerpt/round_ns is not a whole number",
            })
    void saysWhatOfAnExcerptIsOfAnotherKind(String name, String json, String message) {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(JsonReport.render(JsonReportTest.complete()));
        object(tree, "/rows/0/lock_excerpt").set(name, JsonMapper.shared().readTree(json));

        assertRefused(tree.toString(), message);
    }

    @Test
    void hasLimitsForExcerpts() {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(JsonReport.render(JsonReportTest.complete()));
        String spans = IntStream.rangeClosed(0, 200)
                .mapToObj(i -> "[0," + i + ",1]")
                .collect(Collectors.joining(",", "[", "]"));
        object(tree, "/rows/0/lock_excerpt").set("spans", JsonMapper.shared().readTree(spans));

        assertRefused(tree.toString(), "it has 201 spans, at most 200 are allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"version\": 3} | r.json is no report that this program can read: it has version 3, known are 1 and 2: a newer Interleave wrote it",
                "{\"version\": 0} | it has version 0, known are 1 and 2",
                "{} | it has no interleave",
                "[] | it is not an object",
                "3 | it is not an object",
                "{\"version\": 2 | it is not the JSON that is expected: Unexpected end-of-input: expected close marker for Object, in line 1",
                "{\"version\": 2, \"version\": 2} | it is not the JSON that is expected",
                "'' | r.json is no report",
            })
    void refusesWhatIsNoReport(String json, String message) {
        assertRefused(json, message);
    }

    @Test
    void saysWhereItIsWrong() {
        assertRefused(first().replace("\"label\": \"sequential\"", "\"label\": 7"), "/rows/0/label is not a text");
        assertRefused(
                first().replace("\"preset\": \"quick\"", "\"preset\": \"fast\""),
                "/interleave/preset is not one of quick, full");
        assertRefused(
                first().replace("\"forks\": [2, 2]", "\"forks\": [2, 3]"),
                "/wall_s/forks is not as many as there are samples");
    }

    @Test
    void hasLimits() throws IOException {
        assertRefused("[".repeat(100_000), "it is not the JSON that is expected");
        Path large = folder.resolve("large.json");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((1L << 28) + 1);
        }
        assertThatThrownBy(() -> ReportReader.read(large))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(large + " is no report: it has 268435457 bytes");
        assertThatThrownBy(() -> ReportReader.read(folder.resolve("absent.json")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("there is no report ");
    }

    private static void assertRefused(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .contains(message)
                .hasLineCount(1);
    }
}
