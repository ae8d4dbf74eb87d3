package org.interleave.testkit;

import static org.assertj.core.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.interleave.core.Tick;

/**
 * Compares the ticks that tasks say with the processor time that they take, which it knows of this machine's ticks. Both ways a
 * factor of {@value #FAR} is far: what tasks do is not ticks, and machines differ. Thread-safe.
 */
final class TickMeter {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int FAR = 20;
    private static final long LEAST_NANOS = Duration.ofMillis(20).toNanos();
    private static final int PARTS = 7;
    private static final int CALIBRATION = 100_000;

    private final long longestTurn;
    private final double nanosPerTick = nanosPerTick();

    // guarded by this
    private long longest;
    private long ticksOfLongest;
    private long saidTicks;
    private long saidNanos;

    TickMeter(Duration longestTurn) {
        this.longestTurn = longestTurn.toNanos();
    }

    /** The least of some, for others use the processors too. */
    private static double nanosPerTick() {
        double least = Double.MAX_VALUE;
        long state = Tick.seed(1);
        for (int part = 0; part < PARTS; part++) {
            long start = now();
            state = Tick.run(state, CALIBRATION);
            least = Math.min(least, (double) (now() - start) / CALIBRATION);
        }
        return state == 0 ? Double.NaN : least;
    }

    /** The processor time of the calling thread. */
    static long now() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** A task computed so long, and may have used so many ticks. */
    synchronized void turn(long nanos, long ticks) {
        if (nanos - ticks * nanosPerTick > longest - ticksOfLongest * nanosPerTick) {
            longest = nanos;
            ticksOfLongest = ticks;
        }
    }

    /** A task computed so long, and said that it was so many ticks. */
    synchronized void said(long nanos, long ticks) {
        saidNanos += nanos;
        saidTicks += ticks;
        turn(nanos, ticks);
    }

    /** Fails the test if one is far from the other. */
    synchronized void check() {
        double allowed = Math.max((double) longestTurn, FAR * ticksOfLongest * nanosPerTick);
        if (longest > allowed) {
            fail(
                    "a task computes for %s without giving way, where it says %d ticks, which take %s here: others that share"
                            + " its thread or its lock wait meanwhile",
                    text((double) longest), ticksOfLongest, text(ticksOfLongest * nanosPerTick));
        }
        double expected = saidTicks * nanosPerTick;
        if (saidTicks > 0
                && Math.max((double) saidNanos, expected) > LEAST_NANOS
                && (saidNanos > FAR * expected || expected > FAR * saidNanos)) {
            fail(
                    "its tasks say %d ticks, which take %s here, for what takes %s: see Direct.worked",
                    saidTicks, text(expected), text((double) saidNanos));
        }
    }

    private static String text(double nanos) {
        return nanos < 1e6 ? Math.round(nanos / 1e3) + " µs" : Math.round(nanos / 1e6) + " ms";
    }
}
