package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.workbench.page.SuiteReport;
import org.interleave.workbench.report.JsonReport;
import org.interleave.workbench.report.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.ObjectMapper;

/** The command that makes a page of JSON: what it writes and where, and what it refuses. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ReportCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(
                Stream.concat(Stream.of("report"), Stream.of(arguments)).toArray(String[]::new));
    }

    private String json(String name, Report report) throws IOException {
        return Files.writeString(directory.resolve(name), JsonReport.render(report))
                .toString();
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void assertRefused(int status, String message) {
        assertThat(err.toString()).startsWith("interleave: ").contains(message);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(out.toString()).isEmpty();
        assertThat(status).isEqualTo(Main.WRONG_USE);
    }

    @Test
    void thePageComesBesideTheReportAndReplacesNone() throws IOException {
        String json = json("suite.json", SuiteReport.suite());

        assertThat(execute(json)).describedAs(err.toString()).isEqualTo(Main.DONE);
        assertThat(out.toString()).isEqualTo("HTML: " + file("suite.html") + System.lineSeparator());
        String page = Files.readString(file("suite.html"));
        assertThat(page)
                .contains(
                        "Fastest by wall time is", "Does splitting a computation between two threads make it faster?");

        assertThat(execute(json)).isEqualTo(Main.DONE);
        assertThat(file("suite-2.html")).hasContent(page);
        assertThat(file("suite.html")).hasContent(page);
    }

    @Test
    void severalReportsGoOnOnePage() throws IOException {
        int status = execute(json("a.json", SuiteReport.suite()), json("b.json", SuiteReport.sweep()));

        assertThat(status).describedAs(err.toString()).isEqualTo(Main.DONE);
        assertThat(out.toString()).startsWith("HTML: " + file("report.html"));
        assertThat(file("report.html"))
                .content()
                .contains("<h1>countdown, waits, messages, echo</h1>", "<h1>switch-interval</h1>");
    }

    @Test
    void whatIsThereIsReplacedOnlyByForce() throws IOException {
        String json = json("suite.json", SuiteReport.suite());
        String page = Files.writeString(file("page.html"), "mine").toString();

        assertRefused(execute(json, "--html", page), "page.html is there already");
        assertThat(file("page.html")).hasContent("mine");

        assertThat(execute(json, "--html", page, "--force")).isEqualTo(Main.DONE);
        assertThat(file("page.html")).content().startsWith("<!doctype html>");
    }

    @Test
    void theReportItselfIsNotReplaced() throws IOException {
        String json = json("suite.json", SuiteReport.suite());
        String before = Files.readString(file("suite.json"));
        Path link = Files.createSymbolicLink(file("link.html"), file("suite.json"));

        assertRefused(execute(json, "--html", json, "--force"), "is the same file as the report " + json);
        err.getBuffer().setLength(0);
        assertRefused(execute(json, "--html", link.toString(), "--force"), "is the same file as the report " + json);
        assertThat(file("suite.json")).hasContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"version\": 99}", "null", "{\"version\": 2}", "not JSON"})
    void whatIsNoReportIsToldInOneLine(String text) throws IOException {
        Path file = Files.writeString(file("broken.json"), text);

        assertRefused(execute(file.toString()), file + " is no report");
        assertThat(file("broken.html")).doesNotExist();
    }

    @Test
    void truncatedReportIsToldInOneLine() throws IOException {
        String whole = JsonReport.render(SuiteReport.suite());
        Path file = Files.writeString(file("half.json"), whole.substring(0, whole.length() / 2));

        assertRefused(execute(file.toString()), file + " is no report");
    }

    @Test
    void pageThatCannotBeWrittenIsAnErrorOfOutput() throws IOException {
        int status = execute(json("suite.json", SuiteReport.suite()), "--html", "/dev/full");

        assertThat(err.toString()).startsWith("interleave: cannot write --html: ");
        assertThat(status).isEqualTo(Main.OUTPUT_LOST);
    }

    @Test
    void otherFormsAreWrittenWhereTheyAreNamedAndThenNoPageUnasked() throws IOException {
        int status = execute(
                json("suite.json", SuiteReport.suite()),
                "--markdown",
                file("suite.md").toString(),
                "--csv",
                file("suite.csv").toString(),
                "--jmh",
                file("jmh.json").toString());

        assertThat(status).describedAs(err.toString()).isEqualTo(Main.DONE);
        assertThat(out.toString().lines())
                .containsExactly(
                        "Markdown: " + file("suite.md"),
                        "CSV: " + file("suite.csv"),
                        "JSON of JMH: " + file("jmh.json"));
        assertThat(file("suite.md")).content().contains("virtual-threads", "|");
        assertThat(file("suite.csv")).content().startsWith("experiment,workload,label,");
        assertThat(new ObjectMapper().readTree(file("jmh.json").toFile()).isArray())
                .isTrue();
        assertThat(file("suite.html")).doesNotExist();
    }

    @Test
    void formOfOneReportTakesNoSeveral() throws IOException {
        String csv = file("all.csv").toString();

        assertRefused(
                execute(json("a.json", SuiteReport.suite()), json("b.json", SuiteReport.sweep()), "--csv", csv),
                "--csv takes one report, given are 2");
        assertThat(file("all.csv")).doesNotExist();
    }

    @Test
    void onStandardOutputThePageIsAlone() throws Exception {
        Process program = programs.start(
                directory, Program.command("report", json("suite.json", SuiteReport.suite()), "--html", "-"));
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(program.waitFor()).describedAs(output).isEqualTo(Main.DONE);
        assertThat(output).startsWith("<!doctype html>").endsWith("</body></html>\n");
        assertThat(file("suite.html")).doesNotExist();
    }
}
