package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.interleave.core.Kernel;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.WrongResultException;
import org.junit.jupiter.api.Test;

class BusyPairTest {

    private static final long TICKS = 4_000_000;

    private final BusyPair pair = new BusyPair();

    private Round<Activity> round() {
        return pair.prepare(TestRun.parameters(pair, Map.of("ticks", Long.toString(TICKS))));
    }

    @Test
    void eachTellsItsTicksAndItsRate() throws Exception {
        Round<Activity> round = round();
        Map<String, Metric> metrics = round.verify(TestRun.onThreads(round, 100));

        assertThat(TestRun.value(metrics, BusyPair.BUSY_TICKS)).isEqualTo(TICKS);
        assertThat(TestRun.value(metrics, BusyPair.BUSY_RATE)).isPositive();
        assertThat(TestRun.value(metrics, BusyPair.COUNTER_TICKS)).isPositive();
        assertThat(TestRun.value(metrics, BusyPair.COUNTER_RATE)).isPositive();
        assertThat(metrics.keySet()).isEqualTo(pair.metrics().orElseThrow());
    }

    @Test
    void aCounterThatGetsNothingIsAResult() throws Exception {
        Round<Activity> round = round();
        Outcome<Activity> outcome = TestRun.onThreads(round, 1000);
        Activity nothing = new Activity(0, Tick.seed(1), 5, 5);

        assertThat(TestRun.value(round.verify(TestRun.withResult(outcome, 1, nothing)), BusyPair.COUNTER_RATE))
                .isZero();
    }

    @Test
    void ticksThatWereNotRunAreRefused() throws Exception {
        Round<Activity> round = round();
        Outcome<Activity> outcome = TestRun.onThreads(round, 1000);
        Activity busy = outcome.results().get(0);
        Activity counter = outcome.results().get(1);
        Activity more = new Activity(counter.count() + 1, counter.state(), counter.begun(), counter.ended());
        Activity idle = new Activity(TICKS, Tick.seed(0), busy.begun(), busy.ended());

        assertThatThrownBy(() -> round.verify(TestRun.withResult(outcome, 1, more)))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("task 1 of busy-pair");
        assertThatThrownBy(() -> round.verify(TestRun.withResult(outcome, 0, idle)))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("task 0 of busy-pair");
    }

    @Test
    void theBusyOneHasATwinAndTheCounterIsADaemonInJava() {
        List<? extends Task<Activity>> tasks = round().job().tasks();
        Kernel<Activity> twin = tasks.get(0).kernel().orElseThrow();

        assertThat(twin.name()).isEqualTo("spin");
        assertThat(twin.words()).containsExactly(0L, Tick.seed(0), TICKS);
        assertThat(tasks.get(0).daemon()).isFalse();
        assertThat(tasks.get(1).kernel()).isEmpty();
        assertThat(tasks.get(1).daemon()).isTrue();
    }
}
