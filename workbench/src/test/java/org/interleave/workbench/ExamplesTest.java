package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Each example builds, and the commands at the foot of its essay do what they are there for. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    /** The commands of an essay. */
    private static final Pattern COMMANDS = Pattern.compile("```\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();

    static Stream<String> projects() throws IOException {
        try (Stream<Path> entries = Files.list(EXAMPLES)) {
            return entries
                    .filter(entry -> Files.exists(entry.resolve("pom.xml")))
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static Stream<String> essays() throws IOException {
        return Stream.concat(projects(), Stream.of("squares-kernel"));
    }

    @ParameterizedTest
    @MethodSource("essays")
    void anEssayHasAQuestionAnExpectationAndACommand(String example) throws IOException {
        String essay = Files.readString(EXAMPLES.resolve(example).resolve("README.md"));

        assertThat(essay).containsSubsequence("**Question.**", "?", "**Expected.**", "interleave run ");
        assertThat(Files.readString(EXAMPLES.resolve("README.md"))).contains("[" + example + "](" + example + ")");
    }

    @ParameterizedTest
    @MethodSource("projects")
    @Tag("thorough")
    @Needs(Resource.MAVEN)
    void aProjectBuildsPassesItsCheckAndRuns(String example) throws Exception {
        Path project = copy(example);
        String said = MavenRepository.in(directory.resolve("repository")).build(project);
        assertThat(said).contains("Tests run: ").doesNotContain("Tests run: 0,");

        assertThat(commands(example)).first().isEqualTo("mvn package");
        commands(example).stream().skip(1).forEach(command -> runs(command, project));
    }

    @Test
    @Tag("thorough")
    @Needs(Resource.C_COMPILER)
    void theKernelBuildsAndRuns() throws Exception {
        Path project = copy("squares-kernel");
        String headers = Path.of("..", "strategy-native", "src", "main", "c")
                .toAbsolutePath()
                .normalize()
                .toString();
        String compile = commands("squares-kernel").getFirst().replace("../../strategy-native/src/main/c", headers);
        Process compiler = new ProcessBuilder(List.of(compile.split(" ", -1)))
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(compiler.waitFor()).isZero();

        commands("squares-kernel").stream().skip(1).forEach(command -> runs(command, project));
    }

    private Path copy(String example) throws IOException {
        Path from = EXAMPLES.resolve(example);
        Path to = directory.resolve(example);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file :
                    files.filter(any -> !any.startsWith(from.resolve("target"))).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    private static List<String> commands(String example) throws IOException {
        MatchResult block = COMMANDS.matcher(
                        Files.readString(EXAMPLES.resolve(example).resolve("README.md")))
                .results()
                .reduce((first, second) -> second)
                .orElseThrow();
        return block.group(1).lines().toList();
    }

    /** In one fork, and where the plug-in is. A claim may be refuted: that is an answer. */
    private void runs(String command, Path project) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        assertThat(arguments.removeFirst()).isEqualTo("interleave");
        arguments.replaceAll(argument -> argument.startsWith("target/") || argument.endsWith(".so")
                ? project.resolve(argument).toString()
                : argument);
        Path json = project.resolve("out.json");
        boolean measures = arguments.getFirst().equals("run");
        if (measures) {
            arguments.addAll(List.of("--forks", "1", "--json", json.toString()));
        }
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(out));
        int status = commandLine.execute(arguments.toArray(String[]::new));
        if (measures) {
            assertThat(status).as(out.toString()).isIn(Main.DONE, Main.CLAIM_REFUTED);
            JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("rows");
            assertThat(rows)
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.get("valid").asBoolean())
                            .as(row.toString())
                            .isTrue());
        } else {
            assertThat(status).as(out.toString()).isEqualTo(Main.DONE);
        }
    }
}
