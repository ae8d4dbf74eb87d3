package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.interleave.workbench.report.JsonReport;
import org.interleave.workbench.report.ReportReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The program as its user runs it: a process of its own, its exit status and the file that it writes. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ProgramTest {

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    private Process start(String... arguments) throws IOException {
        return programs.start(directory, Program.command(arguments));
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private JsonNode json(String file) {
        return new ObjectMapper().readTree(directory.resolve(file).toFile());
    }

    @Test
    void noiseMeasuresContendersAgainstThemselves() throws Exception {
        Process program = start(
                "noise",
                "countdown",
                "--strategies",
                "sequential",
                "--set",
                "count=100k",
                "--pairs",
                "1",
                "--forks",
                "2",
                "--json",
                "noise.json");
        String output = output(program);

        assertThat(program.waitFor()).describedAs(output).isEqualTo(Main.DONE);
        assertThat(output).contains("countdown/sequential", " in 1 pair of equals");
        assertThat(json("noise.json").get("rows"))
                .extracting(row -> row.get("label").asString())
                .containsExactly("sequential A", "sequential B");
    }

    @Test
    @Needs(Resource.C_COMPILER)
    void everyFamilyRunsAndTheResultsAreWrittenDown() throws Exception {
        Process program = start(
                "run",
                "countdown",
                "--strategies",
                "sequential,giant-lock-timed,processes,netty,native-released",
                "--set",
                "count=100k",
                "--seed",
                "7",
                "--forks",
                "1",
                "--json",
                "out.json");
        String output = output(program);

        assertThat(program.waitFor()).describedAs(output).isEqualTo(Main.DONE);
        assertThat(output).contains("sequential", "native-released", "out.json");
        Path file = directory.resolve("out.json");
        assertThat(JsonReport.render(ReportReader.read(file))).isEqualTo(Files.readString(file));
        JsonNode report = json("out.json");
        assertThat(report.get("interleave").get("seed").asLong()).isEqualTo(7);
        assertThat(report.get("interleave").get("interrupted").asBoolean()).isFalse();
        assertThat(report.get("rows")).hasSize(5).allSatisfy(row -> {
            assertThat(row.get("valid").asBoolean()).isTrue();
            assertThat(row.get("parameters").get("count").asString()).isEqualTo("100k");
            assertThat(row.at("/metrics/wall_s/mean").asDouble()).isPositive();
            assertThat(row.at("/metrics/cpu_s/mean").asDouble()).isPositive();
            boolean hasWorkers = row.get("strategy").asString().equals("processes");
            assertThat(row.path("worker_flags")
                            .path(0)
                            .valueStream()
                            .anyMatch(flag -> flag.asString().equals("-XX:+UseSerialGC")))
                    .isEqualTo(hasWorkers);
        });
    }

    @Test
    void withoutANameForTheFileItGoesToResults() throws Exception {
        Process program = start("run", "countdown", "--strategies", "sequential", "--set", "count=1k", "--forks", "1");
        String output = output(program);

        assertThat(program.waitFor()).describedAs(output).isEqualTo(Main.DONE);
        assertThat(output).contains("JSON: results/interleave-", "HTML: results/interleave-");
        try (Stream<Path> files = Files.list(directory.resolve("results"))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(names).hasSize(2);
            assertThat(names.getFirst()).endsWith(".html");
            assertThat(names.getLast()).isEqualTo(names.getFirst().replace(".html", ".json"));
        }
    }

    @Test
    @Tag("thorough")
    void aChosenProcessorIsTheOnlyOneUsed() throws Exception {
        Process program = start(
                "run", "countdown", "--strategies", "threads", "--cpus", "0", "--forks", "1", "--json", "one.json");
        String output = output(program);

        assertThat(program.waitFor()).describedAs(output).isEqualTo(Main.DONE);
        JsonNode rows = json("one.json").get("rows");
        JsonNode threads = rows.get(0);
        assertThat(threads.get("cpus")).hasSize(1);
        assertThat(threads.get("cpus").get(0).asInt()).isZero();
        assertThat(mean(threads, "cpu_s"))
                .as("processor time of two threads, which one processor cannot give faster than time passes")
                .isLessThan(1.2 * mean(threads, "wall_s"));
    }

    private static double mean(JsonNode row, String metric) {
        return row.at("/metrics/" + metric + "/mean").asDouble();
    }

    @Tag("thorough")
    @Test
    void controlCKeepsWhatWasMeasuredAndLeavesNoProcess() throws Exception {
        Process program =
                start("run", "countdown", "--set", "count=20M", "--json", "partial.json", "--html", "partial.html");
        try (BufferedReader output = program.inputReader()) {
            await().atMost(Duration.ofMinutes(5)).until(() -> {
                String line = output.readLine();
                return line == null || line.contains("forks measured");
            });
            List<ProcessHandle> children = program.descendants().toList();

            sendInterrupt(program);

            assertThat(program.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(program.exitValue()).isEqualTo(130);
            await().atMost(Duration.ofMinutes(2)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
        assertThat(directory.resolve("partial.html")).content().contains("Interrupted: this is what was measured");
        JsonNode report = json("partial.json");
        assertThat(report.get("interleave").get("interrupted").asBoolean()).isTrue();
        assertThat(report.get("rows"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get("valid").asBoolean()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tick", "timed", "priority", "fair"})
    void controlCEndsTraceUnderEveryPolicy(String policy) throws Exception {
        Process program = start(
                "trace", "countdown", "--strategy", "giant-lock-" + policy, "--set", "count=50G", "--out", "t.html");
        try (BufferedReader output = program.inputReader()) {
            assertThat(output.readLine()).startsWith("tracing countdown/giant-lock-" + policy);

            sendInterrupt(program);

            assertThat(program.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(program.exitValue()).isEqualTo(130);
        }
        assertThat(directory.resolve("t.html")).doesNotExist();
    }

    @Test
    @Tag("thorough")
    void everyFormatOfTraceIsWrittenToResults() throws Exception {
        for (String format : List.of("html", "perfetto", "jfr", "html")) {
            Process program = start(
                    "trace", "waits", "--strategy", "giant-lock-priority", "--format", format, "--events", "50000");
            String output = output(program);

            assertThat(program.waitFor()).describedAs(output).isEqualTo(Main.DONE);
            assertThat(output).contains("recorded, none dropped", "pairs of runs", "held ", "waited ");
        }
        try (Stream<Path> files = Files.list(directory.resolve("results"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "trace-waits-giant-lock-priority.html",
                            "trace-waits-giant-lock-priority-2.html",
                            "trace-waits-giant-lock-priority.pftrace",
                            "trace-waits-giant-lock-priority.jfr");
        }
    }

    private static void sendInterrupt(Process program) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(program.pid())).start().waitFor();
    }
}
