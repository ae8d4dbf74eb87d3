package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.Message;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.WrongResultException;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.TaskRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EchoTest {

    private static final Port.Inbox INBOX = new Port.Inbox(0);

    private static final int REQUESTS = 10;
    private static final int REQUEST_BYTES = 16;
    private static final long LIMIT = 2 * 100_000_000 / 20;

    private final Echo echo = new Echo();

    private Round<Long> round() {
        return round(echo);
    }

    private static Round<Long> round(Echo echo) {
        Map<String, String> given = Map.of("rate", "100", "duration", "100ms", "background", "1");
        return echo.prepare(TestRun.parameters(echo, given));
    }

    @Test
    void requestsAreAnsweredAndTimed() throws Exception {
        try (Round<Long> round = round()) {
            Outcome<Long> outcome = TestRun.onThreads(round.job(), 1000);
            Map<String, Metric> metrics = round.verify(outcome);
            assertThat(outcome.results().getFirst()).isEqualTo(REQUESTS);
            assertThat(metrics)
                    .containsEntry("requests", Metric.count(REQUESTS))
                    .containsEntry("replies", Metric.count(REQUESTS))
                    .containsEntry("lost", Metric.count(0))
                    .containsOnlyKeys(
                            "latency_p50", "latency_p90", "latency_p99", "latency_max", "requests", "replies", "lost");
            assertThat(metrics.values().stream().map(Metric::value)).allMatch(value -> value >= 0);
        }
    }

    @Test
    void aWrongCountIsRefused() throws Exception {
        refused(0, REQUESTS - 1, "counted 9 replies");
        refused(0, REQUESTS + 1, "counted 11 replies");
        refused(1, -1, "task 1");
        refused(1, LIMIT + 1, "task 1");
    }

    private void refused(int task, long result, String message) throws Exception {
        try (Round<Long> round = round()) {
            Outcome<Long> outcome = TestRun.onThreads(round.job(), 1000);
            assertThatThrownBy(() -> round.verify(TestRun.withResult(outcome, task, result)))
                    .isInstanceOf(WrongResultException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void aServerThatAnswersWrongIsRefused() throws Exception {
        refused(reply -> Step.send(reply.port(), Message.of(1)), "repeats no request");
        refused(reply -> Step.ready(), "answered none of 10");
    }

    @Test
    void aServerThatEndsEarlyIsRefused() throws Exception {
        try (Round<Long> round = round(new Echo(Duration.ofMillis(200)))) {
            refused(round, reply -> Step.done(1L), "ended before it was told to");
        }
    }

    /** Puts another step in place of each reply to a request. */
    private void refused(Function<Step.Send<Long>, Step<Long>> instead, String message) throws Exception {
        try (Round<Long> round = round()) {
            refused(round, instead, message);
        }
    }

    private static void refused(Round<Long> round, Function<Step.Send<Long>, Step<Long>> instead, String message)
            throws Exception {
        List<Task<Long>> tasks = new ArrayList<>(round.job().tasks());
        Task<Long> server = tasks.getFirst();
        tasks.set(0, turn -> {
            Step<Long> step = server.advance(turn);
            boolean reply =
                    step instanceof Step.Send<Long> send && send.message().size() == REQUEST_BYTES;
            return reply ? instead.apply((Step.Send<Long>) step) : step;
        });
        Outcome<Long> outcome = TestRun.onThreads(Job.of(tasks), 1000);
        assertThatThrownBy(() -> round.verify(outcome))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aServerThatFailsBeforeItsHelloLeavesNothingBehind() throws Exception {
        try (Round<Long> round = round()) {
            List<Task<Long>> tasks = new ArrayList<>(round.job().tasks());
            tasks.set(0, turn -> {
                throw new IllegalStateException("no server today");
            });
            Outcome<Long> outcome = TestRun.onThreads(Job.of(tasks), 1000);
            assertThatThrownBy(() -> round.verify(outcome))
                    .isInstanceOf(WrongResultException.class)
                    .hasMessageContaining("no server today");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith(LoadGenerator.THREAD_NAME));
    }

    @Test
    void theBackgroundIsADaemonWithATwin() {
        try (Round<Long> round = round()) {
            List<? extends Task<Long>> tasks = round.job().tasks();
            assertThat(tasks.get(0).daemon()).isFalse();
            assertThat(tasks.get(0).kernel()).isEmpty();
            assertThat(tasks.get(1).daemon()).isTrue();
            Kernel<Long> twin = tasks.get(1).kernel().orElseThrow();
            assertThat(twin.name()).isEqualTo("spin");
            assertThat(twin.state()).containsExactly(0L, Tick.seed(1), LIMIT);
            assertThat(twin.result().apply(7)).isEqualTo(7L);
        }
    }

    @Test
    void theBackgroundEndsByItselfWhereNothingStopsIt() throws Exception {
        Task<Long> foreground = turn -> Step.done(0L);
        Run<Long> run = new Run<>(Job.of(List.of(new SpinTask(INBOX, 1, 1000), foreground)), Cells.UNPROTECTED);
        TaskRun<Long> spin = run.tasks().getFirst();
        assertThat(spin.resume(999)).isEqualTo(Step.receive(INBOX));
        assertThat(spin.resume(999)).isEqualTo(Step.ready());
        assertThat(spin.resume(999)).isEqualTo(Step.done(1000L));
    }

    @Test
    void theBackgroundStopsWhenItShould() throws Exception {
        Task<Long> foreground = turn -> Step.done(0L);
        Run<Long> run = new Run<>(Job.of(List.of(new SpinTask(INBOX, 1, 1000), foreground)), Cells.UNPROTECTED);
        TaskRun<Long> spin = run.tasks().getFirst();
        assertThat(spin.resume(10)).isEqualTo(Step.receive(INBOX));
        assertThat(spin.resume(10)).isEqualTo(Step.ready());
        run.tasks().get(1).succeed("test", 0L);
        assertThat(spin.resume(10)).isEqualTo(Step.done(10L));
    }

    @Test
    void warmingUpIsShortButNotSparse() {
        Parameters warm = echo.warmUp(TestRun.parameters(echo, Map.of("rate", "7", "duration", "10s")));
        assertThat(warm.get(Echo.DURATION)).isEqualTo(Duration.ofMillis(600));
        assertThat(warm.get(Echo.RATE)).isEqualTo(10);
        Parameters half = echo.warmUp(TestRun.parameters(echo, Map.of("rate", "50", "duration", "400ms")));
        assertThat(half.get(Echo.DURATION)).isEqualTo(Duration.ofMillis(200));
        assertThat(half.get(Echo.RATE)).isEqualTo(50);
        Parameters kept = echo.warmUp(TestRun.parameters(echo, Map.of("rate", "1k", "duration", "100ms")));
        assertThat(kept.get(Echo.DURATION)).isEqualTo(Duration.ofMillis(100));
        assertThat(kept.get(Echo.RATE)).isEqualTo(1000);
    }
}
