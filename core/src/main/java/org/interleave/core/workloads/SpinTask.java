package org.interleave.core.workloads;

import java.util.List;
import java.util.Optional;
import org.interleave.core.Kernel;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;

/** A daemon that runs ticks until it should stop, or up to a limit, and results in how many it ran. */
final class SpinTask implements Task<Long> {

    private static final long serialVersionUID = 1;

    private final long limit;
    private long count;
    private long state;

    SpinTask(long state, long limit) {
        this.state = state;
        this.limit = limit;
    }

    @Override
    public Step<Long> advance(Turn turn) {
        if (turn.stopping()) {
            return Step.done(count);
        }
        long ticks = Math.min(turn.ticks(), limit - count);
        state = Tick.run(state, ticks);
        count += ticks;
        return count == limit ? Step.done(count) : Step.ready();
    }

    @Override
    public boolean daemon() {
        return true;
    }

    @Override
    public Optional<Kernel<Long>> kernel() {
        return Optional.of(new Kernel<>("spin", List.of(count, state, limit), count -> count));
    }
}
