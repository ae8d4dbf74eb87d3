package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.WrongResultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import sun.misc.Signal;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class InterruptTest {

    private static final long LIMIT = 60_000_000_000L / 20;

    private final Interrupt interrupt = new Interrupt();

    @RegisterExtension
    final OwnSigint own = new OwnSigint();

    private Round<Activity> round() {
        Map<String, String> given = Map.of("background", "2", "compute", "1min", "after", "5ms");
        return interrupt.prepare(TestRun.parameters(interrupt, given));
    }

    @Test
    void theSignalEndsTheRun() throws Exception {
        try (Round<Activity> round = round()) {
            Outcome<Activity> outcome = TestRun.onThreads(round, 1000);
            assertThat(outcome.completions().getFirst()).isInstanceOf(Completion.Cancelled.class);
            Map<String, Metric> metrics = round.verify(outcome);
            assertThat(metrics).containsOnlyKeys("signal_delay", "handler_delay", "end_delay");
            assertThat(TestRun.value(metrics, "signal_delay")).isPositive();
            assertThat(TestRun.value(metrics, "handler_delay")).isGreaterThan(TestRun.value(metrics, "signal_delay"));
            assertThat(TestRun.value(metrics, "end_delay")).isGreaterThan(TestRun.value(metrics, "handler_delay"));
        }
    }

    @Test
    void theHandlerThatWasThereIsBackAfterwards() throws Exception {
        try (Round<Activity> round = round()) {
            TestRun.onThreads(round, 1000);
        }
        assertThat(own.caught().getCount())
                .as("the round's signal reaches only the round")
                .isEqualTo(1);
        Signal.raise(OwnSigint.SIGINT);
        assertThat(own.caught().await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** A JVM that ignores a signal once can never again do otherwise, so it takes another one. */
    @Test
    void whereTheSignalIsIgnoredNothingIsMeasured() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "trap '' INT; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ignoring.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).contains("IllegalStateException", "SIGINT ignored");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    /** Runs a round in a process of its own. */
    static final class Ignoring {

        private Ignoring() {}

        /** Runs it. */
        public static void main(String[] args) throws InterruptedException {
            Interrupt interrupt = new Interrupt();
            try (Round<Activity> round = interrupt.prepare(Parameters.defaults(interrupt.parameters()))) {
                TestRun.onThreads(round, 1000);
            }
        }
    }

    @Test
    void resultsThatCannotBeAreRefused() throws Exception {
        try (Round<Activity> round = round()) {
            Outcome<Activity> outcome = TestRun.onThreads(round, 1000);
            refused(round, with(outcome, 0, 1), "the first task of signal-handler ended by itself");
            refused(round, with(outcome, 1, -1), "task 1 of signal-handler");
            refused(round, with(outcome, 2, LIMIT + 1), "task 2 of signal-handler");
            round.verify(with(outcome, 2, LIMIT));
        }
    }

    private static Outcome<Activity> with(Outcome<Activity> outcome, int task, long count) {
        return TestRun.withResult(outcome, task, new Activity(count, Activity.UNTOLD, 0, 60_000_000_000L));
    }

    private static void refused(Round<Activity> round, Outcome<Activity> outcome, String message) {
        assertThatThrownBy(() -> round.verify(outcome))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFirstTaskThatFailsEndsTheInterrupterToo() throws Exception {
        Task<Activity> failing = turn -> {
            throw new IllegalStateException("no handler today");
        };
        try (Round<Activity> round = round();
                Execution threads = TestRun.threads(1000)) {
            Outcome<Activity> outcome = round.runOn(instead(Job.of(List.of(failing)), threads));
            refused(round, outcome, "task 0 failed: java.lang.IllegalStateException: no handler today");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain(Interrupter.THREAD_NAME);
    }

    /** Runs this job, whatever it is asked to run. */
    private static Execution instead(Job<Activity> job, Execution execution) {
        return new Execution() {
            @Override
            @SuppressWarnings("unchecked")
            public <R extends Serializable> Outcome<R> run(Job<R> ignored) throws InterruptedException {
                return execution.run((Job<R>) job);
            }

            @Override
            public void stop() {}

            @Override
            public void cancel() {
                execution.cancel();
            }

            @Override
            public void close() {
                execution.close();
            }
        };
    }

    @Test
    void warmingUpIsShort() {
        Parameters warm = interrupt.warmUp(TestRun.parameters(interrupt, Map.of("compute", "5s")));
        assertThat(warm.get(Interrupt.COMPUTE)).isEqualTo(Duration.ofMillis(100));
        Parameters kept = interrupt.warmUp(TestRun.parameters(interrupt, Map.of("compute", "50ms")));
        assertThat(kept.get(Interrupt.COMPUTE)).isEqualTo(Duration.ofMillis(50));
    }
}
