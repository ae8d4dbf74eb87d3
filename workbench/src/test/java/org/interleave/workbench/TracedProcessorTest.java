package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.interleave.core.Parameters;
import org.interleave.threads.GiantLock;
import org.interleave.threads.LockEvents;
import org.interleave.threads.LockTrace;
import org.interleave.threads.TickPolicy;
import org.interleave.workbench.machine.LibC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The processor that a trace has is the one that the thread ran on. */
@EnabledOnOs(OS.LINUX)
class TracedProcessorTest {

    private static final int CHECKPOINTS = 100;

    @Test
    void everyEventSaysOnWhichProcessorTheThreadRan() throws InterruptedException {
        for (int processor : LibC.affinity()) {
            LockTrace trace = new LockTrace(1_000);

            Thread confined = Thread.ofPlatform().start(() -> {
                LibC.setAffinity(List.of(processor));
                passCheckpoints(trace);
            });
            confined.join();

            LockTrace.Lane lane = trace.lanes().getFirst();
            assertThat(lane.size()).isEqualTo(2 * CHECKPOINTS + 3);
            assertThat(LongStream.range(0, lane.size()).mapToObj(lane::processor))
                    .containsOnly(OptionalInt.of(processor));
        }
    }

    private static void passCheckpoints(LockTrace trace) {
        TickPolicy policy = new TickPolicy();
        GiantLock lock = policy.newLock(Parameters.defaults(policy.options()), LockEvents.traced(trace));
        lock.begin(0);
        for (int i = 0; i < CHECKPOINTS; i++) {
            lock.checkpoint();
        }
        lock.end();
    }
}
