package org.interleave.testkit;

import org.interleave.core.Arrival;
import org.interleave.core.Step;
import org.interleave.core.Turn;

/**
 * Goes on until it should finish, waits once more, which should not last either, and then results in what it has. It marks that
 * it began.
 */
final class StoppableTask extends EndlessTask {

    static final String KEPT = "kept";

    private static final long serialVersionUID = 1;

    private boolean again;

    StoppableTask(MarkerFiles markers, Pursuit pursuit, int index) {
        super(markers, pursuit, index);
    }

    @Override
    Step<String> resumed(Turn turn) {
        if (turn.stopping()) {
            return finish(turn);
        }
        if (pursuit() != Pursuit.COMPUTES) {
            throw new IllegalStateException("resumed after an endless wait, and should not finish");
        }
        return goOn(turn);
    }

    /** What it computes and what it calls is not a wait. */
    private Step<String> finish(Turn turn) {
        boolean receives = pursuit() == Pursuit.RECEIVES || pursuit() == Pursuit.AWAITS_A_TIMER;
        if (receives && !turn.arrival().equals(Arrival.cutShort())) {
            return Step.done("received " + turn.arrival());
        }
        if (!again && (receives || pursuit() == Pursuit.SLEEPS)) {
            again = true;
            return goOn(turn);
        }
        return Step.done(KEPT);
    }
}
