package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the program says and returns where its output goes nowhere, and where something happens that should not. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LostOutputTest {

    @TempDir
    private Path directory = Path.of("");

    private Path errors() {
        return directory.resolve("err");
    }

    /** Runs a script of bash in which {@code "$@"} is the program, and returns its status. */
    private int bash(String script, List<String> flags, String classPath) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
        command.addAll(Program.command(
                Stream.concat(Stream.of("-Djava.io.tmpdir=" + directory), flags.stream())
                        .toList(),
                classPath));
        Process bash = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(errors().toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        assertThat(bash.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return bash.exitValue();
    }

    private int bash(String script) throws Exception {
        return bash(script, List.of(), System.getProperty("java.class.path"));
    }

    @Test
    void aFullDiskUnderStandardOutputIsAnError() throws Exception {
        assertThat(bash("\"$@\" list >/dev/full")).isEqualTo(Main.OUTPUT_LOST);
        assertThat(Files.readAllLines(errors()))
                .singleElement()
                .asString()
                .startsWith("interleave: standard output is incomplete: ");
    }

    @Tag("thorough")
    @Test
    void whatWasMeasuredIsInTheJsonThoughTheTableIsLost() throws Exception {
        String run = "\"$@\" run countdown --set count=1k --strategies sequential --forks 1 --json out.json >/dev/full";
        assertThat(bash(run)).isEqualTo(Main.OUTPUT_LOST);
        assertThat(errors())
                .content()
                .startsWith("interleave: standard output is incomplete")
                .hasLineCount(1);
        assertThat(directory.resolve("out.json")).isNotEmptyFile();
    }

    /** The program begins when the reader has gone. */
    @Test
    void aPipeThatNobodyReadsEndsTheProgramQuietly() throws Exception {
        String script = "mkfifo gone; { read -r _ <gone; \"$@\" list; echo $? >status; } | { exec <&-; echo >gone; };"
                + " exit $(cat status)";
        assertThat(bash(script)).isEqualTo(Main.PIPE_CLOSED);
        assertThat(errors()).isEmptyFile();
    }

    @Test
    void wrongUseStaysWrongUse() throws Exception {
        assertThat(bash("\"$@\" fly >/dev/full")).isEqualTo(Main.WRONG_USE);
    }

    private static String classPathWithoutJackson() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(element -> !element.contains("jackson"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void whatShouldNotHappenHasAStatusOfItsOwnAndTheStackTraceIsInAFile() throws Exception {
        int status = bash("\"$@\" list --json", List.of(), classPathWithoutJackson());

        assertThat(status).isEqualTo(Main.UNEXPECTED);
        String line = Files.readString(errors()).strip();
        assertThat(line)
                .startsWith("interleave: unexpected java.lang.NoClassDefFoundError: ")
                .contains("; the stack trace is in ")
                .hasLineCount(1);
        String file = line.substring(line.lastIndexOf(' ') + 1);
        assertThat(Path.of(file)).content().contains("\tat ", "Interleave ", "Java ");
    }

    @Test
    void whereNoFileCanBeWrittenTheStackTraceIsOnStandardError() throws Exception {
        int status = bash("\"$@\" list --json", List.of("-Djava.io.tmpdir=/proc"), classPathWithoutJackson());

        assertThat(status).isEqualTo(Main.UNEXPECTED);
        assertThat(errors())
                .content(StandardCharsets.UTF_8)
                .startsWith("interleave: unexpected java.lang.NoClassDefFoundError: ")
                .contains("\n    at ");
    }

    @Test
    void whereTheEncodingLacksASignItsFormInAsciiIsPrinted() throws Exception {
        assertThat(bash(
                        "\"$@\" list experiments",
                        List.of("-Dstdout.encoding=US-ASCII"),
                        System.getProperty("java.class.path")))
                .isEqualTo(Main.DONE);
        String text = Files.readString(directory.resolve("out"), StandardCharsets.US_ASCII);
        assertThat(text).doesNotContain("\ufffd").contains("cpu-threads");
    }
}
