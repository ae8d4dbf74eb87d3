package org.interleave.workbench.machine;

import java.util.Arrays;
import org.interleave.core.Tick;

/**
 * A probe of how fast this machine is just now: some 2 ms of ticks on the calling thread. Two runs can be compared only where
 * it says the same. Used by one thread.
 */
public final class TickProbe {

    /** As many ticks as tasks run at a time: the probe shares its compiled code with theirs. */
    private static final int TICKS = 500;

    private static final int CALLS = 40;

    /** Of an odd number of parts the one in the middle counts: the probe may lose the processor for a moment. */
    private static final int PARTS = 5;

    private static final int MOST_WARM_UPS = 10;
    private static final double SETTLED = 0.02;

    private final double[] parts = new double[PARTS];
    private long state = Tick.seed(1);

    /** The nanoseconds that a tick takes. */
    public double nanosPerTick() {
        for (int part = 0; part < PARTS; part++) {
            long start = System.nanoTime();
            for (int call = 0; call < CALLS; call++) {
                state = Tick.run(state, TICKS);
            }
            parts[part] = (double) (System.nanoTime() - start) / (CALLS * TICKS);
        }
        Arrays.sort(parts);
        return parts[PARTS / 2];
    }

    /** Probes until two readings agree, which they do once the tick is compiled; ten times at most. */
    public void warmUp() {
        double last = nanosPerTick();
        for (int probe = 1; probe < MOST_WARM_UPS; probe++) {
            double next = nanosPerTick();
            if (Math.abs(next - last) <= SETTLED * next) {
                return;
            }
            last = next;
        }
    }
}
