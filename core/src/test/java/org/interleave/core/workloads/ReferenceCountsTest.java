package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.interleave.core.Cell;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.Tick;
import org.interleave.core.WrongResultException;
import org.interleave.core.runtime.PlainCell;
import org.interleave.core.workloads.ReferenceCounts.Counted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceCountsTest {

    private static final int OBJECTS = 4;

    private final ReferenceCounts workload = new ReferenceCounts();

    private Round<Counted> round(int tasks) {
        return workload.prepare(TestRun.parameters(
                workload, Map.of("tasks", "" + tasks, "objects", "" + OBJECTS, "operations", "300", "per-tick", "1")));
    }

    private static double metric(Map<String, Metric> metrics, String name) {
        return Objects.requireNonNull(metrics.get(name)).value();
    }

    private Outcome<Counted> right() throws Exception {
        return TestRun.inTurns(round(2).job(), 7, true, PlainCell::new);
    }

    /** A turn never ends between load and store, so tasks that take turns need no protection. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1_000_000})
    void countsAreExactWhenTasksTakeTurns(int budget) throws Exception {
        Round<Counted> round = round(3);
        Outcome<Counted> outcome = TestRun.inTurns(round.job(), budget, false, PlainCell::new);
        assertThat(outcome.cells()).containsOnly(-3L);
        assertThat(round.verify(outcome))
                .allSatisfy(
                        (name, metric) -> assertThat(metric.value()).as(name).isZero());
    }

    @Test
    void aTickMayHoldSeveralOperations() throws Exception {
        Round<Counted> round = workload.prepare(
                TestRun.parameters(workload, Map.of("objects", "" + OBJECTS, "operations", "300", "per-tick", "7")));
        Outcome<Counted> outcome = TestRun.inTurns(round.job(), 1, false, PlainCell::new);
        assertThat(outcome.cells()).containsOnly(-2L);
        assertThat(metric(round.verify(outcome), "freed_early")).isZero();
        Counted counted = outcome.results().getFirst();
        assertThat(counted.state()).isEqualTo(Tick.run(Tick.seed(0), (counted.attempts() + 6) / 7));
    }

    @Test
    void everyTaskDoesAsManyOperationsAsItIsTold() throws Exception {
        assertThat(right().results()).allSatisfy(counted -> {
            assertThat(counted.releases()).isEqualTo(counted.retains() + OBJECTS);
            assertThat(counted.retains() + counted.releases())
                    .as("with those in the end, at least one for each object")
                    .isGreaterThanOrEqualTo(300 + OBJECTS);
        });
    }

    /** Forgets some of the changes it takes, as if another had overwritten them. */
    private record Forgetful(Cell cell, int change, int[] calls) implements Cell {

        static Supplier<Cell> cells(int change) {
            return () -> new Forgetful(new PlainCell(), change, new int[1]);
        }

        @Override
        public long load() {
            return cell.load();
        }

        @Override
        public boolean store(long loaded, long value) {
            boolean forget = value - loaded == change && ++calls[0] % 10 == 0;
            return forget || cell.store(loaded, value);
        }
    }

    @Test
    void lostRetainsFreeObjectsEarly() throws Exception {
        Round<Counted> round = round(2);
        Outcome<Counted> outcome = TestRun.inTurns(round.job(), 7, false, Forgetful.cells(1));
        Map<String, Metric> metrics = round.verify(outcome);
        assertThat(metric(metrics, "wrong_counts")).isEqualTo(OBJECTS);
        assertThat(metric(metrics, "freed_early")).isEqualTo(OBJECTS);
        assertThat(metric(metrics, "never_freed")).isZero();
    }

    @Test
    void lostReleasesFreeObjectsNever() throws Exception {
        Round<Counted> round = round(2);
        Outcome<Counted> outcome = TestRun.inTurns(round.job(), 7, false, Forgetful.cells(-1));
        Map<String, Metric> metrics = round.verify(outcome);
        assertThat(metric(metrics, "wrong_counts")).isEqualTo(OBJECTS);
        assertThat(metric(metrics, "freed_early")).isZero();
        assertThat(metric(metrics, "never_freed")).isEqualTo(OBJECTS);
    }

    @Test
    void refusedStoresAreTriedAgainAndCounted() throws Exception {
        Round<Counted> round = round(2);
        Outcome<Counted> outcome = TestRun.inTurns(round.job(), 7, true, () -> new Cell() {
            private long value;
            private boolean refuse;

            @Override
            public long load() {
                return value;
            }

            @Override
            public boolean store(long loaded, long newValue) {
                refuse = !refuse;
                value = refuse ? value : newValue;
                return !refuse;
            }
        });
        Map<String, Metric> metrics = round.verify(outcome);
        assertThat(metric(metrics, "refused_stores"))
                .isEqualTo(outcome.results().stream()
                        .mapToDouble(counted -> counted.retains() + counted.releases())
                        .sum());
        assertThat(metric(metrics, "freed_early")).isZero();
    }

    @Test
    void countsThatAreVouchedForHaveToBeExact() throws Exception {
        refused(round(2), withCount(right(), 2, 1, true), "object 2", "should be freed once");
        refused(round(2), withCount(right(), 2, -1, true), "object 2", "should be freed once");
        round(2).verify(withCount(right(), 2, 1, false));
    }

    @Test
    void objectsWhoseCountsAreVouchedForAreFreedOnceAndNotBefore() throws Exception {
        Outcome<Counted> right = withCount(right(), 0, 0, true);
        round(2).verify(right);
        Outcome<Counted> never = right;
        for (int task = 0; task < 2; task++) {
            Counted counted = right.results().get(task);
            never = TestRun.withResult(never, task, with(counted, List.of(0, 0, 0, 0), counted.foundFreed()));
        }
        refused(round(2), never, "object 0", "freed 0 times");
        Counted last = right.results().get(0);
        refused(round(2), TestRun.withResult(right, 0, with(last, List.of(2, 2, 2, 2), Set.of())), "object 0");
        refused(round(2), TestRun.withResult(right, 0, with(last, last.frees(), Set.of(3))), "object 3", "found freed");
    }

    @Test
    void countsThatNobodyVouchesForHaveToBeExplainedByLoss() throws Exception {
        Counted first = right().results().get(0);
        Counted second = right().results().get(1);
        long retains = first.retains() + second.retains();
        round(2).verify(withCount(right(), 0, 2 + retains, false));
        refused(round(2), withCount(right(), 0, 3 + retains, false), "object 0", "no loss");
        long releases = first.releases() + second.releases();
        round(2).verify(withCount(right(), 0, 2 - releases, false));
        refused(round(2), withCount(right(), 0, 1 - releases, false), "object 0", "no loss");
    }

    @Test
    void anObjectThatNobodyFreedHasReferencesLeft() throws Exception {
        List<Integer> none = List.of(0, 0, 0, 0);
        Outcome<Counted> outcome = withCount(right(), 1, 0, false);
        for (int task = 0; task < 2; task++) {
            Counted counted = right().results().get(task);
            outcome = TestRun.withResult(outcome, task, with(counted, none, counted.foundFreed()));
        }
        refused(round(2), outcome, "object 0", "no loss");
    }

    @Test
    void whatIsFoundFreedOrFreedTwiceWasFreedEarly() throws Exception {
        Outcome<Counted> outcome = withCount(right(), 0, 0, false);
        Counted counted = outcome.results().getFirst();
        Outcome<Counted> found = TestRun.withResult(outcome, 0, with(counted, counted.frees(), Set.of(3)));
        assertThat(metric(round(2).verify(found), "freed_early")).isEqualTo(1);
        Outcome<Counted> twice = TestRun.withResult(outcome, 0, with(counted, List.of(2, 2, 2, 2), Set.of()));
        assertThat(metric(round(2).verify(twice), "freed_early")).isEqualTo(OBJECTS);
    }

    @Test
    void aTaskAloneIsExactWhateverTheCells() throws Exception {
        Outcome<Counted> outcome = TestRun.inTurns(round(1).job(), 7, false, PlainCell::new);
        round(1).verify(outcome);
        refused(round(1), withCount(outcome, 3, 1, false), "object 3", "no loss");
        Counted counted = outcome.results().getFirst();
        Outcome<Counted> early = TestRun.withResult(outcome, 0, with(counted, counted.frees(), Set.of(1)));
        refused(round(1), early, "object 1", "no loss");
    }

    @Test
    void workThatWasNotDoneIsRefused() throws Exception {
        Counted right = right().results().get(1);
        List<Integer> frees = right.frees();
        long attempts = right.attempts();
        long retains = right.retains();
        long releases = right.releases();
        long state = right.state();
        refusedAs(new Counted(attempts + 1, retains, releases, frees, Set.of(), state));
        refusedAs(new Counted(attempts, retains, releases, frees, Set.of(), state ^ 1));
        refusedAs(new Counted(attempts, retains + 1, releases, frees, Set.of(), state));
        refusedAs(new Counted(attempts - 1, retains, releases, frees, Set.of(), state));
        refusedAs(new Counted(attempts, retains, releases, List.of(1), Set.of(), state));
        refusedAs(new Counted(attempts, 0, OBJECTS, frees, Set.of(), state));
    }

    private void refusedAs(Counted counted) throws Exception {
        refused(round(2), TestRun.withResult(right(), 1, counted), "task 1");
    }

    private static void refused(Round<Counted> round, Outcome<Counted> outcome, String... message) {
        assertThatThrownBy(() -> round.verify(outcome))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContainingAll(message);
    }

    private static Counted with(Counted counted, List<Integer> frees, Set<Integer> foundFreed) {
        return new Counted(
                counted.attempts(), counted.retains(), counted.releases(), frees, foundFreed, counted.state());
    }

    /** The outcome with another count of an object. */
    private static Outcome<Counted> withCount(Outcome<Counted> outcome, int object, long count, boolean exact) {
        List<Long> cells = new ArrayList<>(outcome.cells());
        cells.set(object, count - outcome.completions().size());
        return new Outcome<>(outcome.completions(), cells, exact, outcome.metrics());
    }
}
