package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Step;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.processes.RemoteNodes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Ctrl-C at a terminal: SIGINT to all processes of the program's group, its forks and their workers included. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TerminalTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * A shell with job control gives what it starts in the background a group, whose number is the first line. Itself it is
     * to say nothing else.
     */
    private static final String IN_A_GROUP = "set -m; \"$@\" & echo $!; exec 2>/dev/null; wait $!";

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", IN_A_GROUP, "bash"));
        command.addAll(Program.command(arguments));
        return programs.start(directory, command);
    }

    private Process startNode() throws IOException {
        return start("node", "--listen", "127.0.0.1:0", "--workers", "2", "--allow", "org.interleave.workbench.*");
    }

    private void assertEndedInOrder(Process node) {
        assertThat(node.exitValue()).isEqualTo(Main.DONE);
        assertThat(directory.resolve("err")).isEmptyFile();
    }

    private static String readUntil(BufferedReader output, String part) throws IOException {
        String line = output.readLine();
        while (line != null && !line.contains(part)) {
            line = output.readLine();
        }
        return String.valueOf(line);
    }

    private static void interrupt(String group) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-INT", "--", "-" + group).start().waitFor())
                .isZero();
    }

    private static void awaitEnd(Process program, Set<ProcessHandle> others) throws InterruptedException {
        assertThat(program.waitFor(PATIENCE)).isTrue();
        await().atMost(PATIENCE).until(() -> others.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Tag("thorough")
    @ParameterizedTest
    @ValueSource(strings = {"processes.workers=2", "remote-nodes.loopback-nodes=2"})
    void whatWasMeasuredIsKeptAndNobodyElseSpeaks(String setting) throws Exception {
        Process program = start(
                "run",
                "countdown",
                "--strategies",
                "sequential," + setting.replaceFirst("[.].*", ""),
                "--set",
                "count=20M",
                "--set",
                setting,
                "--json",
                "partial.json");
        try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
            String group = output.readLine();
            assertThat(readUntil(output, "forks measured")).contains("forks measured");
            Set<ProcessHandle> all = Set.copyOf(program.descendants().toList());

            interrupt(group);

            awaitEnd(program, all);
            assertThat(program.exitValue()).isEqualTo(Main.INTERRUPTED);
        }
        JsonNode report =
                new ObjectMapper().readTree(directory.resolve("partial.json").toFile());
        assertThat(report.get("interleave").get("interrupted").asBoolean()).isTrue();
        assertThat(report.get("rows"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get("valid").asBoolean()).isTrue());
        assertThat(directory.resolve("err")).isEmptyFile();
    }

    /** Leaves a file when it begins, then computes until it is stopped. */
    private record Endless(String file) implements Task<String> {

        @Override
        public Step<String> advance(Turn turn) throws IOException {
            if (!Files.exists(Path.of(file))) {
                Files.createFile(Path.of(file));
            }
            Tick.run(1, turn.ticks());
            return Step.ready();
        }
    }

    @Test
    void aNodeEndsInOrder() throws Exception {
        Process program = startNode();
        try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
            String group = output.readLine();
            assertThat(readUntil(output, "is ready")).endsWith("is ready, workers: 2; Ctrl-C ends it");

            interrupt(group);

            awaitEnd(program, Set.of());
            assertThat(output.lines()).containsExactly("ending");
        }
        assertEndedInOrder(program);
    }

    @Tag("thorough")
    @Test
    void aNodeEndsInOrderWhileTasksRunOnIt() throws Exception {
        Process program = startNode();
        try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
            String group = output.readLine();
            String address = readUntil(output, "is ready").split(" ", -1)[1];
            try (Execution execution = open(address)) {
                CompletableFuture<List<Completion<String>>> run = begin(execution);
                await().atMost(PATIENCE)
                        .until(() -> IntStream.range(0, 3)
                                .allMatch(task -> Files.exists(directory.resolve("task-" + task))));
                Set<ProcessHandle> all = Set.copyOf(program.descendants().toList());
                assertThat(all).hasSize(3);

                interrupt(group);

                awaitEnd(program, all);
                assertThat(output.lines())
                        .satisfiesExactly(
                                line -> assertThat(line).endsWith("has joined"),
                                line -> assertThat(line).isEqualTo("ending"),
                                line -> assertThat(line).contains("has left: "));
                execution.cancel();
                assertThat(failures(run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)))
                        .hasSize(2)
                        .allSatisfy(message ->
                                assertThat(message).contains(" on " + address + ", which was lost with its node: "));
            }
        }
        assertEndedInOrder(program);
    }

    private static Execution open(String address) {
        Strategy strategy = new RemoteNodes();
        Map<String, String> options = Map.of("nodes", address, "workers", "1");
        return strategy.open(Parameters.of(strategy.name(), strategy.options(), options, Preset.QUICK));
    }

    /** One for each worker of the node, and one for that which is here. */
    private CompletableFuture<List<Completion<String>>> begin(Execution execution) {
        List<Task<String>> tasks = IntStream.range(0, 3)
                .<Task<String>>mapToObj(
                        task -> new Endless(directory.resolve("task-" + task).toString()))
                .toList();
        return CompletableFuture.supplyAsync(() -> {
            try {
                return execution.run(Job.of(tasks)).completions();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static List<String> failures(List<Completion<String>> completions) {
        return completions.stream()
                .flatMap(completion ->
                        completion instanceof Completion.Failed<String> failed ? Stream.of(failed) : Stream.empty())
                .map(failed -> failed.failure().message())
                .toList();
    }
}
