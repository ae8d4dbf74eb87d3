package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;

import org.interleave.core.Execution;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.runtime.HeapPerTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** What a task that waits takes up. A buffer that is made for each task, needed or not, is several times as large. */
@Isolated("looks at what the heap holds")
@Timeout(300)
final class WaitingTaskMemoryTest {

    private static final long MOST_BYTES = 6_000;

    @Test
    void aVirtualThreadThatWaitsTakesAFewKilobytes() throws InterruptedException {
        assertThat(heapPerTask(new VirtualThreads(), 5_000)).isBetween(100L, MOST_BYTES);
    }

    @Test
    void aPlatformThreadThatWaitsTakesAFewKilobytesOfHeap() throws InterruptedException {
        assertThat(heapPerTask(new Threads(), 500)).isBetween(100L, MOST_BYTES);
    }

    private static long heapPerTask(Strategy strategy, int tasks) throws InterruptedException {
        try (Execution execution = strategy.open(Parameters.defaults(strategy.options()))) {
            return HeapPerTask.ofWaiting(execution, tasks);
        }
    }
}
