package org.interleave.core.workloads.mix;

import org.interleave.core.Call;
import org.interleave.core.Message;
import org.interleave.core.Tick;

/**
 * A call that computes without whatever else the task needs to run: native code that releases the lock. It answers the state that
 * its ticks lead to.
 *
 * @param state the state before
 * @param ticks how many ticks
 */
record ComputingCall(long state, long ticks) implements Call {

    /** About 2 ms: as often it looks whether it is interrupted. */
    private static final long SLICE_TICKS = 100_000;

    @Override
    public Message call() throws InterruptedException {
        long reached = state;
        for (long left = ticks; left > 0; left -= SLICE_TICKS) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            reached = Tick.run(reached, Math.min(left, SLICE_TICKS));
        }
        return Message.of(reached);
    }
}
