package org.interleave.core.workloads;

import java.util.List;
import java.util.Optional;
import org.interleave.core.Kernel;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Tick;
import org.interleave.core.Turn;

/**
 * A daemon that waits for a word in its inbox, then runs ticks until it should stop, or up to a limit, and results in how
 * many it ran and when. Once it has the word it runs a turn's ticks at least, so that none at all means that it never got
 * it. The twin in C waits for the word too, and counts its time from when the strategy asked for it after that.
 */
final class SpinTask extends StepMachine<Activity> {

    private static final long serialVersionUID = 1;

    private final Port.Inbox inbox;
    private final long limit;
    private long begun;
    private long count;
    private long state;

    SpinTask(Port.Inbox inbox, long state, long limit) {
        this.inbox = inbox;
        this.state = state;
        this.limit = limit;
    }

    @Override
    protected Step<Activity> begin(Turn turn) {
        return then(this::take, Step.receive(inbox));
    }

    private Step<Activity> take(Turn turn) {
        begun = System.nanoTime();
        return turn.stopping() && !hasWord(turn) ? end() : then(this::compute, computed(turn));
    }

    /** A wait for the word that was cut short has brought nothing. */
    private static boolean hasWord(Turn turn) {
        try {
            return turn.message().size() >= 0;
        } catch (IllegalStateException cutShort) {
            return false;
        }
    }

    private Step<Activity> compute(Turn turn) {
        return turn.stopping() ? end() : computed(turn);
    }

    private Step<Activity> computed(Turn turn) {
        long ticks = Math.min(turn.ticks(), limit - count);
        state = Tick.run(state, ticks);
        count += ticks;
        return count == limit ? end() : Step.ready();
    }

    private Step<Activity> end() {
        return Step.done(new Activity(count, state, begun, System.nanoTime()));
    }

    @Override
    public boolean daemon() {
        return true;
    }

    @Override
    public Optional<Kernel<Activity>> kernel() {
        return Optional.of(twin(count, state, limit, System.nanoTime()).afterMessage());
    }

    /**
     * Runs ticks in C, up to a limit or until it should stop.
     *
     * @param begun the time from which it counts
     */
    static Kernel<Activity> twin(long count, long state, long limit, long begun) {
        return new Kernel<>(
                "spin",
                List.of(
                        new Kernel.Argument.Word(count),
                        new Kernel.Argument.Word(state),
                        new Kernel.Argument.Word(limit)),
                results -> new Activity(results.word(0), results.word(1), begun, System.nanoTime()));
    }
}
