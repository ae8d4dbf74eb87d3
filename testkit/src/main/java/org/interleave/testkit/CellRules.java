package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Cell;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** How {@link Rule#R15} is checked: tasks add to shared cells, load and store in turns of their own. */
final class CellRules {

    private static final int ADDING_TO_FIRST = 3;
    private static final int ADDITIONS = 4_000;

    /**
     * The least that additions by several tasks can come to: each task's last store may follow a load from before
     * nearly all others' stores.
     */
    private static final long LEAST = 2;

    private final Subject subject;

    CellRules(Subject subject) {
        this.subject = subject;
    }

    /** R15. Several tasks share the first cell; the second has one task to itself, and so is always exact. */
    void sumsAreExactOrPossible() throws InterruptedException {
        subject.assume(Feature.SHARED_CELLS);
        List<AddingTask> tasks = Stream.concat(
                        Stream.generate(() -> new AddingTask(0)).limit(ADDING_TO_FIRST), Stream.of(new AddingTask(1)))
                .toList();
        try (Execution execution = subject.open()) {
            BackgroundRun<Long> run = BackgroundRun.start(execution, new Job<>(tasks, 2));
            Outcome<Long> outcome = run.outcome(subject.patience());
            assertThat(outcome.results()).as("additions by each task").containsOnly((long) ADDITIONS);
            assertThat(outcome.cells()).hasSize(2);
            long most = (long) ADDING_TO_FIRST * ADDITIONS;
            assertThat(outcome.cells().get(0))
                    .as("what %d tasks added up, exact: %s", ADDING_TO_FIRST, outcome.exactCells())
                    .isBetween(outcome.exactCells() ? most : LEAST, most);
            assertThat(outcome.cells().get(1)).as("what one task added up").isEqualTo(ADDITIONS);
        }
    }

    /** R15. Each run has cells of its own. */
    void cellsStartAtZero() throws InterruptedException {
        subject.assume(Feature.SHARED_CELLS);
        try (Execution execution = subject.open()) {
            for (int run = 0; run < 2; run++) {
                Job<Long> job = new Job<>(List.of(new AddingTask(0)), 2);
                Outcome<Long> outcome = BackgroundRun.start(execution, job).outcome(subject.patience());
                assertThat(outcome.cells())
                        .as("cells after one task added to the first")
                        .containsExactly((long) ADDITIONS, 0L);
            }
        }
    }

    /** Adds one, again and again; starts over when the cell says so. */
    private static final class AddingTask implements Task<Long> {

        private static final long serialVersionUID = 1;

        private final int index;
        private long loaded;
        private boolean loading = true;
        private long additions;

        AddingTask(int index) {
            this.index = index;
        }

        @Override
        public Step<Long> advance(Turn turn) {
            Cell cell = turn.cell(index);
            if (loading) {
                loaded = cell.load();
            } else if (cell.store(loaded, loaded + 1)) {
                additions++;
            }
            loading = !loading;
            return additions == ADDITIONS ? Step.done(additions) : Step.ready();
        }
    }
}
