package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.WrongResultException;
import org.interleave.core.workloads.Timers.Collected;
import org.interleave.core.workloads.Timers.Collection;
import org.interleave.core.workloads.Timers.Ended;
import org.interleave.core.workloads.Timers.Fired;
import org.interleave.core.workloads.Timers.Firing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import sun.misc.Signal;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TimersTest {

    private static final long MILLISECOND = 1_000_000;

    private final Timers timers = new Timers();

    @RegisterExtension
    final OwnSigint own = new OwnSigint();

    private Round<Ended> round(String... given) {
        Map<String, String> parameters = new HashMap<>(Map.of("every", "10ms"));
        for (int i = 0; i < given.length; i += 2) {
            parameters.put(given[i], given[i + 1]);
        }
        return timers.prepare(TestRun.parameters(timers, parameters));
    }

    /** What a task that was told of these expirations at these milliseconds after it first asked would tell. */
    private static Fired fired(boolean stopped, long... millisAndExpirations) {
        List<Firing> firings = new ArrayList<>();
        long asked = 0;
        for (int i = 0; i < millisAndExpirations.length; i += 2) {
            long told = millisAndExpirations[i] * MILLISECOND;
            firings.add(new Firing(asked, told, millisAndExpirations[i + 1]));
            asked = told;
        }
        return new Fired(firings, stopped, 0);
    }

    private static Outcome<Ended> of(Ended... results) {
        List<Completion<Ended>> completions = new ArrayList<>();
        for (Ended result : results) {
            completions.add(new Completion.Succeeded<>(completions.size(), "nobody", result));
        }
        return new Outcome<>(completions, List.of(), true, Map.of());
    }

    @Test
    void tenPeriodsAreElevenFirings() throws Exception {
        try (Round<Ended> round = round()) {
            Outcome<Ended> outcome = TestRun.onThreads(round, 100);
            Map<String, Metric> metrics = round.verify(outcome);
            assertThat(metrics).containsEntry("firings", Metric.count(11)).doesNotContainKey("stop_delay");
            assertThat(metrics.keySet())
                    .allSatisfy(
                            name -> assertThat(timers.metrics().orElseThrow()).contains(Metric.declaredName(name)));
            Histogram drift = Objects.requireNonNull(round.latencies(outcome).get("drift"));
            assertThat(drift.getTotalCount() + (long) TestRun.value(metrics, "missed"))
                    .isGreaterThanOrEqualTo(11);
        }
    }

    @Test
    void whoIsLateKnowsWhatItMissed() {
        Fired late = fired(false, 1, 1, 45, 4, 50, 1, 101, 5);
        Map<String, Metric> metrics = round().verify(of(late));
        assertThat(metrics)
                .containsEntry("firings", Metric.count(11))
                .containsEntry("missed", Metric.count(7))
                .containsEntry("drift.0", new Metric(0.001, "s"))
                .containsEntry("drift.4", new Metric(0.005, "s"))
                .containsEntry("drift.5", new Metric(0, "s"))
                .containsEntry("drift.10", new Metric(0.001, "s"))
                .containsEntry("last_drift_periods", Metric.ratio(0.1))
                .doesNotContainKeys("drift.1", "drift.2", "drift.3", "drift.9");
    }

    @Test
    void whatIsDueAfterThePeriodsDoesNotCount() {
        Fired late = fired(false, 1, 1, 135, 13);
        assertThat(round().verify(of(late))).containsEntry("firings", Metric.count(11));
    }

    @Test
    void aTimerThatIsNotOneIsRefused() {
        Round<Ended> round = round("periods", "3");
        round.verify(of(fired(false, 0, 1, 10, 1, 20, 1, 30, 1)));
        refused(round, of(fired(false, 0, 1, 9, 1, 20, 1, 30, 1)), "before they were due");
        refused(round, of(fired(false, 0, 1, 10, 2, 20, 1)), "before they were due");
        refused(round, of(fired(false, 0, 1, 10, 0, 20, 1, 30, 1)), "before they were due");
        refused(round, of(fired(false, 0, 1, 10, 1, 20, 1)), "fired 3 times in 3 periods, should have fired 4 times");
        refused(round, of(fired(false, 0, 1, 10, 1, 45, 1, 51, 1)), "told of 4 expirations in all, 5 were due");
        refused(round, of(fired(true, 0, 1, 10, 1, 20, 1, 30, 1)), "should have fired 4 times");
        refused(round, of(fired(false)), "should have fired");
    }

    private static void refused(Round<Ended> round, Outcome<Ended> outcome, String message) {
        assertThatThrownBy(() -> round.verify(outcome))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aSignalStopsItAndWhatHasFiredIsKept() throws Exception {
        try (Round<Ended> round = round("every", "50ms", "periods", "1k", "interrupt-after", "2")) {
            Outcome<Ended> outcome = TestRun.onThreads(round, 100);
            Map<String, Metric> metrics = round.verify(outcome);
            assertThat(TestRun.value(metrics, "firings")).isBetween(2.0, 900.0);
            assertThat(TestRun.value(metrics, "stop_delay")).isPositive();
        }
        assertThat(own.caught().getCount())
                .as("the round's signal reaches only the round")
                .isEqualTo(1);
        Signal.raise(OwnSigint.SIGINT);
        assertThat(own.caught().await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain(SignalStop.THREAD_NAME);
    }

    @Test
    void aStrategyThatDoesNotStopIsRefused() throws Exception {
        try (Round<Ended> round = round("every", "5ms", "interrupt-after", "2");
                Execution threads = TestRun.threads(100)) {
            Outcome<Ended> outcome = round.runOn(deafToStop(threads));
            refused(round, outcome, "should have been stopped after 2");
        }
    }

    private static Execution deafToStop(Execution execution) {
        return new Execution() {
            @Override
            public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
                return execution.run(job);
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
    void aRunThatEndsBeforeTheSignalIsRefused() {
        try (Round<Ended> round = round("interrupt-after", "2")) {
            refused(round, of(fired(false, 0, 1)), "should have been stopped after 2");
            refused(round, of(fired(true, 0, 1, 10, 1)), "ended before SIGINT was sent");
        }
    }

    @Test
    void theCollectorRunsWhileNobodyButTheStrategyHoldsTheTimer() throws Exception {
        try (Round<Ended> round = round("every", "20ms", "collections", "3")) {
            Map<String, Metric> metrics = round.verify(TestRun.onThreads(round, 100));
            assertThat(metrics).containsEntry("firings", Metric.count(11));
            assertThat(TestRun.value(metrics, "collections_meanwhile")).isBetween(1.0, 3.0);
        }
    }

    @Test
    void aCollectorThatDoesNotRunIsRefused() {
        Round<Ended> round = round("periods", "1", "collections", "1");
        Fired fired = fired(false, 0, 1, 10, 1);
        Ended asked = new Collected(List.of(new Collection(0, 5 * MILLISECOND, 1)), false);
        assertThat(round.verify(of(fired, asked))).containsEntry("collections_meanwhile", Metric.count(1));
        Ended before = new Collected(List.of(new Collection(-9 * MILLISECOND, -MILLISECOND, 1)), false);
        assertThat(round.verify(of(fired, before))).containsEntry("collections_meanwhile", Metric.count(0));
        Ended disabled = new Collected(List.of(new Collection(0, 5 * MILLISECOND, 0)), false);
        refused(round, of(fired, disabled), "did not run");
        Ended early = new Collected(List.of(new Collection(0, 4 * MILLISECOND, 1)), false);
        refused(round, of(fired, early), "slept for");
        refused(round, of(fired, new Collected(List.of(), false)), "should have had the collector run 1 times");
    }

    @Test
    void aSignalAfterTheEndIsRefused() {
        assertThatThrownBy(() -> round("periods", "3", "interrupt-after", "4"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("interrupt-after=4 is more than periods=3");
    }
}
