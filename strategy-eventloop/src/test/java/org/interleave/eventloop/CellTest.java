package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.eventloop.Tasks.task;

import java.util.stream.LongStream;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.junit.jupiter.api.Test;

/** Numbers that tasks share. */
final class CellTest extends EveryStrategy {

    @Test
    void exactCellsLoseNothing() throws Exception {
        long tasks = 4;
        long each = 50_000;
        Task<?>[] adders =
                LongStream.range(0, tasks).mapToObj(index -> adder(each)).toArray(Task<?>[]::new);
        Outcome<Long> outcome = execution().run(job(2, adders));
        boolean akka = setup().strategy() instanceof AkkaStrategy;
        assertThat(outcome.exactCells()).isEqualTo(akka || setup().cooperative());
        assertThat(outcome.results()).containsOnly(each);
        if (outcome.exactCells()) {
            assertThat(outcome.cells()).containsExactly(tasks * each, -tasks * each);
        }
    }

    @Test
    void cellsAreNewInEveryRun() throws Exception {
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
