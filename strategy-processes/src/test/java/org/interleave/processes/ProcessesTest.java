package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.workloads.Countdown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessesTest {

    private final Strategy strategy = new Processes();

    private Execution open(long workers) {
        return strategy.open(Parameters.defaults(strategy.options()).with(Processes.WORKERS, workers));
    }

    private static <R extends Serializable> CompletableFuture<Outcome<R>> start(
            Execution execution, List<Task<R>> tasks) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return execution.run(Job.of(tasks));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void isFound() {
        assertThat(Catalog.load(getClass().getClassLoader()).strategies(Processes.class))
                .containsKey("processes");
        assertThat(strategy.availability(Parameters.defaults(strategy.options()))
                        .isAvailable())
                .isTrue();
    }

    @Test
    void refusesNoWorkers() {
        assertThatThrownBy(() -> Processes.WORKERS.parse("0", "processes")).hasMessageContaining("from 1 to 256");
    }

    @Test
    void countsDownRight() throws InterruptedException {
        Countdown countdown = new Countdown();
        Parameters parameters = Parameters.of(
                countdown.name(), countdown.parameters(), Map.of("count", "100k", "tasks", "7"), Preset.QUICK);
        try (Execution execution = open(2)) {
            for (int i = 0; i < 3; i++) {
                try (Round<Long> round = countdown.prepare(parameters)) {
                    Outcome<Long> outcome = execution.run(round.job());
                    round.verify(outcome);
                    assertThat(outcome.completions())
                            .extracting(Completion::task)
                            .containsExactly(0, 1, 2, 3, 4, 5, 6);
                }
            }
        }
    }

    @Test
    void tasksRunInChildrenThatTheirCompletionsName() throws InterruptedException {
        try (Execution execution = open(2)) {
            List<Long> children =
                    ProcessHandle.current().children().map(ProcessHandle::pid).toList();
            Outcome<Long> outcome = execution.run(Job.of(List.of(Tasks.pid(), Tasks.pid(), Tasks.pid())));
            assertThat(outcome.results()).allMatch(children::contains);
            for (Completion<Long> completion : outcome.completions()) {
                long pid = outcome.results().get(completion.task());
                assertThat(completion.worker()).matches("worker-[12] pid " + pid);
            }
        }
    }

    @Test
    void measuresWhatStartingAndShippingCost() throws InterruptedException {
        try (Execution execution = open(1)) {
            Outcome<String> outcome = execution.run(Job.of(List.of(Tasks.answer("x".repeat(1000)))));
            assertThat(outcome.metrics())
                    .containsOnlyKeys(
                            "worker_start",
                            "hand_over",
                            "serialisation",
                            "transfer",
                            "ship",
                            "compute",
                            "shipped_bytes");
            assertThat(outcome.metrics().values()).extracting(Metric::value).allMatch(value -> value > 0);
            assertThat(outcome.metrics())
                    .hasEntrySatisfying(
                            "shipped_bytes", bytes -> assertThat(bytes.value()).isBetween(2000.0, 4000.0));
        }
    }

    @Test
    void aTaskThatThrowsFailsAlone() throws InterruptedException {
        Task<String> thrower = turn -> {
            throw new ArithmeticException("on purpose");
        };
        try (Execution execution = open(2)) {
            List<Completion<String>> completions = execution
                    .run(Job.of(List.of(Tasks.answer("before"), thrower, Tasks.answer("after"))))
                    .completions();
            assertThat(completions.get(0)).isInstanceOf(Completion.Succeeded.class);
            assertThat(completions.get(2)).isInstanceOf(Completion.Succeeded.class);
            Completion.Failed<String> failed = (Completion.Failed<String>) completions.get(1);
            assertThat(failed.failure().type()).isEqualTo("java.lang.ArithmeticException");
            assertThat(failed.failure().message()).isEqualTo("on purpose");
            assertThat(failed.failure().trace()).contains("ProcessesTest").contains("ShippedTask");
            assertThat(failed.worker()).matches("worker-[12] pid \\d+");
        }
    }

    @Test
    void theTasksOfTheParentStayAsTheyWere() throws InterruptedException {
        Tasks.Sender sender = new Tasks.Sender(1, 10);
        try (Execution execution = open(1)) {
            for (int i = 0; i < 2; i++) {
                List<Task<Long>> tasks = List.of(sender, new Tasks.Receiver(1, 10));
                assertThat(execution.run(Job.of(tasks)).results()).containsExactly(10L, 10L);
            }
        }
    }

    @Test
    void tasksThatWaitForEachOtherShareAWorker(@TempDir Path directory) throws InterruptedException {
        int size = 20;
        List<Tasks.BlockingOnce> tasks = IntStream.range(0, size)
                .mapToObj(index -> new Tasks.BlockingOnce(new Tasks.Meet(directory.toString(), index, size)))
                .toList();
        try (Execution execution = open(1)) {
            assertThat(execution.run(Job.of(tasks)).results()).hasSize(size);
        }
    }

    @Test
    void aDaemonThatComputesDoesNotKeepOthersFromStarting(@TempDir Path directory) throws InterruptedException {
        Task<String> daemon = new Tasks.Hog(directory.resolve("daemon").toString(), true);
        try (Execution execution = open(1)) {
            assertThat(execution
                            .run(Job.of(List.of(daemon, Tasks.answer("one"), Tasks.answer("two"))))
                            .results())
                    .containsExactly("stopped", "one", "two");
        }
    }

    @Test
    void aDaemonThatWaitsIsStopped() throws InterruptedException {
        record Waiter() implements Task<String> {
            @Override
            public Step<String> advance(Turn turn) {
                return turn.stopping() ? Step.done("stopped") : Step.receive(new Port.Inbox(0));
            }

            @Override
            public boolean daemon() {
                return true;
            }
        }
        try (Execution execution = open(2)) {
            assertThat(execution
                            .run(Job.of(List.of(new Waiter(), Tasks.answer("one"))))
                            .results())
                    .containsExactly("stopped", "one");
        }
    }

    @Test
    void cancellingEndsThoseThatRunAndThoseThatDidNotBegin(@TempDir Path directory) throws Exception {
        Path hogging = directory.resolve("hogging");
        Path waiting = directory.resolve("waiting");
        List<Task<String>> tasks = List.of(
                new Tasks.BlockingOnce(new Tasks.WaitForFile(waiting.toString(), "never there")),
                new Tasks.Hog(hogging.toString(), false),
                new Tasks.Hog(hogging + "too", false),
                Tasks.answer("never asked"));
        try (Execution execution = open(2)) {
            CompletableFuture<Outcome<String>> run = start(execution, tasks);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() ->
                            Files.exists(waiting) && Files.exists(hogging) && Files.exists(Path.of(hogging + "too")));
            execution.cancel();
            List<Completion<String>> completions = run.get(1, TimeUnit.MINUTES).completions();
            assertThat(completions).hasSize(4).allMatch(completion -> completion instanceof Completion.Cancelled);
            assertThat(completions.getLast().worker()).isEmpty();
            assertThat(execution.run(Job.of(List.of(Tasks.answer("again")))).results())
                    .containsExactly("again");
        }
    }

    @Test
    void anInterruptOfTheCallerCancelsTheRun(@TempDir Path directory) throws Exception {
        Path begun = directory.resolve("begun");
        try (Execution execution = open(1)) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    execution.run(Job.of(List.of(new Tasks.Hog(begun.toString(), false))));
                    interrupted.complete(false);
                } catch (InterruptedException e) {
                    interrupted.complete(true);
                }
            });
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> begun.toFile().exists());
            caller.interrupt();
            assertThat(interrupted.get(1, TimeUnit.MINUTES)).isTrue();
            assertThat(execution.run(Job.of(List.of(Tasks.answer("again")))).results())
                    .containsExactly("again");
        }
    }

    @Test
    void tasksOpenDatagramSockets() throws Exception {
        try (DatagramChannel peer = DatagramChannel.open()) {
            peer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Task<Long> asks = new Tasks.Asks((InetSocketAddress) peer.getLocalAddress());
            try (Execution execution = open(2)) {
                CompletableFuture<Outcome<Long>> run = start(execution, List.of(asks));
                ByteBuffer datagram = ByteBuffer.allocate(100);
                SocketAddress asker = peer.receive(datagram);
                assertThat(datagram.flip().getLong()).isEqualTo(42);
                peer.send(datagram.clear().putLong(43).flip(), asker);
                assertThat(run.get(1, TimeUnit.MINUTES).results()).containsExactly(43L);
            }
        }
    }

    @Test
    void whatWorkersPrintIsRelayedWithTheirName() throws InterruptedException {
        PrintStream stderr = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            Task<Long> printer = turn -> {
                for (int i = 0; i < 20_000; i++) {
                    System.out.println("straße " + i);
                }
                System.out.print("y".repeat(100_000));
                System.err.println("to stderr");
                return Step.done(ProcessHandle.current().pid());
            };
            long pid;
            try (Execution execution = open(1)) {
                pid = execution.run(Job.of(List.of(printer))).results().getFirst();
            }
            assertThat(captured.toString(StandardCharsets.UTF_8))
                    .contains("[worker-1 pid " + pid + "] straße 0\n")
                    .contains("[worker-1 pid " + pid + "] straße 19999\n")
                    .contains("[worker-1 pid " + pid + "] " + "y".repeat(8000))
                    .contains("[worker-1 pid " + pid + "] to stderr\n");
        } finally {
            System.setErr(stderr);
        }
    }
}
