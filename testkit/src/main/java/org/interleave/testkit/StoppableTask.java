package org.interleave.testkit;

import java.io.IOException;
import java.time.Duration;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.testkit.EndlessTask.Pursuit;

/**
 * Goes on until it should finish, waits once more, which should not last either, and then results in what it has. It marks that
 * it began.
 */
final class StoppableTask implements Task<String> {

    static final String KEPT = "kept";

    private static final long serialVersionUID = 1;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long TICKS_BETWEEN_LOOKS = 1_000_000;

    private final MarkerFiles markers;
    private final Pursuit pursuit;
    private final int index;
    private boolean begun;
    private boolean again;
    private long state = Tick.seed(1);
    private long ticksSinceLook;

    StoppableTask(MarkerFiles markers, Pursuit pursuit, int index) {
        this.markers = markers;
        this.pursuit = pursuit;
        this.index = index;
    }

    @Override
    public Step<String> advance(Turn turn) throws IOException {
        if (!begun) {
            begun = true;
            markers.mark(EndlessTask.begun(index));
        } else if (turn.stopping()) {
            return finish(turn);
        } else if (pursuit != Pursuit.COMPUTES) {
            throw new IllegalStateException("resumed after an endless wait, and should not finish");
        }
        return goOn(turn);
    }

    /** What it computes and what it calls is not a wait. */
    private Step<String> finish(Turn turn) {
        boolean receives = pursuit == Pursuit.RECEIVES || pursuit == Pursuit.AWAITS_A_TIMER;
        if (receives && !turn.arrival().equals(Arrival.cutShort())) {
            return Step.done("received " + turn.arrival());
        }
        if (!again && (receives || pursuit == Pursuit.SLEEPS)) {
            again = true;
            return goOn(turn);
        }
        return Step.done(KEPT);
    }

    private Step<String> goOn(Turn turn) {
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

    /** A strategy that cannot stop it must not keep a processor busy after the test. */
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
