package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.interleave.workbench.init.KernelTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Kernels that users bring: the example of {@code docs/native.md} as it stands there, and libraries that are wrong. */
@Needs(Resource.C_COMPILER)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KernelPluginTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "native.md");
    private static final Pattern C_BLOCK = Pattern.compile("```c\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMPILATION = Pattern.compile("^cc .*$", Pattern.MULTILINE);

    @TempDir
    private Path directory = Path.of("");

    private String complaints = "";

    private int execute(String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(err));
        int status = commandLine.execute(arguments);
        complaints = err.toString();
        return status;
    }

    private List<JsonNode> rows(int expectedStatus, Path plugins, String... more) {
        List<String> run = new ArrayList<>(List.of("run"));
        run.addAll(List.of(more));
        run.addAll(List.of("--plugins", plugins.toString()));
        return rows(expectedStatus, run);
    }

    private List<JsonNode> rows(int expectedStatus, List<String> run) {
        Path json = directory.resolve("out.json");
        List<String> arguments = new ArrayList<>(run);
        arguments.addAll(List.of("--forks", "1", "--json", json.toString()));
        assertThat(execute(arguments.toArray(String[]::new))).isEqualTo(expectedStatus);
        return new ObjectMapper()
                .readTree(json.toFile())
                .get("rows")
                .valueStream()
                .toList();
    }

    @Test
    void theDocumentsExampleIsBuiltAsItSaysAndRuns() throws Exception {
        String document = Files.readString(DOCUMENT);
        Matcher source = C_BLOCK.matcher(document);
        Matcher compilation = COMPILATION.matcher(document);
        assertThat(source.find()).describedAs("an example in C").isTrue();
        assertThat(compilation.find()).describedAs("how to compile it").isTrue();
        Files.writeString(directory.resolve("collatz.c"), source.group(1));
        String command = compilation.group().replace("strategy-native/src/main/c", CLibrary.HEADERS.toString());
        CLibrary.run(directory, List.of("sh", "-c", command + " -Wall -Wextra -Werror"));

        List<JsonNode> rows = rows(
                Main.DONE,
                directory.resolve("libcollatz.so"),
                "kernel",
                "--strategies",
                "native-*,foreign-*",
                "--set",
                "name=collatz",
                "--set",
                "arguments=0,27",
                "--set",
                "expected=111");

        assertThat(rows)
                .hasSizeGreaterThanOrEqualTo(5)
                .allMatch(row -> row.get("valid").asBoolean());
    }

    @Test
    void whatInitMakesIsBuiltAndRunAsItSays() throws Exception {
        assertThat(execute("init", "kernel", "my-own", "--in", directory.toString()))
                .isEqualTo(Main.DONE);
        Path made = directory.resolve("my-own");
        KernelTemplate template = new KernelTemplate("my-own");
        assertThat(made.resolve("README.md")).content().contains(template.build(), template.run());
        CLibrary.run(made, List.of("sh", "-c", template.build() + " -Wall -Wextra -Werror"));

        String library = System.mapLibraryName("my-own");
        List<String> run = new ArrayList<>(template.arguments());
        run.replaceAll(
                argument -> argument.equals(library) ? made.resolve(library).toString() : argument);
        run.addAll(List.of("--strategies", "native-held,native-released"));
        List<JsonNode> rows = rows(Main.DONE, run);

        assertThat(rows).hasSize(2).allMatch(row -> row.get("valid").asBoolean());
        assertThat(execute("init", "kernel", "my-own", "--in", directory.toString()))
                .isEqualTo(Main.WRONG_USE);
        assertThat(complaints).contains(made + " is there already, and nothing is overwritten");
    }

    @Test
    void aKernelThatCrashesVoidsItsRowAlone() throws Exception {
        Path library = CLibrary.ofTestSource("bad", directory);

        List<JsonNode> rows = rows(
                Main.STRATEGY_FAILED,
                library,
                "countdown",
                "kernel",
                "--strategies",
                "native-released",
                "--set",
                "count=100k",
                "--set",
                "name=crash");

        assertThat(rows).extracting(row -> row.get("valid").asBoolean()).containsExactly(true, false);
        String reason = rows.get(1).get("reason").asString();
        assertThat(reason).startsWith("its JVM crashed, SIGSEGV in crash of " + library.getFileName());
        String file = reason.substring(reason.indexOf(directory.toString()));
        assertThat(Path.of(file)).exists();
    }

    @Test
    void kernelsAreTracedToo() throws Exception {
        Path library = CLibrary.ofTestSource("user", directory);
        Path trace = directory.resolve("t.html");

        int status = execute(
                "trace",
                "kernel",
                "--strategy",
                "native-released",
                "--set",
                "name=doubled",
                "--set",
                "arguments=1,10",
                "--set",
                "expected=1024",
                "--plugins",
                library.toString(),
                "--out",
                trace.toString());

        assertThat(status).describedAs(complaints).isEqualTo(Main.DONE);
        assertThat(trace).exists();
    }

    private String check(int expectedStatus, Path library) {
        StringWriter out = new StringWriter();
        CommandLine commandLine = Main.commandLine().setOut(new PrintWriter(out));
        assertThat(commandLine.execute("check", library.toString()))
                .as(out.toString())
                .isEqualTo(expectedStatus);
        return out.toString().replaceAll("\\s+", " ");
    }

    private Path library(String name, String source) throws Exception {
        Files.writeString(directory.resolve(name + ".c"), source);
        String file = System.mapLibraryName(name);
        CLibrary.run(directory, List.of("sh", "-c", "cc -shared -fPIC -o " + file + " " + name + ".c"));
        return directory.resolve(file);
    }

    @Test
    void checkTellsWhatALibraryRegisters() throws Exception {
        Path library = CLibrary.ofTestSource("user", directory);

        assertThat(check(Main.DONE, library))
                .contains("ok kernel library " + library + ", its table: it registers 3 kernels")
                .contains(", kernel scale(word, reals, reals), released around each call, critical")
                .contains(", kernel doubled(word, word), releases the lock by itself")
                .contains("0 of 4 checks failed, 0 skipped");
    }

    @Test
    void checkNamesALibraryThatIsWrongOrEndsItsProcess() throws Exception {
        Path other = library("other", "int other(void) { return 1; }");
        Path ending = library(
                "ending", "#include <stdlib.h>\n__attribute__((constructor)) static void begin(void) { _Exit(3); }");

        assertThat(check(Main.CLAIM_REFUTED, other))
                .contains("FAIL kernel library " + other + ", its table: ", " exports no interleave_register");
        assertThat(check(Main.CLAIM_REFUTED, ending))
                .contains(
                        "FAIL kernel library " + ending + ", its table: it ended the process it ran in, with status 3");
    }

    @Test
    void aFileThatIsNoLibraryIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("libtext.so"), "text");

        assertThat(execute("list", "strategies", "--plugins", directory.toString()))
                .isEqualTo(Main.WRONG_USE);
        assertThat(complaints)
                .contains("kernel library (" + file
                        + ") is refused: it is no shared library: it begins with the bytes 74657874");
    }

    @Test
    void aPlaceOfOtherFilesIsRefused() throws IOException {
        Path text = Files.writeString(directory.resolve("kernel.txt"), "text");

        assertThat(execute("list", "strategies", "--plugins", directory.toString()))
                .isEqualTo(Main.WRONG_USE);
        assertThat(complaints).contains(directory + " holds no plug-in: no .jar file and no .so file");
        assertThat(execute("list", "strategies", "--plugins", text.toString())).isEqualTo(Main.WRONG_USE);
        assertThat(complaints).contains(text + " is no plug-in: it is not a directory, a .jar file or a .so file");
    }
}
