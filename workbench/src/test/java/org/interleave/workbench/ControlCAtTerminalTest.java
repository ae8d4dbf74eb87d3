package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.workbench.measure.JournalReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Ctrl-C typed at a terminal: nothing on the class path takes it away from the JVM. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ControlCAtTerminalTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int COLUMNS = 80;

    @TempDir
    private Path directory = Path.of("");

    private static void assertGone(List<ProcessHandle> processes) {
        await().atMost(PATIENCE).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    @ParameterizedTest
    @ValueSource(strings = "processes")
    void whatWasMeasuredIsKeptAndNothingIsLeft(String strategy) throws Exception {
        try (PseudoTerminal terminal = PseudoTerminal.run(
                PseudoTerminal.Setup.of(COLUMNS, directory),
                "run",
                "countdown",
                "--strategies",
                strategy,
                "--set",
                "count=20M",
                "--json",
                "out.json")) {
            terminal.await("0/3 forks, about ");
            terminal.await("1/3 forks, about ");
            List<ProcessHandle> processes = terminal.processes();

            terminal.interrupt();

            assertThat(terminal.exitStatus()).describedAs(terminal.output()).isEqualTo(Main.INTERRUPTED);
            assertGone(processes);
            assertThat(terminal.output()).contains("Interrupted", "To go on: interleave run --resume out.journal");
            assertThat(terminal.lines())
                    .filteredOn(line -> line.contains(" forks, about "))
                    .allSatisfy(line -> assertThat(PseudoTerminal.width(line)).isLessThan(COLUMNS));
        }
        JsonNode report =
                new ObjectMapper().readTree(directory.resolve("out.json").toFile());
        assertThat(report.at("/interleave/interrupted").asBoolean()).isTrue();
        assertThat(report.at("/rows/0/valid").asBoolean()).isTrue();
        assertThat(JournalReader.read(directory.resolve("out.journal")).forks()).isNotEmpty();
    }

    @Tag("thorough")
    @Test
    void whatWasMeasuredIsKeptWithoutWorkersToo() throws Exception {
        whatWasMeasuredIsKeptAndNothingIsLeft("sequential");
    }

    @Test
    void aTraceEndsWithoutAFile() throws Exception {
        try (PseudoTerminal terminal = PseudoTerminal.run(
                PseudoTerminal.Setup.of(COLUMNS, directory),
                "trace",
                "countdown",
                "--strategy",
                "giant-lock-timed",
                "--set",
                "count=50G",
                "--out",
                "t.html")) {
            terminal.await("tracing countdown/giant-lock-timed");

            terminal.interrupt();

            assertThat(terminal.exitStatus()).isEqualTo(Main.INTERRUPTED);
        }
        assertThat(directory).isEmptyDirectory();
    }
}
