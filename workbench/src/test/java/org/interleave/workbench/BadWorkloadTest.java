package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Workload;
import org.interleave.workbench.measure.ForkOutcome;
import org.interleave.workbench.measure.ForkRunner;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Repetitions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
                        "none", "prepare", "prepare-null", "no-tasks", "null-task", "verify", "verify-null", "wall", "close",
                        "wrong", "latencies", "exit", "halt", "prints", "reports"));
                public String name() { return "bad"; }
                public String description() { return "misbehaves"; }
                public List<Parameter<?>> parameters() { return List.of(KIND); }
                public Set<Feature> needs() { return Set.of(); }
                static class OwnException extends RuntimeException {
                    OwnException() { super("of its own"); }
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
                                case "wrong" -> throw new WrongResultException("4, not 5");
                                case "exit" -> { System.exit(0); yield null; }
                                case "halt" -> { Runtime.getRuntime().halt(7); yield null; }
                                case "prints" -> { print("end\\nsample wall_s s 42.0\\nend\\n"); yield Map.of(); }
                                case "reports" -> { write("/dev/fd/3", "sample wall_s s 42.0\\n\\u0007"); yield Map.of(); }
                                case "verify-null" -> null;
                                case "wall" -> Map.of("wall_s", new Metric(42, "s"));
                                default -> Map.of("fine", new Metric(1, "1"));
                            };
                        }
                        public Map<String, org.HdrHistogram.Histogram> latencies(Outcome<Long> outcome) {
                            if (kind.equals("latencies")) throw new ArrayIndexOutOfBoundsException(3);
                            return Map.of("reply", new org.HdrHistogram.Histogram(3));
                        }
                        public void close() { if (kind.equals("close")) throw new OwnException(); }
                    };
                }
                static void print(String text) {
                    for (int i = 0; i < 100_000; i++) { System.out.print(text); System.err.print(text); }
                    write("/dev/fd/1", text);
                }
                static void write(String file, String text) {
                    try (var out = new java.io.FileOutputStream(file)) {
                        out.write(text.getBytes());
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
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

    private static ForkOutcome fork(String kind) {
        Configuration configuration =
                new Configuration("bad", Map.of("kind", kind), "sequential", Map.of(), List.of(0));
        Optional<String> place = Optional.of(plugins.toString());
        return new ForkRunner(Plugins.catalog(place), new Repetitions(1, 2), place, directory, Optional.empty())
                .run(configuration);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prepare      | prepare of workload bad throws NoClassDefFoundError: org/acme/Missing",
                "prepare-null | prepare of workload bad answers null",
                "no-tasks     | workload bad has no tasks, or strategy sequential completed none of them",
                "null-task    | run of strategy sequential on workload bad throws IllegalArgumentException: task 0 of the job is null",
                "verify       | verify of workload bad throws AssertionError: the oracle is broken",
                "verify-null  | verify of workload bad answers null",
                "wall         | metric 'wall_s' of workload bad has a name that is reserved for what interleave measures itself",
                "close        | close of a round of workload bad throws Bad$OwnException: of its own",
                "wrong        | wrong result: 4, not 5",
                "latencies    | latencies of workload bad throws ArrayIndexOutOfBoundsException: Array index out of range: 3",
                "exit         | its JVM ended with exit status 0 and printed no reason",
                "halt         | its JVM ended with exit status 7 and printed no reason",
                "reports      | its report cannot be read: it holds the byte 7",
            })
    void whatIsWrongIsToldInOneReason(String kind, String reason) {
        assertThat(fork(kind)).isEqualTo(new ForkOutcome.Invalid(reason));
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

    @ParameterizedTest
    @ValueSource(strings = {"none", "prints"})
    void oneThatIsRightIsMeasuredWhateverItPrints(String kind) {
        assertThat(fork(kind)).isInstanceOfSatisfying(ForkOutcome.Measured.class, measured -> {
            assertThat(measured.samples().get("wall_s"))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .doesNotContain(42.0);
            assertThat(measured.samples().get("first_round")).hasSize(1);
            assertThat(measured.samples().get("start")).hasSize(1);
            assertThat(measured.histograms().get("reply"))
                    .hasSameSizeAs(measured.samples().get("wall_s"));
            assertThat(measured.warmUps()).isGreaterThanOrEqualTo(2);
        });
    }
}
