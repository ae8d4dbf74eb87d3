package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.workbench.report.JsonReport;
import org.interleave.workbench.report.ReportReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What a user sees of scale, of a sweep and of a team's suite: a process of its own, its output, and the file it writes. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SweepProgramTest {

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    private String run(int status, String... arguments) throws Exception {
        Process program = programs.start(directory, Program.command(arguments));
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).describedAs(output).isEqualTo(status);
        return output;
    }

    private JsonNode json(String file) {
        return new ObjectMapper().readTree(directory.resolve(file).toFile());
    }

    private static List<String> labels(JsonNode report) {
        List<String> labels = new ArrayList<>();
        report.get("rows").forEach(row -> labels.add(row.get("label").asString()));
        return labels;
    }

    private void assertReadable(String file) throws IOException {
        Path path = directory.resolve(file);
        assertThat(JsonReport.render(ReportReader.read(path))).isEqualTo(Files.readString(path));
    }

    @Test
    void scaleTellsSpeedUpAndSerialShareAndDrawsNoCurveOfTwoPoints() throws Exception {
        assumeThat(MeasuringOptions.allowedProcessors()).as("two processors").contains(0, 1);
        String output = run(
                Main.DONE,
                "scale",
                "countdown",
                "--strategies",
                "threads",
                "--cpus",
                "0-1",
                "--forks",
                "2",
                "--set",
                "count=200k",
                "--seed",
                "5",
                "--json",
                "scale.json");

        assertThat(output)
                .containsPattern("contender +processors +wall +95 % interval +speed-up")
                .containsPattern("threads +!? ?1 ")
                .contains("no curve: 2 numbers of processors measured, and a curve takes 6")
                .contains("to repeat: interleave scale countdown --strategies threads --cpus 0-1");
        JsonNode report = json("scale.json");
        assertThat(labels(report)).containsExactly("threads processors=1", "threads processors=2");
        assertThat(report.get("axis").asString()).isEqualTo("processors");
        JsonNode point = report.at("/scaling/0/points/1");
        assertThat(point.at("/speed_up/low").asDouble())
                .isLessThanOrEqualTo(point.at("/speed_up/value").asDouble());
        assertThat(point.at("/serial_share/high").asDouble())
                .isGreaterThanOrEqualTo(point.at("/serial_share/value").asDouble());
        assertThat(report.at("/scaling/0").has("laws")).isFalse();
        assertReadable("scale.json");
    }

    @Test
    void aSweepLabelsRowsByTheirValueAndDrawsTheCurve() throws Exception {
        String output = run(
                Main.DONE,
                "run",
                "countdown",
                "--sweep",
                "count=1k..10k",
                "--strategies",
                "sequential,threads",
                "--forks",
                "1",
                "--json",
                "sweep.json",
                "--html",
                "sweep.html");

        assertThat(output)
                .containsPattern("countdown +wall by count")
                .containsPattern("count +1k +1800 +3200 +5600 +10k");
        JsonNode report = json("sweep.json");
        assertThat(labels(report)).hasSize(10).startsWith("sequential count=1k", "sequential count=1800");
        assertThat(report.get("axis").asString()).isEqualTo("count");
        assertThat(directory.resolve("sweep.html"))
                .content()
                .contains(
                        "<h1>countdown by count</h1>",
                        "countdown by count: which is fastest",
                        "wall_s by count",
                        "cpu_s by count");
        assertReadable("sweep.json");
    }

    @Test
    void aSuiteIsRunJudgedAndComparedByItsGate() throws Exception {
        Files.writeString(directory.resolve("team.yaml"), """
                suite: team
                forks: 2
                workloads:
                  - workload: countdown
                    label: sums
                    parameters: {count: 10k}
                strategies:
                  - sequential
                  - {strategy: threads, label: two}
                claims:
                  - claim: Nothing takes a millionth of the time
                    of: two
                    relative-to: sequential
                    at-least: 0.000001
                gate: {measure: cpu_s, margin: 80}
                """);

        String output = run(Main.DONE, "run", "--suite", "team.yaml", "--json", "a.json");
        run(Main.DONE, "run", "--suite", "team.yaml", "--json", "b.json", "--forks", "3");
        Process compare = programs.start(directory, Program.command("compare", "a.json", "b.json", "--json", "c.json"));
        String compared = new String(compare.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        compare.waitFor();

        assertThat(output).contains("sums: Nothing takes a millionth of the time", "held: ");
        JsonNode report = json("a.json");
        assertThat(labels(report)).containsExactly("sequential", "two");
        assertThat(report.at("/suite/name").asString()).isEqualTo("team");
        assertThat(report.at("/suite/gate/measure").asString()).isEqualTo("cpu_s");
        assertThat(report.at("/rows/0/experiment").asString()).isEqualTo("sums");
        assertThat(report.at("/rows/0/metrics/wall_s/forks").size()).isEqualTo(2);
        assertThat(json("b.json").at("/rows/0/metrics/wall_s/forks").size()).isEqualTo(3);
        assertThat(compared).contains("the margin is 80 %");
        assertThat(json("c.json").get("fail_on_percent").asInt()).isEqualTo(80);
        assertReadable("a.json");
    }

    @Test
    void everyMistakeOfASuiteIsALineAndNothingIsRun() throws Exception {
        Files.writeString(directory.resolve("team.yaml"), """
                suite: team
                workloads: [cuontdown]
                strategies: [thread]
                """);

        assertThat(run(Main.WRONG_USE, "run", "--suite", "team.yaml")).isEmpty();

        assertThat(directory.resolve("err"))
                .content()
                .hasLineCount(2)
                .startsWith("team.yaml:2:13: unknown workload 'cuontdown'; did you mean 'countdown'?");
        assertThat(directory.resolve("results")).doesNotExist();
    }
}
