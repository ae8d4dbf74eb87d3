package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fixture itself, with a shell in the program's place. */
class PseudoTerminalTest {

    @TempDir
    private Path directory = Path.of("");

    private PseudoTerminal shell(String script) throws Exception {
        return PseudoTerminal.shell(
                PseudoTerminal.Setup.of(57, directory).with("GREETING", "hé"), "sh -c '" + script + "'");
    }

    @Test
    void isATerminalOfTheGivenSize() throws Exception {
        try (PseudoTerminal terminal =
                shell("test -t 0 && test -t 1 && test -t 2; echo $?; stty size; echo $GREETING; exit 7")) {
            assertThat(terminal.exitStatus()).isEqualTo(7);
            assertThat(terminal.lines()).containsExactly("0", "24 57", "hé", "");
        }
    }

    @Test
    void controlCIsASignalToWhatRunsThere() throws Exception {
        try (PseudoTerminal terminal =
                shell("trap \"echo caught; exit 3\" INT; read x; echo got $x; while :; do sleep 1; done")) {
            terminal.type("abc\r");
            terminal.await("got abc");
            terminal.interrupt();
            terminal.await("caught");
            assertThat(terminal.exitStatus()).isEqualTo(3);
        }
    }

    @Test
    void saysWhatWasOnTheScreenInsteadOfTheText() throws Exception {
        try (PseudoTerminal terminal = shell("echo something else")) {
            assertThatThrownBy(() -> terminal.await("this"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("something else");
        }
    }

    @Test
    void measuresWhatIsSeen() {
        assertThat(PseudoTerminal.strip("\u001b[1;31mred\u001b[0m \u001b]0;title\u0007\u001b7x\u001b(B"))
                .isEqualTo("red x");
        assertThat(PseudoTerminal.width("\u001b[1m×\u001b[0m 😀")).isEqualTo(3);
    }
}
