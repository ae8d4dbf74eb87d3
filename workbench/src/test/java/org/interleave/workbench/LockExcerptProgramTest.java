package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Experiment;
import org.interleave.core.Workload;
import org.interleave.workbench.report.JsonReport;
import org.interleave.workbench.report.ReportReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A run of an experiment keeps an excerpt of the lock's timeline, of each row that ran under a giant lock and of no other. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class LockExcerptProgramTest {

    private static final String EXPERIMENT = """
            import java.util.*;
            import org.interleave.core.*;

            public class Locked implements Experiment {
                public String name() { return "locked"; }
                public String question() { return "Who holds the lock?"; }
                public List<Contender> contenders(Preset preset) {
                    return List.of(
                            small("giant-lock-timed"),
                            small("sequential"),
                            Contender.of("fails-traced", "giant-lock-timed").labelled("fails"));
                }
                static Contender small(String strategy) {
                    return Contender.of("countdown", strategy).withParameter("count", "200k");
                }
                public List<Claim> claims() {
                    return List.of(Claim.ratio(
                            "it is so", "wall_s", "giant-lock-timed", "sequential", Claim.Bound.atMost(1000)));
                }
            }
            """;

    /** Right in every round but the one that is traced, which it tells by who calls it. */
    private static final String WORKLOAD = """
            import java.util.*;
            import org.interleave.core.*;

            public final class FailsTraced implements Workload<Long> {
                public String name() { return "fails-traced"; }
                public String description() { return "fails when it is traced"; }
                public List<Parameter<?>> parameters() { return List.of(); }
                public Set<Feature> needs() { return Set.of(); }
                public Round<Long> prepare(Parameters p) {
                    if (StackWalker.getInstance().walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().endsWith(".TracedRound")))) {
                        throw new NoClassDefFoundError("org/acme/Missing");
                    }
                    return new Round<Long>() {
                        public Job<Long> job() { return Job.of(List.of(turn -> Step.done(1L))); }
                        public Map<String, Metric> verify(Outcome<Long> outcome) { return Map.of(); }
                    };
                }
            }
            """;

    @TempDir
    private static Path plugins = Path.of("");

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    @BeforeAll
    static void pack(@TempDir Path sources) throws IOException {
        Path classes = PluginJar.compile(Map.of("Locked", EXPERIMENT, "FailsTraced", WORKLOAD), sources);
        PluginJar.pack(Experiment.class.getName(), "Locked", classes, plugins.resolve("experiment.jar"));
        PluginJar.pack(Workload.class.getName(), "FailsTraced", classes, plugins.resolve("workload.jar"));
    }

    private void run(String... names) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "run", "--plugins", plugins.toString(), "--forks", "1", "--json", "out.json", "--html", "out.html"));
        arguments.addAll(List.of(names));
        Process program = programs.start(directory, Program.command(arguments.toArray(String[]::new)));
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).describedAs(output).isEqualTo(Main.DONE);
    }

    private JsonNode row(String experiment, String label) {
        for (JsonNode row : new ObjectMapper()
                .readTree(directory.resolve("out.json").toFile())
                .get("rows")) {
            if (row.get("experiment").asString().equals(experiment)
                    && row.get("label").asString().equals(label)) {
                return row;
            }
        }
        throw new AssertionError(label);
    }

    @Test
    void theJsonAndThePageHaveIt() throws Exception {
        run("locked");

        JsonNode locked = row("locked", "giant-lock-timed");
        assertThat(locked.at("/lock_excerpt/tasks"))
                .extracting(task -> task.get("name").asString())
                .containsExactly("counter 0", "counter 1");
        assertThat(locked.at("/lock_excerpt/spans").size()).isPositive();
        assertThat(locked.at("/metrics/first_round/forks").size()).isEqualTo(1);
        assertThat(row("locked", "sequential").has("lock_excerpt")).isFalse();
        JsonNode fails = row("locked", "fails");
        assertThat(fails.get("valid").asBoolean()).isTrue();
        assertThat(fails.has("lock_excerpt")).isFalse();
        assertThat(fails.at("/metrics/wall_s/forks").size()).isEqualTo(1);
        Path json = directory.resolve("out.json");
        assertThat(JsonReport.render(ReportReader.read(json))).isEqualTo(Files.readString(json));
        assertThat(Files.readString(directory.resolve("out.html")))
                .contains("aria-label=\"Who held the lock under giant-lock-timed\"")
                .contains("held the lock", "This report keeps no excerpt")
                .doesNotContain("Who held the lock under sequential", "Who held the lock under fails");
    }

    @Test
    void rowsOfAWorkloadHaveNone() throws Exception {
        run("countdown", "--set", "count=200k", "--strategies", "giant-lock-timed");

        assertThat(row("countdown", "giant-lock-timed").has("lock_excerpt")).isFalse();
    }
}
