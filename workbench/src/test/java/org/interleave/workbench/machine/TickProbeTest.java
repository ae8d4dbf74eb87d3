package org.interleave.workbench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.interleave.core.Tick;
import org.junit.jupiter.api.Test;

class TickProbeTest {

    /** Three dependent pairs of operations in each of the tick's rounds take a processor no less than three nanoseconds a round. */
    @Test
    void aTickTakesAsLongAsItsRoundsDo() {
        TickProbe probe = new TickProbe();
        probe.warmUp();

        double nanos = probe.nanosPerTick();

        assertThat(nanos).isGreaterThan(Tick.ROUNDS * 0.5).isLessThan(1_000);
    }
}
