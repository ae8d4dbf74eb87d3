package org.interleave.core.workloads;

import java.util.List;
import java.util.Optional;
import org.interleave.core.Kernel;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;

/**
 * A daemon that waits for a word in its inbox, then runs ticks until it should stop, or up to a limit, and results in how
 * many it ran. The twin in C does not wait for the word.
 */
final class SpinTask implements Task<Long> {

    private static final long serialVersionUID = 1;

    private final Port.Inbox inbox;
    private final long limit;
    private boolean asked;
    private long count;
    private long state;

    SpinTask(Port.Inbox inbox, long state, long limit) {
        this.inbox = inbox;
        this.state = state;
        this.limit = limit;
    }

    @Override
    public Step<Long> advance(Turn turn) {
        if (turn.stopping()) {
            return Step.done(count);
        }
        if (!asked) {
            asked = true;
            return Step.receive(inbox);
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
