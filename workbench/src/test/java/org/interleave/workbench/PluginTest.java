package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interleave.core.Workload;
import org.interleave.threads.LockPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Strategies that users bring: the example of {@code docs/plugins.md} as it stands there, and one that is broken. */
class PluginTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "plugins.md");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    /** Completes every task of its own accord, with whatever its body says. */
    private static final String SHORTCUT = """
            import java.io.Serializable;
            import java.util.*;
            import org.interleave.core.*;
            import org.interleave.core.runtime.*;

            public final class Shortcut implements Strategy {
                public StrategyDescription describe() {
                    return StrategyDescription.of("shortcut", Family.THREADS, Approach.TUNED, "takes a shortcut")
                            .withFeatures(Feature.IN_PROCESS);
                }
                public Execution open(Parameters options) {
                    return new SingleRunExecution() {
                        @SuppressWarnings("unchecked")
                        protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
                            run.tasks().forEach(task -> BODY);
                            return run.outcome(Map::of);
                        }
                        protected void shutDown() {}
                    };
                }
            }
            """;

    @TempDir
    private Path directory = Path.of("");

    private JsonNode run(int expectedStatus, String strategy, Path plugins) {
        Path json = directory.resolve("out.json");
        int status = Main.commandLine()
                .execute(
                        "run",
                        "countdown",
                        "--strategies",
                        "sequential," + strategy,
                        "--set",
                        "count=100k",
                        "--forks",
                        "1",
                        "--plugins",
                        plugins.toString(),
                        "--json",
                        json.toString());
        assertThat(status).isEqualTo(expectedStatus);
        return new ObjectMapper()
                .readTree(json.toFile())
                .get("rows")
                .valueStream()
                .filter(row -> row.get("strategy").asString().equals(strategy))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theDocumentsExampleIsFoundAndRuns() throws IOException {
        Matcher example = JAVA_BLOCK.matcher(Files.readString(DOCUMENT));
        assertThat(example.find()).describedAs("an example").isTrue();
        Path plugins = PluginJar.of("FairLock", example.group(1), directory);

        StringWriter listed = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(listed));
        assertThat(commandLine.execute("list", "strategies", "--plugins", plugins.toString()))
                .isEqualTo(Main.DONE);
        assertThat(listed.toString()).contains("fair-lock");

        JsonNode row = run(Main.DONE, "fair-lock", plugins);
        assertThat(row.get("valid").asBoolean()).isTrue();
    }

    @Test
    void theDocumentsLockPolicyIsFoundAndRuns() throws IOException {
        List<MatchResult> examples =
                JAVA_BLOCK.matcher(Files.readString(DOCUMENT)).results().toList();
        assertThat(examples).hasSize(2);
        Path plugins =
                PluginJar.of(LockPolicy.class, "TimeSlice", examples.get(1).group(1), directory);

        JsonNode row = run(Main.DONE, "giant-lock:time-slice", plugins);

        assertThat(row.get("valid").asBoolean()).isTrue();
        assertThat(row.get("metrics").has("held_share")).isTrue();
    }

    @Test
    @Tag("thorough")
    void aWrongResultVoidsTheRowAndIsTold() throws IOException {
        String source = SHORTCUT.replace("BODY", "task.succeed(\"nobody\", (R) (Long) 0L)");

        JsonNode row = run(Main.STRATEGY_FAILED, "shortcut", PluginJar.of("Shortcut", source, directory));

        assertThat(row.get("valid").asBoolean()).isFalse();
        assertThat(row.get("reason").asString()).startsWith("wrong result: task 0 of countdown ended in state 0");
    }

    @Test
    void aWrongResultOfTracedStrategyIsToldAndNothingIsWritten() throws IOException {
        String source = SHORTCUT.replace("BODY", "task.succeed(\"nobody\", (R) (Long) 0L)")
                .replace("implements Strategy", "implements org.interleave.threads.TraceableStrategy")
                .replace(
                        "public Execution open(Parameters options) {",
                        "public Execution open(Parameters options, org.interleave.threads.LockTrace trace) {"
                                + " return open(options); } public Execution open(Parameters options) {");
        Path plugins = PluginJar.of("Shortcut", source, directory);
        Path file = directory.resolve("t.html");
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setErr(new PrintWriter(err));

        int status = commandLine.execute(
                "trace",
                "countdown",
                "--strategy",
                "shortcut",
                "--plugins",
                plugins.toString(),
                "--out",
                file.toString());

        assertThat(err.toString()).startsWith("interleave: wrong result: task 0 of countdown ended in state 0");
        assertThat(status).isEqualTo(Main.STRATEGY_FAILED);
        assertThat(file).doesNotExist();
    }

    @Test
    void aFailingTaskVoidsTheRowAndIsTold() throws IOException {
        String source = SHORTCUT.replace("BODY", "task.fail(\"nobody\", new IllegalStateException(\"out of order\"))");

        JsonNode row = run(Main.STRATEGY_FAILED, "shortcut", PluginJar.of("Shortcut", source, directory));

        assertThat(row.get("valid").asBoolean()).isFalse();
        assertThat(row.get("reason").asString()).contains("java.lang.IllegalStateException: out of order");
    }

    /** A reader waits for a writer, and only the writer has a role. */
    private static final String WORKLOAD = """
            import java.util.*;
            import org.interleave.core.*;

            public final class Letters implements Workload<Long> {
                static final Parameter<Long> COUNT = Parameter.count("letters", "how many", 20_000, 20_000, 1, 1_000_000);
                public String name() { return "letters"; }
                public String description() { return "one writes letters, another reads them"; }
                public List<Parameter<?>> parameters() { return List.of(COUNT); }
                public Set<Feature> needs() { return Set.of(Feature.CONCURRENCY, Feature.INBOXES); }
                public Round<Long> prepare(Parameters parameters) {
                    long count = parameters.get(COUNT);
                    Task<Long> writer = Task.direct(steps -> {
                        for (long i = 0; i < count; i++) steps.send(new Port.Inbox(1), Message.of(i));
                        return count;
                    });
                    Task<Long> reader = Task.direct(steps -> {
                        long sum = 0;
                        for (long i = 0; i < count; i++)
                            sum += ((Arrival.Received) steps.receive(new Port.Inbox(1))).message().asLong();
                        return sum;
                    });
                    return new Round<Long>() {
                        public Job<Long> job() { return Job.of(List.of(writer, reader)); }
                        public Optional<String> role(int task) {
                            return task == 0 ? Optional.of("writer <b>") : ROLE;
                        }
                        public Map<String, Metric> verify(Outcome<Long> outcome) {
                            if (outcome.results(2).get(1) != count * (count - 1) / 2) throw new WrongResultException("lost");
                            return Map.of("lost", Metric.count(0));
                        }
                    };
                }
            }
            """;

    private int trace(Path plugins, Path file, StringWriter err, String... more) {
        CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(err));
        return commandLine.execute(Stream.concat(
                        Stream.of(
                                "trace",
                                "letters",
                                "--strategy",
                                "giant-lock-timed",
                                "--plugins",
                                plugins.toString(),
                                "--out",
                                file.toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void aWorkloadOfOnesOwnCanBeTraced() throws IOException {
        Path plugins = PluginJar.of(Workload.class, "Letters", WORKLOAD.replace("ROLE", "Optional.empty()"), directory);
        Path file = directory.resolve("letters.html");
        StringWriter err = new StringWriter();
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        assertThat(trace(plugins, file, err, "--set", "letters=5k")).isEqualTo(Main.DONE);

        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        assertThat(err.toString()).isEmpty();
        assertThat(Files.readString(file))
                .contains("letters under giant-lock-timed", "writer &lt;b&gt;", ">task 1<")
                .doesNotContain("writer <b>");
    }

    @Test
    void aRoleThatIsNullIsToldInLine() throws IOException {
        Path plugins = PluginJar.of(Workload.class, "Letters", WORKLOAD.replace("ROLE", "null"), directory);
        Path file = directory.resolve("letters.html");
        StringWriter err = new StringWriter();

        assertThat(trace(plugins, file, err)).isEqualTo(Main.STRATEGY_FAILED);

        assertThat(err.toString()).contains("role(1) of a round is null").doesNotContain("\tat ");
        assertThat(file).doesNotExist();
    }
}
