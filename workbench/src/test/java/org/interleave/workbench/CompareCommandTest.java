package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.interleave.workbench.report.JsonReport;
import org.interleave.workbench.report.Report;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two results on the command line: what it says of them, and its exit status. */
class CompareCommandTest {

    @TempDir
    private Path directory = Path.of("");

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private Path run = Path.of("");
    private Path slower = Path.of("");

    @BeforeEach
    void results() throws IOException {
        run = written("run.json", measured(1));
        slower = written("slower.json", measured(1.3));
    }

    private static Report measured(double factor) {
        return report(
                row("threads")
                        .wall(seconds(factor, 1.01 * factor, 0.99 * factor))
                        .measured(),
                row("netty").wall(seconds(2, 2.01, 1.99)).measured());
    }

    private Path written(String name, Report report) throws IOException {
        return Files.writeString(directory.resolve(name), JsonReport.render(report));
    }

    private int execute(Object... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
    }

    private void assertRefused(int status, String message) {
        assertThat(status).isEqualTo(Main.WRONG_USE);
        assertThat(err.toString()).startsWith("interleave: ").contains(message);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aRunComparedWithItselfHasNothingSlower() {
        assertThat(execute("compare", run, run)).isEqualTo(Main.DONE);
        assertThat(out.toString())
                .contains("both are the same run", "Verdict  2 same")
                .doesNotContain("slower:");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aRowThatIsSlowerIsNamedAndNothingElse() {
        assertThat(execute("compare", run, slower)).isEqualTo(1);
        assertThat(out.toString()).contains("Verdict  1 slower, 1 same", "slower: countdown/threads +30.0 %");
        assertThat(execute("compare", slower, run)).isEqualTo(Main.DONE);
        assertThat(execute("compare", run, slower, "--fail-on", "70")).isEqualTo(Main.DONE);
    }

    @Test
    void strictnessLetsNothingPassThatCannotBeTold() throws IOException {
        Path single =
                written("single.json", report(row("threads").wall(seconds(1)).measured()));
        assertThat(execute("compare", single, single)).isEqualTo(Main.DONE);
        assertThat(out.toString()).contains("Verdict  1 cannot tell", "one fork does not tell how forks differ");
        assertThat(execute("compare", single, single, "--strict")).isEqualTo(1);
    }

    @Test
    void whatIsMissingOrInvalidIsAsBad() throws IOException {
        Path fewer = written(
                "fewer.json", report(row("netty").wall(seconds(2, 2.01, 1.99)).measured()));
        assertThat(execute("compare", run, fewer)).isEqualTo(1);
        assertThat(out.toString()).contains("Verdict  1 missing, 1 same");
        assertThat(execute("compare", fewer, run)).isEqualTo(Main.DONE);
        Path invalid = written(
                "invalid.json",
                report(
                        row("threads").invalid("sum is 7").measured(),
                        row("netty").wall(seconds(2, 2.01, 1.99)).measured()));
        assertThat(execute("compare", run, invalid)).isEqualTo(1);
        assertThat(out.toString()).contains("1 invalid", "! countdown/threads: in the new run: sum is 7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"model\" : \"Some CPU\" | \"model\" : \"Other CPU\" | machine model was Some CPU and is Other CPU",
                "\"version\" : \"25.0.1\" | \"version\" : \"26\" | jvm version was 25.0.1 and is 26",
                "-Xmx1g | -Xmx2g | jvm flags was [\"-Xmx1g\"] and is [\"-Xmx2g\"]",
                "\"preset\" : \"quick\" | \"preset\" : \"full\" | preset was quick and is full",
            })
    void anotherMachineJvmOrPresetIsRefusedUnlessToldOtherwise(String was, String is, String difference)
            throws IOException {
        String json = Files.readString(run);
        assertThat(json).contains(was);
        Path other = Files.writeString(directory.resolve("other.json"), json.replace(was, is));

        assertRefused(
                execute("compare", run, other),
                run + " and " + other + " were not measured alike: " + difference
                        + "; --anyway compares them all the same");
        assertThat(execute("compare", run, other, "--anyway")).isEqualTo(Main.DONE);
        assertThat(out.toString()).contains("compared although they were not measured alike: " + difference);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.3, 0.7, 0.999})
    void aTruncatedResultIsRefused(double share) throws IOException {
        String json = Files.readString(run).strip();
        Path part = Files.writeString(directory.resolve("part.json"), json.substring(0, (int) (share * json.length())));
        assertRefused(execute("compare", run, part), part + " is no report");
        assertRefused(execute("compare", part, run), part + " is no report");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"benchmark\": \"a.b\"}] | is no report that this program can read: it is not an object",
                "{\"name\": \"leftpad\", \"version\": 1} | is no report that this program can read: it has no interleave",
                "{\"name\": \"leftpad\", \"version\": \"1.0\"} | /version is not a whole number",
                "{\"version\": 3} | it has version 3, known are 1 and 2: a newer Interleave wrote it",
                "{\"comparison_version\": 1} | it has no interleave",
                "\u001b[31mred | is no report: it is not the JSON that is expected",
                "null | is no report that this program can read",
            })
    void whatIsNoResultOrANewerOneIsRefused(String json, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("foreign.json"), json);
        assertRefused(execute("compare", run, file), file + " ");
        assertRefused(execute("compare", run, file), message);
        assertThat(err.toString()).doesNotContain("\u001b");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        byte[] bytes = new byte[4_096];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(directory.resolve("binary.json"), bytes);
        assertRefused(execute("compare", run, file), file + " is no report");
    }

    @Test
    void wrongUseIsToldInOneLine() {
        assertRefused(execute("compare"), "compare takes two results, the older and the newer, or --against DIR");
        assertRefused(execute("compare", run), "given is 1");
        assertRefused(execute("compare", run, run, run), "given are 3");
        assertRefused(execute("compare", run, directory.resolve("absent.json")), "there is no report ");
        assertRefused(execute("compare", run, run, "--fail-on", "0"), "--fail-on 0.0 is not more than 0");
        assertRefused(execute("compare", run, run, "--fail-on", "x"), "Invalid value for option '--fail-on'");
        assertRefused(
                execute("compare", run, run, "--measure", "wal_s"), "unknown measure 'wal_s'; did you mean 'wall_s'?");
        assertRefused(
                execute("compare", run, run, "--forks", "3"), "--forks is for what is measured, with --against DIR");
        assertRefused(execute("compare", run, run, "--json", run), run + " is there already");
        assertRefused(
                execute("compare", run, run, "--json", directory.resolve("x"), "--markdown", directory.resolve("x")),
                "--markdown and --json name the same file");
        assertRefused(execute("compare", run, run, "--strikt"), "unknown option '--strikt'; did you mean '--strict'?");
    }

    @Test
    void filesAreWrittenBeforeItEnds() throws IOException {
        Path markdown = directory.resolve("pr.md");
        Path json = directory.resolve("verdicts.json");
        assertThat(execute("compare", run, slower, "--markdown", markdown, "--json", json))
                .isEqualTo(1);

        assertThat(markdown).content(StandardCharsets.UTF_8).startsWith("### Interleave: 1 slower, 1 same");
        JsonNode verdicts = JsonMapper.shared().readTree(Files.readAllBytes(json));
        assertThat(verdicts.get("failed").asBoolean()).isTrue();
        assertThat(verdicts.get("rows")
                        .valueStream()
                        .map(row -> row.get("verdict").asString()))
                .containsExactly("slower", "same");
        assertThat(out.toString()).contains(markdown + " is written", json + " is written");
        assertThat(execute("compare", run, slower, "--markdown", markdown, "--force"))
                .isEqualTo(1);
    }

    @Test
    void theHandicapOfTestsIsNotShown() {
        execute("compare", "--help");
        assertThat(out.toString()).contains("--against").doesNotContain("--handicap");
        execute("run", "--help");
        assertThat(out.toString()).doesNotContain("--handicap");
    }
}
