package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interleave.core.Demand;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.runtime.HeapPerTask;
import org.interleave.core.workloads.Sleepers.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("looks at what the heap holds")
class HeapPerWaitTest {

    private final Sleepers waits = new Sleepers();

    @Test
    void itIsMeasuredAfterTheRoundThatIsTimed() throws Exception {
        Map<String, String> given = Map.of("wait", "1ms", "tasks", "500", "heap", "measured");
        Round<Ended> round = waits.prepare(TestRun.parameters(waits, given));
        Map<String, Metric> metrics;
        try (Execution threads = TestRun.threads(100)) {
            metrics = round.verify(round.runOn(threads));
        }
        assertThat(TestRun.value(metrics, "heap_per_wait")).isBetween(100.0, 20_000.0);
        assertThat(TestRun.value(metrics, "heap_limit"))
                .isEqualTo((double) Runtime.getRuntime().maxMemory());
        assertThat(TestRun.value(metrics, "beyond_wait")).isPositive();
        assertThat(TestRun.value(metrics, "beyond_per_wait")).isEqualTo(TestRun.value(metrics, "beyond_wait") / 500);
    }

    @Test
    void whereTasksRunElsewhereItIsNotMeasured() {
        try (Execution elsewhere = shipping(TestRun.threads(100))) {
            assertThatThrownBy(() -> HeapPerTask.ofWaiting(elsewhere, 200))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("100 of 100 tasks never began to wait in this process");
        }
    }

    private static Execution shipping(Execution execution) {
        return new Execution() {
            @Override
            public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
                List<Task<R>> tasks = new ArrayList<>();
                job.tasks().forEach(task -> tasks.add(TestRun.shipped(task)));
                return execution.run(Job.of(tasks));
            }

            @Override
            public void stop() {
                execution.stop();
            }

            @Override
            public void cancel() {
                execution.cancel();
            }

            @Override
            public void close() {
                execution.close();
            }
        };
    }

    @Test
    void itIsToldHowManyTasksThereAre() {
        assertThat(waits.demand(TestRun.parameters(waits, Map.of("tasks", "7", "hogs", "2"))))
                .isEqualTo(new Demand(9, 0));
    }
}
