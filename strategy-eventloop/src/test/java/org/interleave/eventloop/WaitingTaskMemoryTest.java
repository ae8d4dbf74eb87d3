package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import org.interleave.core.runtime.HeapPerTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a task that waits takes up. */
@Isolated("looks at what the heap holds")
final class WaitingTaskMemoryTest extends EveryStrategy {

    private static final long MOST_BYTES = 6_000;

    @Test
    void aTaskThatWaitsTakesAFewKilobytes() throws InterruptedException {
        assertThat(HeapPerTask.ofWaiting(execution(), 2_000)).isBetween(100L, MOST_BYTES);
    }
}
