package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs many tasks, a million unless the property {@code interleave.tasks} says otherwise. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MillionTasksTest {

    private static final int TASKS = Integer.getInteger("interleave.tasks", 1_000_000);
    private static final int RUNS = 10;
    private static final long SLACK = 2 << 20;

    private record Small(int number) implements Task<Long> {

        @Override
        public Step<Long> advance(Turn turn) {
            return Step.done(Tick.run(number, 1));
        }
    }

    /** The memory that is still used after a collection. */
    private static Task<Long> used() {
        return turn -> {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return Step.done(runtime.totalMemory() - runtime.freeMemory());
        };
    }

    @Test
    void aWorkersMemoryStaysFlat() throws InterruptedException {
        long first = 0;
        long last = 0;
        try (Execution execution = Pools.open(Map.of("workers", "1"))) {
            for (int run = 0; run < RUNS; run++) {
                List<Task<Long>> tasks = Collections.nCopies(TASKS / RUNS, new Small(7));
                assertThat(execution.run(Job.of(tasks)).results()).containsOnly(Tick.jump(7, 1));
                last = execution.run(Job.of(List.of(used()))).results().getFirst();
                first = run == 0 ? last : first;
            }
        }
        System.out.println("a worker's memory in use: " + first + " bytes after " + TASKS / RUNS + " tasks, " + last
                + " after " + TASKS);
        assertThat(last).isLessThan(first + SLACK);
    }
}
