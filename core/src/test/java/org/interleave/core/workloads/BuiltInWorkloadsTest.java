package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;
import org.interleave.core.catalog.Catalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every built-in workload. */
class BuiltInWorkloadsTest {

    private static final Map<String, Map<String, String>> SMALL = Map.ofEntries(
            Map.entry("blocking-turn", Map.of("length", "6ms", "every", "2ms")),
            Map.entry("busy-pair", Map.of("ticks", "1M")),
            Map.entry("casualties", Map.of("others", "8", "work", "100")),
            Map.entry("countdown", Map.of("count", "1001", "tasks", "3")),
            Map.entry("datagrams", Map.of("duration", "300ms", "background", "2")),
            Map.entry(
                    "device-control", Map.of("clients", "2", "duration", "50ms", "how", "polls", "poll-every", "5ms")),
            Map.entry("dot", Map.of("elements", "1001", "tasks", "3")),
            Map.entry("echo", Map.of("duration", "100ms", "rate", "100", "background", "2")),
            Map.entry("signal-handler", Map.of("background", "2", "compute", "10s", "after", "1ms")),
            Map.entry("hash", Map.of("bytes", "1001", "tasks", "3")),
            Map.entry("kernel", Map.of("arguments", "1,reals:3,bytes:3")),
            Map.entry("items", Map.of("items", "7", "work", "1000")),
            Map.entry("messages", Map.of("count", "3000")),
            Map.entry(
                    "mix",
                    Map.ofEntries(
                            Map.entry("share", "compute:1,wait:1,blocking:1,message:1,cell:1,native:1"),
                            Map.entry("in-flight", "3"),
                            Map.entry("requests", "30"),
                            Map.entry("compute", "20us"),
                            Map.entry("native", "20us"),
                            Map.entry("wait", "1ms"),
                            Map.entry("blocking", "1ms"),
                            Map.entry("memory", "not-measured"))),
            Map.entry("pipeline", Map.of("stages", "3", "items", "100", "window", "2")),
            Map.entry("primes", Map.of("limit", "3000", "tasks", "3")),
            Map.entry("retain-release", Map.of("tasks", "3", "objects", "5", "operations", "1000")),
            Map.entry("shared-counter", Map.of("additions", "1000", "work", "2")),
            Map.entry("session-totals", Map.of("users", "20", "sessions", "7", "chunks", "3")),
            Map.entry("repeating-timer", Map.of("every", "2ms", "periods", "3", "collections", "1")),
            Map.entry("waits", Map.of("wait", "1ms", "tasks", "3", "repeats", "2", "hogs", "2", "hog-ticks", "1000")));

    /** What those have that answer a load generator, which serves one job. */
    private static final Set<Feature> LOADS = Set.of(Feature.DATAGRAMS, Feature.CONNECTIONS);

    private static Stream<Workload<?>> workloads() {
        return Catalog.load(BuiltInWorkloadsTest.class.getClassLoader()).workloads().stream();
    }

    /** Those whose tasks run in Java, and leave the process alone that they run in. */
    private static Stream<Workload<?>> harmless() {
        return workloads().filter(workload -> Feature.IN_PROCESS.containsAll(workload.needs()));
    }

    private static Parameters small(Workload<?> workload) {
        return TestRun.parameters(workload, Objects.requireNonNull(SMALL.get(workload.name())));
    }

