package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.WrongResultException;
import org.interleave.core.workloads.Pipeline.Passed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineTest {

    private final Pipeline pipeline = new Pipeline();

    private Round<Passed> round(String stages, String items, String window) {
        return pipeline.prepare(
                TestRun.parameters(pipeline, Map.of("stages", stages, "items", items, "window", window)));
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 1", "2, 10, 1024", "5, 100, 1", "5, 100, 7", "20, 2k, 1k"})
    void everyNumberPassesEveryStage(String stages, String items, String window) throws Exception {
        Round<Passed> round = round(stages, items, window);
        Map<String, Metric> metrics = round.verify(TestRun.onThreads(round, 100));
        assertThat(metrics).containsOnlyKeys("handovers", "handover");
        assertThat(TestRun.value(metrics, "handover")).isPositive();
    }

    @Test
    void handOversAreCounted() throws Exception {
        Round<Passed> round = round("4", "50", "1");
        Outcome<Passed> outcome = TestRun.onThreads(round, 100);
        Passed first = outcome.results().getFirst();
        Outcome<Passed> timed = TestRun.withResult(outcome, 0, new Passed(first.count(), first.sum(), 20_000_000));
        assertThat(round.verify(timed))
                .containsEntry("handovers", Metric.count(200))
                .containsEntry("handover", new Metric(0.0001, "s"));
    }

    @Test
    void whatIsNotAsItShouldBeIsRefused() throws Exception {
        Round<Passed> round = round("3", "50", "2");
        Outcome<Passed> outcome = TestRun.onThreads(round, 100);
        for (int task = 0; task < 3; task++) {
            Passed right = outcome.results().get(task);
            refused(round, TestRun.withResult(outcome, task, new Passed(49, right.sum(), 1)), task);
            refused(round, TestRun.withResult(outcome, task, new Passed(50, right.sum() + 1, 1)), task);
        }
    }

    private static void refused(Round<Passed> round, Outcome<Passed> outcome, int task) {
        assertThatThrownBy(() -> round.verify(outcome))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("task " + task + " of pipeline");
    }

    @Test
    void noMoreThanTheWindowAreOnTheirWay() throws Exception {
        Round<Passed> round = round("3", "50", "2");
        AtomicInteger onTheirWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Task<Passed>> tasks = new ArrayList<>(round.job().tasks());
        Task<Passed> source = tasks.getFirst();
        tasks.set(0, turn -> {
            Step<Passed> step = source.advance(turn);
            if (step instanceof Step.Send<Passed>) {
                most.accumulateAndGet(onTheirWay.incrementAndGet(), Math::max);
            } else if (step instanceof Step.Receive<Passed>) {
                onTheirWay.decrementAndGet(); // the next turn brings one
            }
            return step;
        });
        round.verify(TestRun.onThreads(Job.of(tasks), 100));
        assertThat(most).hasValue(2);
    }
}
