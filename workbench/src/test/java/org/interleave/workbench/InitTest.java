package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What {@code init} makes of each kind builds outside Interleave's own build, passes its contract, its check, and runs. */
@Needs(Resource.MAVEN)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class InitTest {

    @TempDir
    private static Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    private static MavenRepository repository() throws IOException {
        return MavenRepository.in(directory.resolve("repository-" + System.nanoTime()));
    }

    private Path build(String kind, String name) throws IOException, InterruptedException {
        assertThat(execute("init", kind, name, "--in", directory.toString()))
                .as(err.toString())
                .isEqualTo(Main.DONE);
        Path project = directory.resolve(name);
        String said = repository().build(project);
        assertThat(said).contains("Tests run: ").doesNotContain("Tests run: 0,");
        return project.resolve("target").resolve("plugin");
    }

    private void checkAndRun(Path plugin, int rows, String... run) {
        assertThat(execute("check", plugin.toString())).as(out + "\n" + err).isEqualTo(Main.DONE);
        assertThat(out.toString()).contains("ok    files: 1 class is named").contains("0 of ");
        Path json = plugin.resolve("out.json");
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(List.of(run));
        arguments.addAll(List.of("--forks", "1", "--plugins", plugin.toString(), "--json", json.toString()));
        assertThat(execute(arguments.toArray(String[]::new)))
                .as(out + "\n" + err)
                .isIn(Main.DONE, Main.CLAIM_REFUTED);
        JsonNode found = new ObjectMapper().readTree(json.toFile()).get("rows");
        assertThat(found)
                .hasSize(rows)
                .allSatisfy(row -> assertThat(row.get("valid").asBoolean())
                        .as(row.toString())
                        .isTrue());
    }

    @Test
    void aWorkloadBuildsPassesItsCheckAndRuns() throws Exception {
        checkAndRun(build("workload", "own-work"), 3, "own-work", "--strategies", "threads,netty,processes");
    }

    @Test
    void anExperimentBuildsPassesItsCheckAndRuns() throws Exception {
        checkAndRun(build("experiment", "own-question"), 2, "own-question");
    }

    @ParameterizedTest
    @CsvSource({"strategy, own-strategy, own-strategy", "policy, own-policy, giant-lock:own-policy"})
    @Tag("thorough")
    void aSchedulerBuildsPassesItsCheckAndRuns(String kind, String name, String strategy) throws Exception {
        checkAndRun(build(kind, name), 2, "countdown", "--set", "count=100k", "--strategies", "sequential," + strategy);
    }
}
