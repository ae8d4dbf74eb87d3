package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.interleave.core.runtime.HeapPerTask;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What a task that sleeps takes up on the heap: all that is alive then for it, the engine's timer and the task itself, of 16
 * bytes, included.
 */
@Isolated("looks at what the heap holds")
final class WaitingTaskMemoryTest extends EveryStrategy {

    private static final int TASKS = 100_000;

    /** A stack is most of it. */
    private static final long MOST_WITH_VIRTUAL_THREADS = 8_000;

    private static final Map<String, Long> MOST_BYTES = Map.of(
            GeneratorsStrategy.NAME,
            600L,
            NettyStrategy.NAME,
            600L,
            VertxStrategy.NAME,
            2_000L,
            AkkaStrategy.NAME,
            3_000L);

    @Test
    void aTaskThatWaitsTakesUpLittle() throws InterruptedException {
        long most = setup().virtualThreads()
                ? MOST_WITH_VIRTUAL_THREADS
                : Objects.requireNonNull(MOST_BYTES.get(setup().strategy().name()));
        int tasks = setup().virtualThreads() ? TASKS / 10 : TASKS;
        assertThat(HeapPerTask.ofWaiting(execution(), tasks)).isBetween(100L, most);
    }
}
