package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.WrongResultException;
import org.junit.jupiter.api.Test;

class ItemsTest {

    private final Items workload = new Items();

    private Round<Items.Mapped> round() {
        return workload.prepare(TestRun.parameters(workload, Map.of("items", "4", "work", "100")));
    }

    private static Items.Mapped at(Outcome<Items.Mapped> outcome, int item, long nanos) {
        Items.Mapped mapped = outcome.results().get(item);
        return new Items.Mapped(mapped.state(), mapped.process(), nanos);
    }

    @Test
    void tellsTheProcessThatMadeAResult() throws InterruptedException {
        Round<Items.Mapped> round = round();
        Outcome<Items.Mapped> outcome = TestRun.onThreads(round, 10);
        assertThat(outcome.results())
                .allMatch(result -> result.process() == ProcessHandle.current().pid());
        Map<String, Metric> metrics = round.verify(outcome);
        assertThat(TestRun.value(metrics, "processes")).isEqualTo(1);
        assertThat(TestRun.value(metrics, "child_results")).isZero();
        assertThat(TestRun.value(metrics, "misplaced")).isZero();
    }

    @Test
    void countsItemsThatWereDoneBeforeTheirNeighbour() throws InterruptedException {
        Round<Items.Mapped> round = round();
        Outcome<Items.Mapped> outcome = TestRun.onThreads(round, 10);
        for (int item = 0; item < 4; item++) {
            outcome = TestRun.withResult(outcome, item, at(outcome, item, item == 1 ? 0 : 10 + item));
        }
        assertThat(TestRun.value(round.verify(outcome), "overtakings")).isEqualTo(1);
    }

    @Test
    void countsResultsThatStandInAnothersPlace() throws InterruptedException {
        Round<Items.Mapped> round = round();
        Outcome<Items.Mapped> outcome = TestRun.onThreads(round, 10);
        Items.Mapped first = outcome.results().get(0);
        Items.Mapped second = outcome.results().get(1);
        Outcome<Items.Mapped> swapped = TestRun.withResult(TestRun.withResult(outcome, 0, second), 1, first);
        assertThat(TestRun.value(round.verify(swapped), "misplaced")).isEqualTo(2);
    }

    @Test
    void refusesAResultOfNoItem() throws InterruptedException {
        Round<Items.Mapped> round = round();
        Outcome<Items.Mapped> outcome = TestRun.onThreads(round, 10);
        Outcome<Items.Mapped> wrong = TestRun.withResult(outcome, 2, new Items.Mapped(5, 1, 1));
        assertThatThrownBy(() -> round.verify(wrong))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("item 2");
    }
}
