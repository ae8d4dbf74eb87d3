package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.interleave.core.Cell;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.Tick;
import org.interleave.core.WrongResultException;
import org.interleave.core.runtime.PlainCell;
import org.interleave.core.workloads.SharedCounter.Added;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedCounterTest {

    private final SharedCounter counter = new SharedCounter();

    private Round<Added> round(String additions, String work) {
        return counter.prepare(TestRun.parameters(counter, Map.of("additions", additions, "work", work)));
    }

    private static double metric(Map<String, Metric> metrics, String name) {
        return metrics.getOrDefault(name, new Metric(Double.NaN, "")).value();
    }

    @Test
    void nothingIsLostWhenOneTaskRunsAfterTheOther() throws Exception {
        Round<Added> round = round("500", "3");
        Outcome<Added> outcome = TestRun.inTurns(round.job(), Integer.MAX_VALUE, true, PlainCell::new);
        assertThat(outcome.cells()).containsExactly(500_000_500L);
        Map<String, Metric> metrics = round.verify(outcome);
        assertThat(metric(metrics, "lost_updates")).isZero();
        assertThat(metric(metrics, "lost_share")).isZero();
        assertThat(metric(metrics, "refused_stores")).isZero();
    }

    /** Both load, both add, both store: what the second stores overwrites the first, every time. */
    @Test
    void oneOfTwoIsLostWhenTheTasksTakeTurnsTickByTick() throws Exception {
        Round<Added> round = round("500", "0");
        Outcome<Added> outcome = TestRun.inTurns(round.job(), 1, false, PlainCell::new);
        assertThat(outcome.cells()).containsExactly(500_000_000L);
        Map<String, Metric> metrics = round.verify(outcome);
        assertThat(metric(metrics, "lost_updates")).isEqualTo(500);
        assertThat(metric(metrics, "lost_share")).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7})
    void aRefusedStoreIsTriedAgain(int budget) throws Exception {
        Round<Added> round = round("500", "2");
        Outcome<Added> outcome = TestRun.inTurns(round.job(), budget, true, ComparingCell::new);
        assertThat(outcome.cells()).containsExactly(500_000_500L);
        round.verify(outcome);
    }

    @Test
    void refusedStoresAreCounted() throws Exception {
        Round<Added> round = round("500", "0");
        Outcome<Added> outcome = TestRun.inTurns(round.job(), 1, true, ComparingCell::new);
        assertThat(metric(round.verify(outcome), "refused_stores")).isPositive();
    }

    /** Stores only over what was loaded. For one thread. */
    private static final class ComparingCell implements Cell {

        private long value;

        @Override
        public long load() {
            return value;
        }

        @Override
        public boolean store(long loaded, long newValue) {
            if (value != loaded) {
                return false;
            }
            value = newValue;
            return true;
        }
    }

    @Test
    void aVouchedForNumberHasToBeExact() throws Exception {
        Round<Added> round = round("500", "0");
        Outcome<Added> outcome = TestRun.inTurns(round.job(), 100_000, true, PlainCell::new);
        refused(round, TestRun.withCell(outcome, 500_000_499, true), "none should be lost");
        refused(round, TestRun.withCell(outcome, 499_000_500, true), "none should be lost");
        refused(round, TestRun.withCell(outcome, 501_000_499, true), "none should be lost");
    }

    @Test
    void anUnprotectedNumberHasToBeExplainedByLoss() throws Exception {
        Round<Added> round = round("500", "0");
        Outcome<Added> outcome = TestRun.inTurns(round.job(), 100_000, false, PlainCell::new);
        round.verify(TestRun.withCell(outcome, 2, false));
        round.verify(TestRun.withCell(outcome, 1_000_001, false));
        refused(round, TestRun.withCell(outcome, 500_000_501, false), "no loss");
        refused(round, TestRun.withCell(outcome, 501_000_000, false), "no loss");
        refused(round, TestRun.withCell(outcome, 1_000_000, false), "no loss");
        refused(round, TestRun.withCell(outcome, 0, false), "no loss");
        refused(round, TestRun.withCell(outcome, -1_000_001, false), "no loss");
    }

    @Test
    void aTaskAloneLosesNothingWhateverTheCells() throws Exception {
        Round<Added> alone = counter.prepare(TestRun.parameters(counter, Map.of("additions", "500", "tasks", "1")));
        Outcome<Added> outcome = TestRun.inTurns(alone.job(), 7, false, PlainCell::new);
        assertThat(metric(alone.verify(outcome), "lost_updates")).isZero();
        refused(alone, TestRun.withCell(outcome, 499, false), "no loss");
        refused(alone, TestRun.withCell(outcome, 1_000_499, false), "no loss");
    }

    @Test
    void theGapTellsWhetherTheTasksWentOnTogether() throws Exception {
        Round<Added> round = round("500", "7");
        Outcome<Added> together = TestRun.inTurns(round.job(), 10, false, PlainCell::new);
        assertThat(metric(round.verify(together), "widest_gap")).isBetween(0.0, 0.01);
        Outcome<Added> oneAfterTheOther = TestRun.inTurns(round.job(), Integer.MAX_VALUE, false, PlainCell::new);
        assertThat(metric(round.verify(oneAfterTheOther), "widest_gap")).isEqualTo(1);
    }

    @Test
    void workThatWasNotDoneIsRefused() throws Exception {
        Round<Added> round = round("500", "2");
        Outcome<Added> outcome = TestRun.inTurns(round.job(), 100_000, true, PlainCell::new);
        Added right = outcome.results().get(1);
        assertThat(right).isEqualTo(new Added(500, 500, Tick.run(Tick.seed(1), 500 * (3 + 2))));
        refused(round, TestRun.withResult(outcome, 1, new Added(500, 500, right.state() ^ 1)), "task 1");
        refused(round, TestRun.withResult(outcome, 1, new Added(501, 500, right.state())), "task 1");
        long fewer = Tick.jump(Tick.seed(1), 499 * 3 + 500 * 2);
        refused(round, TestRun.withResult(outcome, 1, new Added(499, 500, fewer)), "task 1");
        refused(round, TestRun.withResult(outcome, 1, new Added(500, 501, right.state())), "task 1");
    }

    private static void refused(Round<Added> round, Outcome<Added> outcome, String message) {
        assertThatThrownBy(() -> round.verify(outcome))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining(message);
    }
}
