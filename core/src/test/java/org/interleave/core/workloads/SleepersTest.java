package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.WrongResultException;
import org.interleave.core.workloads.Sleepers.Ended;
import org.interleave.core.workloads.Sleepers.Hogged;
import org.interleave.core.workloads.Sleepers.Waited;
import org.junit.jupiter.api.Test;

class SleepersTest {

    private final Sleepers waits = new Sleepers();

    private Round<Ended> round(String hogs) {
        Map<String, String> given = Map.of("wait", "20ms", "tasks", "2", "hogs", hogs, "hog-ticks", "1000");
        return waits.prepare(TestRun.parameters(waits, given));
    }

    @Test
    void latenessIsTheLatestWaitersOwn() throws Exception {
        Round<Ended> round = round("0");
        Outcome<Ended> outcome = TestRun.onThreads(round.job(), 100);
        Outcome<Ended> late = TestRun.withResult(outcome, 1, new Waited(60_020_000_000L));
        assertThat(round.verify(late)).containsOnly(Map.entry("wakeups", Metric.count(2)));
        Histogram lateness = Objects.requireNonNull(round.latencies(late).get("lateness"));
        assertThat(lateness.getTotalCount()).isEqualTo(2);
        assertThat(lateness.valuesAreEquivalent(lateness.getMaxValue(), 60_000_000_000L))
                .isTrue();
        assertThat(waits.metrics().orElseThrow()).contains("lateness_p50", "lateness_max", "wakeups", "hog");
    }

    @Test
    void hogTimeIsTheLongestHogsOwn() throws Exception {
        Round<Ended> round = round("2");
        Outcome<Ended> outcome = TestRun.onThreads(round.job(), 100);
        assertThat(outcome.results().subList(0, 2)).hasOnlyElementsOfType(Waited.class);
        Outcome<Ended> longer =
                TestRun.withResult(outcome, 2, new Hogged(60_000_000_000L, Tick.jump(Tick.seed(0), 1000)));
        assertThat(round.verify(longer)).containsEntry("hog", new Metric(60, "s"));
    }

    @Test
    void whatIsNotAsItShouldBeIsRefused() throws Exception {
        Round<Ended> round = round("1");
        Outcome<Ended> outcome = TestRun.onThreads(round.job(), 100);
        refused(round, TestRun.withResult(outcome, 0, new Waited(19_999_999)), "task 0");
        refused(round, TestRun.withResult(outcome, 0, new Waited(20_000_001, 20_000_000)), "task 0");
        refused(round, TestRun.withResult(outcome, 0, new Waited()), "task 0");
        refused(round, TestRun.withResult(outcome, 0, outcome.results().get(2)), "task 0");
        refused(round, TestRun.withResult(outcome, 2, outcome.results().get(0)), "task 2");
        refused(round, TestRun.withResult(outcome, 2, new Hogged(1, 1)), "task 2");
        refused(round, TestRun.withResult(outcome, 2, new Hogged(-1, Tick.jump(Tick.seed(0), 1000))), "task 2");
    }

    private static void refused(Round<Ended> round, Outcome<Ended> outcome, String culprit) {
        assertThatThrownBy(() -> round.verify(outcome))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining(culprit);
    }

    @Test
    void everyRepeatIsAWait() throws Exception {
        Map<String, String> given = Map.of("wait", "20ms", "tasks", "1", "repeats", "3", "hogs", "0");
        Round<Ended> round = waits.prepare(TestRun.parameters(waits, given));
        Task<Ended> task = round.job().tasks().getFirst();
        AtomicInteger sleeps = new AtomicInteger();
        Outcome<Ended> outcome = TestRun.onThreads(
                Job.of(List.of(turn -> {
                    Step<Ended> step = task.advance(turn);
                    if (step instanceof Step.Sleep<Ended>) {
                        sleeps.incrementAndGet();
                    }
                    return step;
                })),
                100);
        assertThat(sleeps).hasValue(3);
        assertThat(round.verify(outcome)).containsEntry("wakeups", Metric.count(3));
        assertThat(Objects.requireNonNull(round.latencies(outcome).get("lateness"))
                        .getTotalCount())
                .isEqualTo(3);
    }

    @Test
    void moreWaitsThanCanBeKeptAreRefused() {
        assertThatThrownBy(() -> waits.prepare(TestRun.parameters(waits, Map.of("tasks", "1M", "repeats", "101"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("101000000 waits");
    }

    @Test
    void onlyHogsHaveTwins() {
        var tasks = round("1").job().tasks();
        assertThat(tasks.get(0).kernel()).isEmpty();
        Kernel<Ended> twin = tasks.get(2).kernel().orElseThrow();
        assertThat(twin.name()).isEqualTo("countdown");
        assertThat(twin.words()).containsExactly(Tick.seed(0), 1000L);
        assertThat(twin.result().apply(Kernel.Results.ofWords(5))).isInstanceOfSatisfying(Hogged.class, hogged -> {
            assertThat(hogged.state()).isEqualTo(5);
            assertThat(hogged.nanos()).isNotNegative();
        });
    }

    @Test
    void warmingUpShortensTheWait() {
        Parameters quick = TestRun.parameters(waits, Map.of());
        assertThat(waits.warmUp(quick).get(Sleepers.WAIT)).isEqualTo(Duration.ofMillis(20));
        Parameters shorter = TestRun.parameters(waits, Map.of("wait", "5ms"));
        assertThat(waits.warmUp(shorter).get(Sleepers.WAIT)).isEqualTo(Duration.ofMillis(5));
    }
}
