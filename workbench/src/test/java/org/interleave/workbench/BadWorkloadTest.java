package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.interleave.core.StrategyException;
import org.interleave.core.Workload;
import org.interleave.workbench.measure.ContenderBenchmark;
import org.interleave.workbench.plan.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;

/** A workload whose code is wrong voids its row, with a reason that names it and what it did. */
class BadWorkloadTest {

    private static final String SOURCE = """
            import java.util.*;
            import org.interleave.core.*;
            import org.interleave.core.runtime.*;

            @SuppressWarnings("all")
            public final class Bad implements Workload<Long> {
                static final Parameter<String> KIND = Parameter.choice("kind", "how", "none", List.of(
                        "none", "warm-up", "prepare", "prepare-null", "no-tasks", "null-task", "verify", "verify-null",
                        "wall", "close"));
                public String name() { return "bad"; }
                public String description() { return "misbehaves"; }
                public List<Parameter<?>> parameters() { return List.of(KIND); }
                public Set<Feature> needs() { return Set.of(); }
                static class OwnException extends RuntimeException {
                    OwnException() { super("of its own"); }
                }
                public Parameters warmUp(Parameters p) {
                    if (p.get(KIND).equals("warm-up")) throw new StackOverflowError();
                    return p;
                }
                public Round<Long> prepare(Parameters p) {
                    String kind = p.get(KIND);
                    if (kind.equals("prepare")) throw new NoClassDefFoundError("org/acme/Missing");
                    if (kind.equals("prepare-null")) return null;
                    List<Task<Long>> tasks = new ArrayList<>();
                    if (!kind.equals("no-tasks")) tasks.add(kind.equals("null-task") ? null : turn -> Step.done(1L));
                    return new Round<Long>() {
                        public Job<Long> job() { return Job.of(tasks); }
                        public Map<String, Metric> verify(Outcome<Long> outcome) {
                            return switch (kind) {
                                case "verify" -> throw new AssertionError("the oracle is broken");
                                case "verify-null" -> null;
                                case "wall" -> Map.of("wall_s", new Metric(42, "s"));
                                default -> Map.of("fine", new Metric(1, "1"));
                            };
                        }
                        public void close() { if (kind.equals("close")) throw new OwnException(); }
                    };
                }
            }
            """;

    @TempDir
    private static Path directory = Path.of("");

    private static Path plugins = Path.of("");

    @BeforeAll
    static void pack() throws IOException {
        plugins = PluginJar.of(Workload.class, "Bad", SOURCE, directory);
    }

    private static void runOneRound(String kind) throws InterruptedException {
        ContenderBenchmark fork = new ContenderBenchmark();
        fork.workload = "bad";
        fork.parameters = Configuration.encode(Map.of("kind", kind));
        fork.strategy = "sequential";
        fork.plugins = plugins.toString();
        fork.open();
        fork.prepare(new IterationParams(IterationType.WARMUP, 1, TimeValue.NONE, 1));
        fork.run();
        fork.verify();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "warm-up      | warmUp of workload bad throws StackOverflowError",
                "prepare      | prepare of workload bad throws NoClassDefFoundError: org/acme/Missing",
                "prepare-null | prepare of workload bad answers null",
                "no-tasks     | workload bad has no tasks, or strategy sequential completed none of them",
                "null-task    | run of strategy sequential on workload bad throws IllegalArgumentException: task 0 of the job is null",
                "verify       | verify of workload bad throws AssertionError: the oracle is broken",
                "verify-null  | verify of workload bad answers null",
                "wall         | metric 'wall_s' of workload bad has a name that is reserved for what interleave measures itself",
                "close        | close of a round of workload bad throws Bad$OwnException: of its own",
            })
    void whatIsWrongIsToldInTermsThatLeaveTheFork(String kind, String reason) {
        assertThatThrownBy(() -> runOneRound(kind))
                .isExactlyInstanceOf(StrategyException.class)
                .hasMessage(reason)
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prepare     | throws NoClassDefFoundError: org/acme/Missing",
                "null-task   | throws IllegalArgumentException: task 0 of the job is null",
                "verify      | throws AssertionError: the oracle is broken",
                "close       | throws Bad$OwnException: of its own",
            })
    void traceTellsItToo(String kind, String reason) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(err));
        String file = directory.resolve("trace-" + kind + ".html").toString();
        int status = commandLine.execute(
                "trace",
                "bad",
                "--strategy",
                "giant-lock-timed",
                "--set",
                "kind=" + kind,
                "--plugins",
                plugins.toString(),
                "--out",
                file);
        assertThat(status).isEqualTo(Main.STRATEGY_FAILED);
        assertThat(err.toString()).contains(reason).doesNotContain("\tat ");
    }

    @Test
    void oneThatIsRightRuns() throws InterruptedException {
        runOneRound("none");
    }
}
