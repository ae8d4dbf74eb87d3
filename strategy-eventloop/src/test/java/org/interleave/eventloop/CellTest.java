package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.interleave.eventloop.Tasks.task;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.LongStream;
import org.interleave.core.Availability;
import org.interleave.core.Feature;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.workloads.SharedCounter;
import org.junit.jupiter.api.Test;

/** Numbers that tasks share. */
final class CellTest extends EveryStrategy {

    /** Actors share nothing. */
    private void assumeShared() {
        assumeTrue(setup().strategy().features().contains(Feature.SHARED_CELLS));
    }

    @Test
    void tasksThatShareNothingGetNoCells() {
        assumeFalse(setup().strategy().features().contains(Feature.SHARED_CELLS));
        assertThatThrownBy(() -> execution().run(job(1, adder(1)))).hasMessage(Feature.SHARED_CELLS.absence());
        assertThat(setup().strategy().supports(new SharedCounter()))
                .isEqualTo(new Availability.Unavailable(Feature.SHARED_CELLS.absence()));
    }

    @Test
    void exactCellsLoseNothing() throws Exception {
        assumeShared();
        long tasks = 4;
        long each = 50_000;
        Task<?>[] adders =
                LongStream.range(0, tasks).mapToObj(index -> adder(each)).toArray(Task<?>[]::new);
        Outcome<Long> outcome = execution().run(job(2, adders));
        assertThat(outcome.exactCells()).isEqualTo(setup().oneThread());
        assertThat(outcome.results()).containsOnly(each);
        if (outcome.exactCells()) {
            assertThat(outcome.cells()).containsExactly(tasks * each, -tasks * each);
        }
    }

    @Test
    void cellsAreNewInEveryRun() throws Exception {
        assumeShared();
        for (int i = 0; i < 2; i++) {
            assertThat(execution().run(job(2, adder(10))).cells()).containsExactly(10L, -10L);
        }
    }

    /** Adds one to the first cell and takes one from the second: a tick to load, a tick to store. */
    private static Task<Long> adder(long times) {
        long[] state = {0, 0, 0};
        return task(turn -> {
            for (int tick = 0; tick < turn.ticks(); tick++) {
                int cell = (int) (state[0] / 2 % 2);
                if (state[0] % 2 == 0) {
                    state[1] = turn.cell(cell).load();
                    state[0]++;
                } else if (turn.cell(cell).store(state[1], state[1] + 1 - 2L * cell)) {
                    state[0]++;
                } else {
                    state[0]--;
                }
                if (state[0] == times * 4) {
                    return Step.done(times);
                }
            }
            return Step.ready();
        });
    }
}