    @Test
    void allAreFound() {
        assertThat(workloads().map(Workload::name)).containsExactlyInAnyOrderElementsOf(SMALL.keySet());
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void namesAndParametersAreWellFormed(Workload<?> workload) {
        assertThat(workload.name()).matches("[a-z]+(-[a-z]+)*");
        assertThat(workload.description()).isNotBlank().doesNotContain("\n");
        assertThat(workload.parameters()).extracting(Parameter::name).doesNotHaveDuplicates();
        for (Preset preset : Preset.values()) {
            Parameters defaults = Parameters.of(workload.name(), workload.parameters(), Map.of(), preset);
            Parameters again = Parameters.of(workload.name(), workload.parameters(), defaults.asText(), preset);
            assertThat(again.asText()).isEqualTo(defaults.asText());
            Map<String, String> warmUp = workload.warmUp(defaults).asText();
            assertThat(Parameters.of(workload.name(), workload.parameters(), warmUp, preset)
                            .asText())
                    .isEqualTo(warmUp);
        }
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void resultsAreRightWithAnyBudget(Workload<?> workload) throws Exception {
        for (int budget : new int[] {1, 7, 1_000_000}) {
            runAndVerify(workload, budget);
        }
    }

    private static <R extends Serializable> void runAndVerify(Workload<R> workload, int budget) throws Exception {
        try (Round<R> round = workload.prepare(small(workload))) {
            Outcome<R> outcome = TestRun.onThreads(round, budget);
            assertThat(round.verify(outcome)).allSatisfy((name, metric) -> {
                assertThat(name).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*(\\.[0-9]+)?");
                assertThat(metric.value()).isFinite().isNotNegative();
            });
        }
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void tasksRunAfterBeingShipped(Workload<?> workload) throws Exception {
        shipRunAndVerify(workload);
    }

    private static <R extends Serializable> void shipRunAndVerify(Workload<R> workload) throws Exception {
        try (Round<R> round = workload.prepare(small(workload));
                Execution execution = new Shipping(TestRun.threads(50))) {
            round.verify(round.runOn(execution));
        }
    }

    /** Ships the tasks before they run, and what they result in afterwards. */
    private record Shipping(Execution execution) implements Execution {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            List<Task<R>> tasks = new ArrayList<>();
            for (Task<R> task : job.tasks()) {
                tasks.add(TestRun.shipped(task));
            }
            Outcome<R> outcome = execution.run(new Job<>(tasks, job.cells()));
            for (Completion<R> completion : outcome.completions()) {
                if (completion instanceof Completion.Succeeded<R> succeeded) {
                    outcome = TestRun.withResult(outcome, completion.task(), TestRun.shipped(succeeded.result()));
                }
            }
            return outcome;
        }

        @Override
        public void stop() {
            execution.stop();
        }

        @Override
        public void cancel() {
            execution.cancel();
        }

        @Override
        public void close() {
            execution.close();
        }
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void aFailedTaskIsRefused(Workload<?> workload) throws Exception {
        failAndVerify(workload);
    }

    private static <R extends Serializable> void failAndVerify(Workload<R> workload) throws Exception {
        try (Round<R> round = workload.prepare(small(workload))) {
            Outcome<R> outcome = TestRun.onThreads(round, 1000);
            assertThatThrownBy(() -> round.verify(TestRun.withFailure(outcome, 1)))
                    .isInstanceOf(WrongResultException.class)
                    .hasMessageContaining("task 1 failed")
                    .hasMessageContaining("on purpose");
        }
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void aSecondJobOfARoundStartsAfresh(Workload<?> workload) throws Exception {
        if (Collections.disjoint(workload.needs(), LOADS)) {
            runTwice(workload);
        }
    }

    private static <R extends Serializable> void runTwice(Workload<R> workload) throws Exception {
        try (Round<R> round = workload.prepare(small(workload))) {
            TestRun.onThreads(round, 1000);
            round.verify(TestRun.onThreads(round, 1000));
        }
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void thereIsATwinWhereThereIsSaidToBeOne(Workload<?> workload) {
        try (Round<?> round = workload.prepare(small(workload))) {
            if (workload.hasKernels() || workload.hasInstanceKernels()) {
                assertThat(round.job().tasks()).anyMatch(task -> task.kernel().isPresent());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void tasksOfOneKindHaveOneRole(Workload<?> workload) {
        try (Round<?> round = workload.prepare(small(workload))) {
            Map<Class<?>, String> roles = new HashMap<>();
            List<? extends Task<?>> tasks = round.job().tasks();
            for (int task = 0; task < tasks.size(); task++) {
                String role = round.role(task).orElseThrow();
                assertThat(role).matches("[a-z]+(-[a-z]+)*");
                assertThat(roles.merge(tasks.get(task).getClass(), role, (first, other) -> first))
                        .isEqualTo(role);
            }
            assertThat(roles.values()).doesNotHaveDuplicates();
        }
    }
}
