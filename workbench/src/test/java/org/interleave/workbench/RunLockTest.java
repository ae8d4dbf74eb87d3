package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two runs at once of one user: the second waits for the first, or refuses. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RunLockTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    private Process start(String name, String... more) throws IOException {
        Path own = Files.createDirectories(directory.resolve(name));
        List<String> command = Program.briefRun(List.of("-Dinterleave.run-lock=" + directory), 1, more);
        return programs.start(own, command);
    }

    private String err(String name) throws IOException {
        Path file = directory.resolve(name).resolve("err");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    @Needs(Resource.LINUX)
    void theSecondRefusesOrWaitsUntilTheFirstIsGone() throws Exception {
        Process holder = programs.start(
                Files.createDirectories(directory.resolve("holder")),
                Program.command(
                        List.of("-Dinterleave.run-lock=" + directory),
                        System.getProperty("java.class.path"),
                        "run",
                        "countdown",
                        "--strategies",
                        "sequential",
                        "--set",
                        "count=50G"));
        await().atMost(PATIENCE).until(() -> holder.descendants().findAny().isPresent() || !holder.isAlive());
        assertThat(err("holder")).isEmpty();

        Process refusing = start("refusing", "--no-wait");
        assertThat(refusing.waitFor()).isEqualTo(Main.WRONG_USE);
        assertThat(err("refusing"))
                .startsWith("interleave: another run is measuring (process " + holder.pid() + ", since ")
                .contains(": interleave run countdown --strategies sequential --set count=50G)")
                .endsWith("; without --no-wait this one waits for its end\n");

        Process waiting = start("waiting");
        await().atMost(PATIENCE).until(() -> err("waiting").endsWith("waiting for its end\n"));
        assertThat(err("waiting")).startsWith("interleave: another run is measuring (process " + holder.pid());
        holder.destroyForcibly().waitFor();

        String output = new String(waiting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(waiting.waitFor()).describedAs(output).isEqualTo(Main.DONE);
    }

    @Test
    @Needs(Resource.LINUX)
    void whereThePlaceIsNotThisUsersAloneItIsSaidAndMeasured() throws Exception {
        Process maker = start("maker");
        assertThat(maker.waitFor()).isEqualTo(Main.DONE);
        assertThat(err("maker")).isEmpty();
        try (var entries = Files.list(directory)) {
            Path own = entries.filter(entry -> entry.getFileName().toString().matches("interleave-\\d+"))
                    .findFirst()
                    .orElseThrow();
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
        }

        Process other = start("other");

        assertThat(other.waitFor()).isEqualTo(Main.DONE);
        assertThat(err("other"))
                .startsWith("interleave: cannot tell whether another run measures at the same time: ")
                .contains("may be written by others");
    }
}
