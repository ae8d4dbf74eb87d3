package org.interleave.workbench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.interleave.core.Claim;
import org.interleave.core.Metric;
import org.junit.jupiter.api.Test;

class JvmUsageTest {

    @Test
    void whatThreadsAllocateAndTheCollectorTakesIsCounted() throws Exception {
        JvmUsage before = JvmUsage.now();
        byte[][] held = new byte[1][];
        Thread ended = Thread.ofPlatform().start(() -> held[0] = new byte[50 << 20]);
        ended.join();
        for (int i = 0; i < 5; i++) {
            System.gc();
        }

        Map<String, Metric> used = JvmUsage.now().since(before);

        assertThat(Objects.requireNonNull(used.get(Claim.ALLOCATED)).value()).isGreaterThan(50 << 20);
        assertThat(Objects.requireNonNull(used.get(Claim.GC)).value()).isPositive();
        assertThat(held[0]).hasSize(50 << 20);
    }
}
