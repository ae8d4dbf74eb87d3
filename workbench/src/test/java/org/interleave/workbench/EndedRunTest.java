package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.interleave.workbench.measure.ForkOutcome;
import org.interleave.workbench.measure.JournalLine;
import org.interleave.workbench.measure.JournalReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Runs that are ended before their time: what they measured is kept, and they go on. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EndedRunTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int FORKS = 3;

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    private Process start(List<String> command) throws IOException {
        return programs.start(directory, command);
    }

    /** As few forks as show that their order is kept. */
    private Process startRun(String... more) throws IOException {
        List<String> command = Program.command(
                "run", "countdown", "--strategies", "sequential,threads", "--forks", Integer.toString(FORKS));
        command.addAll(List.of(more));
        return start(command);
    }

    private Path journal() {
        return directory.resolve("out.journal");
    }

    private List<JournalLine.Fork> forks() {
        return Files.exists(journal()) && journal().toFile().length() > 0
                ? JournalReader.read(journal()).forks()
                : List.of();
    }

    private JsonNode report() {
        return new ObjectMapper().readTree(directory.resolve("out.json").toFile());
    }

    /** Sends a signal; whether there was still a process to send it to. */
    private static boolean signal(Process program, String name) throws IOException, InterruptedException {
        return new ProcessBuilder("kill", "-" + name, Long.toString(program.pid()))
                        .start()
                        .waitFor()
                == 0;
    }

    private static List<Double> walls(JournalLine.Fork fork) {
        return ((ForkOutcome.Measured) fork.outcome()).samples().getOrDefault("wall_s", List.of());
    }

    @Test
    void whatAKilledRunHasMeasuredIsKeptAndItGoesOn() throws Exception {
        Process killed = startRun("--seed", "7", "--json", "out.json");
        await().atMost(PATIENCE).until(() -> forks().size() >= 2);
        List<ProcessHandle> children = killed.descendants().toList();
        List<JournalLine.Fork> before = forks();
        killed.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
        List<JournalLine.Fork> kept = forks();

        assertThat(kept).startsWith(before.toArray(JournalLine.Fork[]::new)).hasSizeLessThan(2 * FORKS);
        assertThat(directory.resolve("out.json")).doesNotExist();

        Process resumed = start(Program.command("run", "--resume", "out.json"));
        String output = new String(resumed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(resumed.waitFor()).describedAs(output).isEqualTo(Main.DONE);
        assertThat(output).contains("seed 7", kept.size() + " forks were measured before", "JSON: ");
        JsonNode report = report();
        assertThat(report.at("/interleave/resumed")).hasSize(1);
        assertThat(report.at("/interleave/seed").asLong()).isEqualTo(7);
        assertThat(report.at("/interleave/interrupted").asBoolean()).isFalse();
        assertThat(report.at("/interleave/command_line").toString())
                .isEqualTo(
                        "[\"run\",\"countdown\",\"--strategies\",\"sequential,threads\",\"--forks\",\"3\",\"--seed\",\"7\","
                                + "\"--json\",\"out.json\"]");
        assertThat(report.get("rows")).hasSize(2);
        assertKept(kept, report);
        assertThat(journal()).doesNotExist();
    }

    /** They would compute for hours. */
    @ParameterizedTest
    @CsvSource("processes, workers=2, 2")
    void nothingOutlivesAKilledProgram(String strategy, String setting, int least) throws Exception {
        Process killed = start(
                Program.command("run", "countdown", "--strategies", strategy, "--set", "count=50G", "--set", setting));
        await().atMost(PATIENCE)
                .until(() -> !killed.isAlive()
                        || killed.descendants().filter(EndedRunTest::computes).count() >= least);
        assertThat(directory.resolve("err")).isEmptyFile();
        List<ProcessHandle> children = killed.descendants().toList();

        killed.destroyForcibly().waitFor();

        await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Tag("thorough")
    @ParameterizedTest
    @CsvSource({"threads, tasks=2, 1", "remote-nodes, loopback-nodes=1, 2"})
    void nothingOutlivesAKilledProgramOfOtherStrategies(String strategy, String setting, int least) throws Exception {
        nothingOutlivesAKilledProgram(strategy, setting, least);
    }

    @Test
    @Tag("thorough")
    void whatAProgramKilledWithAllItsProcessesLeavesIsRemovedByTheNext() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Process killed = start(runWithFilesIn(temporary, "--set", "count=50G"));
        await().atMost(PATIENCE)
                .until(() -> !killed.isAlive()
                        || killed.descendants().filter(EndedRunTest::computes).count() >= 1);
        List<ProcessHandle> all = new ArrayList<>(killed.descendants().toList());
        all.addFirst(killed.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(directory.resolve("err")).isEmptyFile();
        try (var left = Files.list(temporary)) {
            assertThat(left).hasSize(1);
        }

        Process next = start(runWithFilesIn(temporary, "--set", "count=1k"));

        assertThat(next.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(directory.resolve("err")).isEmptyFile();
        assertThat(next.exitValue()).isEqualTo(Main.DONE);
        try (var left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    /** As the launcher starts it: with a directory of its own for temporary files. */
    private static List<String> runWithFilesIn(Path temporary, String... more) throws IOException {
        Path own = Files.createTempDirectory(temporary, "interleave-4999999-");
        List<String> command = Program.command(
                List.of("-Djava.io.tmpdir=" + own),
                System.getProperty("java.class.path"),
                "run",
                "countdown",
                "--strategies",
                "sequential",
                "--forks",
                "1");
        command.addAll(List.of(more));
        return command;
    }

    /** Long past its start. */
    private static boolean computes(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toSeconds() >= 2;
    }

    /** A fork that was disturbed may have been measured again at the end, and then gives way. */
    private static void assertKept(List<JournalLine.Fork> kept, JsonNode report) {
        List<JournalLine.Fork> lost = new ArrayList<>(kept);
        for (int row = 0; row < 2; row++) {
            int configuration = row;
            JsonNode forks = report.at("/rows/" + row + "/metrics/wall_s/forks");
            assertThat(forks).hasSize(FORKS);
            List<Double> samples = forks.valueStream()
                    .flatMap(JsonNode::valueStream)
                    .map(JsonNode::asDouble)
                    .toList();
            lost.removeIf(fork -> fork.configuration() == configuration && samples.containsAll(walls(fork)));
        }
        assertThat(lost).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource("TERM, 143")
    void asksToEndKeepWhatWasMeasured(String signal, int status) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=TERM,HUP"));
        command.addAll(Program.command(
                "run", "countdown", "--strategies", "sequential,threads", "--set", "count=20M", "--json", "out.json"));
        Process program = start(command);
        await().atMost(PATIENCE).until(() -> !forks().isEmpty());
        Set<ProcessHandle> children = program.descendants().collect(Collectors.toSet());

        assertThat(signal(program, signal)).isTrue();

        assertThat(program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isEqualTo(status);
        await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(report().at("/interleave/interrupted").asBoolean()).isTrue();
        assertThat(report().get("rows"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get("valid").asBoolean()).isTrue());
        assertThat(forks()).isNotEmpty();
    }

    @Tag("thorough")
    @Test
    void thePageOfAnInterruptedRunGivesWayToThatOfTheWhole() throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=TERM"));
        command.addAll(Program.command("run", "countdown", "--strategies", "sequential,threads", "--forks", "3"));
        Process program = start(command);
        await().atMost(PATIENCE)
                .until(() -> results(".journal").stream()
                        .anyMatch(journal -> journal.toFile().length() > 0
                                && !JournalReader.read(journal).forks().isEmpty()));

        assertThat(signal(program, "TERM")).isTrue();

        assertThat(program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Path page = results(".html").getFirst();
        assertThat(page).content().contains("Interrupted: this is what was measured until then.");

        Process resumed = start(Program.command(
                "run", "--resume", results(".journal").getFirst().toString()));
        String output = new String(resumed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(resumed.waitFor()).describedAs(output).isEqualTo(Main.DONE);
        assertThat(results("")).hasSize(2);
        assertThat(results(".html")).containsExactly(page);
        assertThat(page).content().contains("Fastest by wall time is").doesNotContain("Interrupted:");
    }

    /** The files in there that are called so, but for those that are being written. */
    private List<Path> results(String ending) throws IOException {
        Path results = directory.resolve("results");
        if (!Files.isDirectory(results)) {
            return List.of();
        }
        try (var files = Files.list(results)) {
            return files.filter(file -> file.toString().endsWith(ending)
                            && !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    @Tag("thorough")
    @Test
    void aHangUpKeepsWhatWasMeasured() throws Exception {
        asksToEndKeepWhatWasMeasured("HUP", 129);
    }

    @Tag("thorough")
    @Test
    void aRunThatIgnoresHangUpsGoesOn() throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "--ignore-signal=HUP"));
        command.addAll(Program.briefRun(List.of(), 2, "--json", "out.json"));
        Process program = start(command);
        await().atMost(PATIENCE).until(() -> !forks().isEmpty());

        assertThat(signal(program, "HUP")).isTrue();

        assertThat(program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isEqualTo(Main.DONE);
        assertThat(report().at("/interleave/interrupted").asBoolean()).isFalse();
    }

    /** Nobody reads the pipe that the report goes to, so the first Ctrl-C cannot end it. */
    @Test
    @Tag("thorough")
    void aSecondControlCDoesNotWaitForTheReport() throws Exception {
        Path pipe = directory.resolve("out.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(Program.command("run", "countdown", "--strategies", "sequential", "--json", "out.json"));
        Process program = start(command);
        try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).startsWith("1 contender");
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> !signal(program, "INT") || program.waitFor(100, TimeUnit.MILLISECONDS));
        }

        assertThat(program.waitFor()).isEqualTo(Main.INTERRUPTED);
    }

    @Test
    @Tag("thorough")
    void aReportOnStandardOutputIsAloneThere() throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "\"$@\" > out.txt", "bash"));
        command.addAll(Program.briefRun(List.of(), 1, "--json", "/dev/stdout"));
        Process program = start(command);

        assertThat(program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isEqualTo(Main.DONE);
        assertThat(new ObjectMapper()
                        .readTree(directory.resolve("out.txt").toFile())
                        .get("rows"))
                .hasSize(1);
        assertThat(directory.resolve("err"))
                .content()
                .contains("1 contender, one fork each", "1/1 forks measured", "sequential");
    }

    @Tag("thorough")
    @Test
    void aReportGoesIntoAProcessSubstitution() throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "\"$@\" --json >(cat > got.json)", "bash"));
        command.addAll(Program.briefRun(List.of(), 1));
        Process program = start(command);

        assertThat(program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isEqualTo(Main.DONE);
        Path got = directory.resolve("got.json");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        new ObjectMapper().readValue(got.toFile(), Map.class).get("rows") != null);
        try (var results = Files.list(directory.resolve("results"))) {
            assertThat(results).isEmpty();
        }
    }
}
