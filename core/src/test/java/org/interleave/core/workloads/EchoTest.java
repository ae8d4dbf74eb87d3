package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;
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

    private Round<Activity> round() {
        return round(echo);
    }

    private static Round<Activity> round(Echo echo) {
        Map<String, String> given = Map.of("rate", "100", "duration", "100ms", "background", "1");
        return echo.prepare(TestRun.parameters(echo, given));
    }

    @Test
    void requestsAreAnsweredAndTimed() throws Exception {
        try (Round<Activity> round = round()) {
            Outcome<Activity> outcome = TestRun.onThreads(round.job(), 1000);
            Map<String, Metric> metrics = round.verify(outcome);
            assertThat(outcome.results().getFirst().count()).isEqualTo(REQUESTS);
            assertThat(metrics)
                    .containsEntry("requests", Metric.count(REQUESTS))
                    .containsEntry("replies", Metric.count(REQUESTS))
                    .containsEntry("lost", Metric.count(0))
                    .containsOnlyKeys("requests", "replies", "lost", "requests_meanwhile", "answered_meanwhile");
            assertThat(TestRun.value(metrics, "answered_meanwhile"))
                    .as("all those that were due while the other, which was stopped in the end, computed")
                    .isEqualTo(TestRun.value(metrics, "requests_meanwhile"));
            Map<String, Histogram> latencies = round.latencies(outcome);
            assertThat(latencies).containsOnlyKeys("latency", "lateness");
            assertThat(latencies.values())
                    .allSatisfy(
                            histogram -> assertThat(histogram.getTotalCount()).isEqualTo(REQUESTS));
            assertThat(echo.metrics().orElseThrow())
                    .containsAll(metrics.keySet())
                    .contains("latency_p50", "latency_p999", "latency_max", "latency_count", "lateness_p90");
        }
    }

    /** Also if it is too short for one request more, so that a round is in proportion to it. */
    @Test
    void aRoundLastsAsLongAsItsDuration() throws Exception {
        Map<String, String> given = Map.of("rate", "1", "duration", "1200ms", "background", "0");
        try (Round<Activity> round = echo.prepare(TestRun.parameters(echo, given))) {
            long begun = System.nanoTime();
            Outcome<Activity> outcome = TestRun.onThreads(round.job(), 1000);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(1200));
            assertThat(round.verify(outcome)).containsEntry("requests", Metric.count(1));
        }
    }

    @Test
    void aWrongCountIsRefused() throws Exception {
        refused(0, server -> new Activity(REQUESTS - 1, 0, 0, 0), "counted 9 replies");
        refused(0, server -> new Activity(REQUESTS + 1, 0, 0, 0), "counted 11 replies");
        refused(1, spin -> new Activity(-1, spin.state(), 0, 0), "task 1");
        refused(1, spin -> new Activity(LIMIT + 1, spin.state(), 0, 0), "task 1");
        refused(1, spin -> new Activity(spin.count() - 1, spin.state(), 0, 0), "task 1 of echo did not run");
    }

    @Test
    void tasksThatDoNotComputeAreRefused() throws Exception {
        refused(1, spin -> new Activity(0, spin.state(), 0, 0), "task 1 of echo did not run");
        refused(1, spin -> new Activity(0, Activity.UNTOLD, spin.begun(), spin.ended()), "none of the tasks of echo");
    }

    /** Of threads of their own a busy machine may start one late; a worker for all had the choice. */
    @Test
    void tasksThatOneWorkerRunsAfterTheServerAreRefused() throws Exception {
        try (Round<Activity> round = round()) {
            Outcome<Activity> outcome = TestRun.onThreads(round.job(), 1000);
            Activity spin = outcome.results().get(1);
            Outcome<Activity> late = TestRun.withResult(
                    outcome,
                    1,
                    new Activity(spin.count(), spin.state(), spin.ended() + 1, 2 * spin.ended() - spin.begun()));
            assertThat(round.verify(late)).containsEntry("requests_meanwhile", Metric.count(0));
            Outcome<Activity> oneWorker =
                    TestRun.withResult(late, 0, late.results().get(0));
            assertThatThrownBy(() -> round.verify(oneWorker))
                    .isInstanceOf(WrongResultException.class)
                    .hasMessageContaining("were run after the server");
        }
    }

    /** As under a strategy that cannot preempt: the server replies when the load is over, the other computes till then. */
    @Test
    void aServerThatIsHeldUpAnswersNothingMeanwhile() throws Exception {
        try (Round<Activity> round = round()) {
            List<Task<Activity>> tasks = new ArrayList<>(round.job().tasks());
            Task<Activity> server = tasks.getFirst();
            AtomicLong released = new AtomicLong();
            tasks.set(0, turn -> {
                Step<Activity> step = server.advance(turn);
                if (isReply(step) && released.get() == 0) {
                    Thread.sleep(Duration.ofMillis(150));
                    released.set(System.nanoTime());
                }
                return step;
            });
            Outcome<Activity> outcome = TestRun.onThreads(Job.of(tasks), 1000);
            Activity first = outcome.results().get(0);
            Outcome<Activity> heldUp =
                    TestRun.withResult(outcome, 1, new Activity(LIMIT, Activity.UNTOLD, first.begun(), released.get()));
            assertThat(round.verify(heldUp))
                    .containsEntry("replies", Metric.count(REQUESTS))
                    .containsEntry("requests_meanwhile", Metric.count(REQUESTS))
                    .containsEntry("answered_meanwhile", Metric.count(0));
            assertThat(Objects.requireNonNull(round.latencies(heldUp).get("latency"))
                            .getMinValue())
                    .isGreaterThan(50_000_000);
        }
    }

    private static boolean isReply(Step<Activity> step) {
        return step instanceof Step.Send<Activity> send && send.message().size() == REQUEST_BYTES;
    }

    private void refused(int task, UnaryOperator<Activity> wrong, String message) throws Exception {
        try (Round<Activity> round = round()) {
            Outcome<Activity> outcome = TestRun.onThreads(round.job(), 1000);
            Activity result = wrong.apply(outcome.results().get(task));
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
        try (Round<Activity> round = round(new Echo(Duration.ofMillis(200)))) {
            refused(round, reply -> Step.done(new Activity(1, 0, 0, 0)), "ended before it was told to");
        }
    }

    /** Puts another step in place of each reply to a request. */
    private void refused(Function<Step.Send<Activity>, Step<Activity>> instead, String message) throws Exception {
        try (Round<Activity> round = round()) {
            refused(round, instead, message);
        }
    }

    private static void refused(
            Round<Activity> round, Function<Step.Send<Activity>, Step<Activity>> instead, String message)
            throws Exception {
        List<Task<Activity>> tasks = new ArrayList<>(round.job().tasks());
        Task<Activity> server = tasks.getFirst();
        tasks.set(0, turn -> {
            Step<Activity> step = server.advance(turn);
            return isReply(step) ? instead.apply((Step.Send<Activity>) step) : step;
        });
        Outcome<Activity> outcome = TestRun.onThreads(Job.of(tasks), 1000);
        assertThatThrownBy(() -> round.verify(outcome))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aServerThatFailsBeforeItsHelloLeavesNothingBehind() throws Exception {
        try (Round<Activity> round = round()) {
            List<Task<Activity>> tasks = new ArrayList<>(round.job().tasks());
            tasks.set(0, turn -> {
                throw new IllegalStateException("no server today");
            });
            Outcome<Activity> outcome = TestRun.onThreads(Job.of(tasks), 1000);
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
        try (Round<Activity> round = round()) {
            List<? extends Task<Activity>> tasks = round.job().tasks();
            assertThat(tasks.get(0).daemon()).isFalse();
            assertThat(tasks.get(0).kernel()).isEmpty();
            assertThat(tasks.get(1).daemon()).isTrue();
            Kernel<Activity> twin = tasks.get(1).kernel().orElseThrow();
            assertThat(twin.name()).isEqualTo("spin");
            assertThat(twin.awaitsMessage()).isTrue();
            assertThat(twin.words()).containsExactly(0L, Tick.seed(1), LIMIT);
            assertThat(twin.result().apply(Kernel.Results.ofWords(7, 8, LIMIT)))
                    .satisfies(told -> assertThat(told.count()).isEqualTo(7))
                    .satisfies(told -> assertThat(told.state()).isEqualTo(8));
        }
    }

    private static TaskRun<Activity> spin(Run<Activity> run) throws Exception {
        TaskRun<Activity> spin = run.tasks().getFirst();
        assertThat(spin.resume(1)).isEqualTo(Step.receive(INBOX));
        return spin;
    }

    private static Run<Activity> besideAnother() {
        Task<Activity> foreground = turn -> Step.done(new Activity(0, 0, 0, 0));
        return new Run<>(Job.of(List.of(new SpinTask(INBOX, 1, 1000), foreground)), Cells.UNPROTECTED);
    }

    private static void endForeground(Run<Activity> run) {
        run.tasks().get(1).succeed("test", new Activity(0, 0, 0, 0));
    }

    private static long count(Step<Activity> step) {
        assertThat(step).isInstanceOf(Step.Done.class);
        Activity activity = ((Step.Done<Activity>) step).result();
        assertThat(activity.state()).isEqualTo(Tick.jump(1, activity.count()));
        return activity.count();
    }

    @Test
    void theBackgroundEndsByItselfWhereNothingStopsIt() throws Exception {
        TaskRun<Activity> spin = spin(besideAnother());
        spin.deliver(Message.EMPTY);
        assertThat(spin.resume(999)).isEqualTo(Step.ready());
        assertThat(count(spin.resume(999))).isEqualTo(1000);
    }

    @Test
    void theBackgroundStopsWhenItShould() throws Exception {
        Run<Activity> run = besideAnother();
        TaskRun<Activity> spin = spin(run);
        spin.deliver(Message.EMPTY);
        assertThat(spin.resume(10)).isEqualTo(Step.ready());
        endForeground(run);
        assertThat(count(spin.resume(10))).isEqualTo(10);
    }

    @Test
    void theBackgroundComputesIfItGotTheWordAndNotIfItWasStoppedBefore() throws Exception {
        Run<Activity> told = besideAnother();
        TaskRun<Activity> spin = spin(told);
        endForeground(told);
        spin.deliver(Message.EMPTY);
        assertThat(spin.resume(10)).isEqualTo(Step.ready());
        assertThat(count(spin.resume(10))).isEqualTo(10);
        Run<Activity> untold = besideAnother();
        TaskRun<Activity> idle = spin(untold);
        endForeground(untold);
        assertThat(count(idle.resume(10))).isZero();
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
