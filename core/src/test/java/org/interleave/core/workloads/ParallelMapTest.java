package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.WrongResultException;
import org.junit.jupiter.api.Test;

class ParallelMapTest {

    private final ParallelMap workload = new ParallelMap();

    private Round<ParallelMap.Mapped> round() {
        return workload.prepare(TestRun.parameters(workload, Map.of("items", "4", "work", "100")));
    }

    private static ParallelMap.Mapped at(Outcome<ParallelMap.Mapped> outcome, int item, long nanos) {
        ParallelMap.Mapped mapped = outcome.results().get(item);
        return new ParallelMap.Mapped(mapped.state(), mapped.process(), nanos);
    }

    @Test
    void tellsTheProcessThatMadeAResult() throws InterruptedException {
        Round<ParallelMap.Mapped> round = round();
        Outcome<ParallelMap.Mapped> outcome = TestRun.onThreads(round, 10);
        assertThat(outcome.results())
                .allMatch(result -> result.process() == ProcessHandle.current().pid());
        Map<String, Metric> metrics = round.verify(outcome);
        assertThat(TestRun.value(metrics, "processes")).isEqualTo(1);
        assertThat(TestRun.value(metrics, "child_results")).isZero();
        assertThat(TestRun.value(metrics, "misplaced")).isZero();
    }

    @Test
    void countsItemsThatWereDoneBeforeTheirNeighbour() throws InterruptedException {
        Round<ParallelMap.Mapped> round = round();
        Outcome<ParallelMap.Mapped> outcome = TestRun.onThreads(round, 10);
        for (int item = 0; item < 4; item++) {
            outcome = TestRun.withResult(outcome, item, at(outcome, item, item == 1 ? 0 : 10 + item));
        }
        assertThat(TestRun.value(round.verify(outcome), "overtakings")).isEqualTo(1);
    }

    @Test
    void countsResultsThatStandInAnothersPlace() throws InterruptedException {
        Round<ParallelMap.Mapped> round = round();
        Outcome<ParallelMap.Mapped> outcome = TestRun.onThreads(round, 10);
        ParallelMap.Mapped first = outcome.results().get(0);
        ParallelMap.Mapped second = outcome.results().get(1);
        Outcome<ParallelMap.Mapped> swapped = TestRun.withResult(TestRun.withResult(outcome, 0, second), 1, first);
        assertThat(TestRun.value(round.verify(swapped), "misplaced")).isEqualTo(2);
    }

    @Test
    void refusesAResultThatIsThereTwice() throws InterruptedException {
        Round<ParallelMap.Mapped> round = round();
        Outcome<ParallelMap.Mapped> outcome = TestRun.onThreads(round, 10);
        Outcome<ParallelMap.Mapped> twice =
                TestRun.withResult(outcome, 2, outcome.results().get(0));
        assertThatThrownBy(() -> round.verify(twice))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("item 2");
    }

    @Test
    void refusesAResultOfNoItem() throws InterruptedException {
        Round<ParallelMap.Mapped> round = round();
        Outcome<ParallelMap.Mapped> outcome = TestRun.onThreads(round, 10);
        Outcome<ParallelMap.Mapped> wrong = TestRun.withResult(outcome, 2, new ParallelMap.Mapped(5, 1, 1));
        assertThatThrownBy(() -> round.verify(wrong))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("item 2");
    }
}
