package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The doctor on whatever machine this is. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DoctorCommandTest {

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    @Test
    void saysWhatItFoundAndEndsWithOneIfSomethingSpoils() throws Exception {
        Process program = programs.start(directory, Program.command("doctor"));
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = program.waitFor();

        assertThat(output).contains("ticks: ", " ns a tick, ", "JDK: ", "what runs need: ");
        boolean spoilt = output.lines().anyMatch(line -> line.startsWith("! "));
        assertThat(status).describedAs(output).isEqualTo(spoilt ? Main.NEGATIVE : Main.DONE);
        assertThat(output.contains("nothing was found that spoils measurements"))
                .isEqualTo(!spoilt);
        assertThat(output.lines().filter(line -> line.startsWith("! ")).count())
                .isLessThanOrEqualTo(output.lines()
                        .filter(line -> line.startsWith("    to do: "))
                        .count());
        assertThat(directory.toFile().list()).containsExactly("err");
    }
}
