package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.workbench.measure.JournalLine;
import org.interleave.workbench.measure.JournalReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Advice that is ended before its time: the race keeps what it measured, and goes on. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EndedAdviceTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    private Process advise(String wait, String... more) throws IOException {
        List<String> command =
                Program.command("advise", "--wait", wait, "--strategies", "threads,virtual-threads", "--time", "30s");
        command.addAll(List.of(more));
        return programs.start(directory, command);
    }

    private Optional<Path> result(String ending) {
        Path results = directory.resolve("results");
        if (!Files.exists(results)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(results)) {
            return files.filter(file -> file.toString().endsWith(ending)).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<JournalLine.Fork> forks() {
        return result(".journal")
                .filter(journal -> journal.toFile().length() > 0)
                .map(journal -> JournalReader.read(journal).forks())
                .orElse(List.of());
    }

    private String errors() throws IOException {
        return Files.readString(directory.resolve("err"));
    }

    private List<JournalLine.Fork> killOneThatHasMeasured() throws Exception {
        Process killed = advise("2ms", "--seed", "7");
        await().atMost(PATIENCE).until(() -> !killed.isAlive() || !forks().isEmpty());
        List<ProcessHandle> children = killed.descendants().toList();
        killed.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
        return forks();
    }

    @Test
    void whatKilledAdviceHasMeasuredIsKeptAndItGoesOn() throws Exception {
        List<JournalLine.Fork> kept = killOneThatHasMeasured();
        assertThat(kept).as(errors()).isNotEmpty();
        String journal = result(".journal").orElseThrow().toString();

        Process resumed = advise("2ms", "--resume", journal);
        String output = new String(resumed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(resumed.waitFor()).as(errors()).isIn(Main.DONE, Main.NEGATIVE);
        assertThat(output)
                .contains("Again: interleave advise --wait 2ms --strategies threads,virtual-threads --time 30s --seed 7"
                        + System.lineSeparator());
        JsonNode report = JsonMapper.shared().readTree(result(".json").orElseThrow());
        assertThat(report.at("/interleave/resumed")).hasSize(1);
        assertThat(report.at("/interleave/seed").asLong()).isEqualTo(7);
        assertThat(report.get("rows")).hasSize(2);
        assertThat(result(".journal")).isEmpty();
    }

    @Test
    void itGoesOnWithTheSameWordsOnly() throws Exception {
        assertThat(killOneThatHasMeasured()).as(errors()).isNotEmpty();
        String journal = result(".journal").orElseThrow().toString();
        String began = "interleave advise --wait 2ms --strategies threads,virtual-threads --time 30s --seed 7";

        assertThat(advise("3ms", "--resume", journal).waitFor()).isEqualTo(Main.WRONG_USE);
        assertThat(errors()).contains("cannot go on with " + journal + ": that is of another command line: " + began);
        assertThat(advise("2ms", "--resume", journal, "--seed", "8").waitFor()).isEqualTo(Main.WRONG_USE);
        assertThat(errors()).contains("--seed 8 does not fit --resume: it is 7");
        Process run = programs.start(directory, Program.command("run", "--resume", journal));
        assertThat(run.waitFor()).isEqualTo(Main.WRONG_USE);
        assertThat(errors()).contains("that is of advice, which goes on with " + began + " --resume " + journal);
        assertThat(result(".journal")).isPresent();
    }
}
