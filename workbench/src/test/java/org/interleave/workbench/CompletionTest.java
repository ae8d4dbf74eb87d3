package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The tab key in bash. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CompletionTest {

    @TempDir
    private Path directory = Path.of("");

    private Path script = Path.of("");

    @BeforeEach
    void writeScript() throws IOException {
        StringWriter out = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        assertThat(commandLine.execute("completion")).isEqualTo(Main.DONE);
        script = Files.writeString(directory.resolve("completion.bash"), out.toString());
    }

    @Test
    void theScriptIsSound() throws Exception {
        Process bash = new ProcessBuilder("bash", "-n", script.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(bash.getInputStream().readAllBytes()).isEmpty();
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void theTabKeyCompletesCommandsOptionsAndNames() throws Exception {
        PseudoTerminal.Setup setup = PseudoTerminal.Setup.of(120, directory).with("PS1", "> ");
        try (PseudoTerminal terminal = PseudoTerminal.shell(setup, "bash --norc --noprofile -i")) {
            terminal.type("source completion.bash; echo so''urced\r");
            terminal.await("sourced");
            terminal.type("interleave ru\tcpu-th\t--strategi\tgiant-lock-ti\tm\t");
            terminal.await("interleave run cpu-threads --strategies ");
            terminal.await("giant-lock-timed");
            terminal.type("\u0015exit\r"); // takes the line back
            assertThat(terminal.exitStatus()).isZero();
        }
    }
}
