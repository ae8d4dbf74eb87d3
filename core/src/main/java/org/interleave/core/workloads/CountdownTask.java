package org.interleave.core.workloads;

import java.util.List;
import java.util.Optional;
import org.interleave.core.Kernel;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;

/** Runs a number of ticks and results in the tick's state. */
final class CountdownTask implements Task<Long> {

    private static final long serialVersionUID = 1;

    private long state;
    private long remaining;

    CountdownTask(long state, long remaining) {
        this.state = state;
        this.remaining = remaining;
    }

    /** Another that goes on from here. */
    CountdownTask copy() {
        return new CountdownTask(state, remaining);
    }

    /** What it will result in, found without running it. */
    long oracle() {
        return Tick.jump(state, remaining);
    }

    @Override
    public Step<Long> advance(Turn turn) {
        long ticks = Math.min(turn.ticks(), remaining);
        state = Tick.run(state, ticks);
        remaining -= ticks;
        return remaining == 0 ? Step.done(state) : Step.ready();
    }

    @Override
    public boolean idempotent() {
        return true;
    }

    @Override
    public Optional<Kernel<Long>> kernel() {
        return Optional.of(Kernel.ofWords("countdown", List.of(state, remaining), state -> state));
    }
}
