package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import org.interleave.core.Execution;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.runtime.HeapPerTask;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** That the smallest scheduler is no larger than Netty. */
@Isolated("looks at what the heap holds")
final class GeneratorsMemoryTest {

    private static final int TASKS = 100_000;

    @Test
    void aGeneratorThatWaitsTakesUpNoMoreThanATaskOfNettys() throws InterruptedException {
        assertThat(ofWaiting(new GeneratorsStrategy())).isLessThanOrEqualTo(ofWaiting(new NettyStrategy()));
    }

    private static long ofWaiting(Strategy strategy) throws InterruptedException {
        try (Execution execution = strategy.open(Parameters.defaults(strategy.options()))) {
            return HeapPerTask.ofWaiting(execution, TASKS);
        }
    }
}
