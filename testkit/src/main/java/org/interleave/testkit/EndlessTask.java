package org.interleave.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.interleave.core.Feature;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;

/**
 * Goes on until it is cancelled. It marks that it began, and fails if it is resumed after its wait was cut short, as a
 * cancelled task must not be.
 */
class EndlessTask implements Task<String> {

    /** What it does forever. */
    enum Pursuit {
        SLEEPS,
        RECEIVES,
        AWAITS_A_TIMER,
        BLOCKS,
        COMPUTES;

        /**
         * What it takes. Where tasks run one after another nobody is left to send to one that receives, and its
         * failure may say so.
         */
        Set<Feature> needs() {
            return this == RECEIVES ? Set.of(Feature.INBOXES, Feature.CONCURRENCY) : Set.of();
        }
    }

    private static final long serialVersionUID = 1;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long TICKS_BETWEEN_LOOKS = 1_000_000;

    private final MarkerFiles markers;
    private final Pursuit pursuit;
    private final int index;
    private boolean begun;
    private long state = Tick.seed(1);
    private long ticksSinceLook;

    EndlessTask(MarkerFiles markers, Pursuit pursuit, int index) {
        this.markers = markers;
        this.pursuit = pursuit;
        this.index = index;
    }

    /** What a task marks when it begins. */
    static String begun(int index) {
        return "begun-" + index;
    }

    @Override
    public final Step<String> advance(Turn turn) throws IOException {
        if (begun) {
            return resumed(turn);
        }
        begun = true;
        markers.mark(begun(index));
        return goOn(turn);
    }

    /** What it does when it is resumed, which happens to one that computes only. */
    Step<String> resumed(Turn turn) {
        if (pursuit != Pursuit.COMPUTES) {
            throw new IllegalStateException("resumed after an endless wait");
        }
        return goOn(turn);
    }

    /** What it does. */
    final Pursuit pursuit() {
        return pursuit;
    }

    /** Does it, or goes on with it. */
    final Step<String> goOn(Turn turn) {
        return switch (pursuit) {
            case SLEEPS -> Step.sleep(HOUR);
            case RECEIVES -> Step.receive(new Port.Inbox(index));
            case AWAITS_A_TIMER -> Step.receive(new Port.Timer(HOUR, HOUR));
            case BLOCKS ->
                Step.blocking(() -> {
                    Thread.sleep(HOUR);
                    return Message.EMPTY;
                });
            case COMPUTES -> compute(turn);
        };
    }

    /** A strategy that cannot end it must not keep a processor busy after the test. */
    private Step<String> compute(Turn turn) {
        state = Tick.run(state, turn.ticks());
        ticksSinceLook += turn.ticks();
        if (ticksSinceLook >= TICKS_BETWEEN_LOOKS) {
            ticksSinceLook = 0;
            if (markers.gone()) {
                return Step.done("outlived the test");
            }
        }
        return Step.ready();
    }
}
