package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.workbench.report.Screen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command at a terminal: what its screen shows. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TerminalScreensTest {

    private static final String ESCAPE = "\u001b";

    @TempDir
    private Path directory = Path.of("");

    private PseudoTerminal.Setup terminal(int columns, String term, String noColor) {
        return PseudoTerminal.Setup.of(columns, directory).with("TERM", term).with("NO_COLOR", noColor);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "40  | xterm-256color | '' | 0 | help run | Usage: interleave run",
                "80  | xterm-256color | '' | 0 | trace --help | --events=N",
                "120 | xterm          | 1  | 0 | list | EXPERIMENTS",
                "200 | dumb           | '' | 0 | --version | interleave ",
                "40  | xterm-256color | '' | 2 | rnu | did you mean 'run'?",
                "40  | xterm-256color | '' | 0 | run countdown --strategies sequential --set count=1k --forks 1 --json run.json | sequential",
                "80  | dumb           | '' | 0 | run waits --strategies threads --set wait=1ms --forks 1 --json dumb.json | threads",
                "120 | xterm          | 1  | 0 | trace countdown --strategy giant-lock-fair --set count=1k --out t.html | events",
            })
    void everyCommandWorksAndNoLineIsTooLong(
            int columns, String term, String noColor, int status, String commandLine, String part) throws Exception {
        try (PseudoTerminal terminal =
                PseudoTerminal.run(terminal(columns, term, noColor), commandLine.split(" ", -1))) {
            assertThat(terminal.exitStatus()).describedAs(terminal.output()).isEqualTo(status);
            assertThat(String.join(" ", terminal.lines()).replaceAll(" +", " ")).contains(part);
            assertThat(terminal.lines())
                    .allSatisfy(line -> assertThat(PseudoTerminal.width(line))
                            .describedAs(line)
                            .isLessThanOrEqualTo(columns));
            assertThat(terminal.output()).doesNotContain("Exception", "\tat ");
            if (!noColor.isEmpty()) {
                assertThat(terminal.output()).doesNotContainPattern("\u001b\\[[0-9;]*m");
            }
            if (term.equals("dumb")) {
                assertThat(terminal.output()).doesNotContain(ESCAPE);
                assertThat(terminal.output()).doesNotContainPattern("\r[^\r\n]");
            }
        }
    }

    @Test
    void aNodeSaysThatItIsReadyAndEndsWithControlC() throws Exception {
        try (PseudoTerminal terminal = PseudoTerminal.run(
                terminal(80, "xterm-256color", ""), "node", "--listen", "127.0.0.1:0", "--workers", "1")) {
            terminal.await("is ready, workers: 1; Ctrl-C ends it");
            terminal.interrupt();
            terminal.await("ending");
            assertThat(terminal.exitStatus()).isEqualTo(Main.DONE);
        }
    }

    private static String help(Screen screen, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine commandLine = Main.commandLine(screen);
        commandLine.setOut(new PrintWriter(out));
        assertThat(commandLine.execute(arguments)).isEqualTo(Main.DONE);
        return out.toString();
    }

    private static Screen plain(int columns) {
        return new Screen(columns, false, StandardCharsets.UTF_8);
    }

    private static List<String> commands() {
        return Stream.concat(Stream.of("help"), Main.commandLine(plain(80)).getSubcommands().keySet().stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 120, 200})
    void helpFitsAndIsBrokenBetweenWordsOnly(int columns) {
        for (String command : commands()) {
            String help = help(plain(columns), "help", command);
            assertThat(help.lines())
                    .allSatisfy(line -> assertThat(PseudoTerminal.width(line))
                            .describedAs(line)
                            .isLessThanOrEqualTo(columns));
            if (columns >= 80) {
                assertThat(words(help)).isSubsetOf(words(help(plain(200), "help", command)));
            }
        }
    }

    private static Set<String> words(String text) {
        return Stream.of(text.split("\\s+", -1)).collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void helpInColourSaysTheSame() {
        String coloured = help(new Screen(80, true, StandardCharsets.UTF_8), "help", "run");
        assertThat(coloured).contains("\u001b[");
        assertThat(PseudoTerminal.strip(coloured)).isEqualTo(help(plain(80), "help", "run"));
    }

    @Test
    void helpIsMadeOfCharactersThatEveryEncodingHas() {
        assertThat(commands())
                .allSatisfy(command ->
                        assertThat(help(plain(80), "help", command).chars()).allMatch(character -> character < 128));
    }
}
