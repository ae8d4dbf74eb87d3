package org.interleave.testkit;

import java.io.IOException;
import java.time.Duration;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/**
 * Waits until it is told to stop. It fails if an endless wait ends without that, if it is told while others are at
 * work, or if it is brought a message that nobody sent.
 */
final class DaemonTask implements Task<String> {

    /** What it does meanwhile. */
    enum Pursuit {
        SLEEPS,
        RECEIVES,
        LOOKS_NOW_AND_THEN
    }

    /** What a daemon marks when it begins. */
    static String begun(int index) {
        return "daemon-" + index;
    }

    /** What the others mark when they are done, and what the daemon results in. */
    static final String FOREGROUND_DONE = "foreground-done";

    private static final long serialVersionUID = 1;

    private final MarkerFiles markers;
    private final Pursuit pursuit;
    private final int index;
    private boolean begun;

    DaemonTask(MarkerFiles markers, Pursuit pursuit, int index) {
        this.markers = markers;
        this.pursuit = pursuit;
        this.index = index;
    }

    @Override
    public boolean daemon() {
        return true;
    }

    @Override
    public Step<String> advance(Turn turn) throws IOException {
        if (!begun) {
            markers.mark(begun(index));
        }
        if (turn.stopping()) {
            checkWhetherRightlySo(turn);
            return Step.done(FOREGROUND_DONE);
        }
        if (begun && pursuit != Pursuit.LOOKS_NOW_AND_THEN) {
            throw new IllegalStateException("a daemon was resumed from an endless wait, and not told to stop");
        }
        begun = true;
        return switch (pursuit) {
            case SLEEPS -> Step.sleep(Duration.ofHours(1));
            case RECEIVES -> Step.receive(new Port.Inbox(index));
            case LOOKS_NOW_AND_THEN -> Step.sleep(Duration.ofMillis(1));
        };
    }

    private void checkWhetherRightlySo(Turn turn) {
        if (!markers.marked(FOREGROUND_DONE)) {
            throw new IllegalStateException("a daemon was told to stop while another task was at work");
        }
        boolean brought = true;
        try {
            turn.message();
        } catch (IllegalStateException none) {
            brought = false;
        }
        if (brought) {
            throw new IllegalStateException("a daemon was brought a message that nobody sent");
        }
    }
}
