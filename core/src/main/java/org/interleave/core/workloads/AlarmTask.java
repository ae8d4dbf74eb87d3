package org.interleave.core.workloads;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Call;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Turn;
import org.interleave.core.workloads.Timers.Ended;
import org.interleave.core.workloads.Timers.Fired;
import org.interleave.core.workloads.Timers.Firing;
import org.jspecify.annotations.Nullable;

/**
 * Receives from a repeating timer until a number of periods have passed since it first fired. What is there already at the end
 * is taken too, so that an expiration at that very moment counts.
 *
 * <p>It keeps no port, only a weak reference, to see whether somebody else does.
 */
final class AlarmTask extends StepMachine<Ended> {

    private static final long serialVersionUID = 1;

    private final Duration every;
    private final Duration length;
    private final int noticeAfter;
    private final Call notice;
    private final ArrayList<Firing> firings = new ArrayList<>();
    private transient @Nullable WeakReference<Port> dropped;
    private long asked;
    private long end;
    private long expirations;
    private long handlesCollected;
    private boolean noticed;
    private boolean lastLook;

    /**
     * A timer.
     *
     * @param noticeAfter the expirations after which a call is made, 0 for never
     * @param notice the call
     */
    AlarmTask(Duration every, int periods, int noticeAfter, Call notice) {
        this.every = every;
        length = every.multipliedBy(periods);
        this.noticeAfter = noticeAfter;
        this.notice = notice;
    }

    @Override
    protected Step<Ended> begin(Turn turn) {
        return receive(Optional.empty());
    }

    private Step<Ended> receive(Optional<Duration> limit) {
        Port.Timer timer = new Port.Timer(Duration.ZERO, every);
        dropped = new WeakReference<>(timer);
        asked = System.nanoTime();
        return then(this::take, new Step.Receive<>(timer, limit));
    }

    private Step<Ended> take(Turn turn) {
        long now = System.nanoTime();
        WeakReference<Port> port = dropped;
        if (port != null && port.get() == null) {
            handlesCollected++;
        }
        return switch (turn.arrival()) {
            case Arrival.Received received ->
                fired(turn, now, received.message().asLong());
            case Arrival.TimedOut over -> lastLook ? end(false) : lookOnceMore();
            case Arrival.CutShort stopping -> end(true);
            case Arrival.Closed closed -> throw new IllegalStateException("a timer was closed: " + closed.why());
        };
    }

    private Step<Ended> fired(Turn turn, long now, long count) {
        firings.add(new Firing(asked, now, count));
        expirations += count;
        if (firings.size() == 1) {
            end = now + length.toNanos();
        }
        if (noticeAfter > 0 && expirations >= noticeAfter && !noticed) {
            noticed = true;
            return then(this::goOn, Step.blocking(notice));
        }
        return goOn(turn);
    }

    private Step<Ended> goOn(Turn turn) {
        long left = end - System.nanoTime();
        if (lastLook) {
            return end(false);
        }
        if (turn.stopping()) {
            return end(true);
        }
        return left > 0 ? receive(Optional.of(Duration.ofNanos(left))) : lookOnceMore();
    }

    private Step<Ended> lookOnceMore() {
        lastLook = true;
        return receive(Optional.of(Duration.ZERO));
    }

    private Step<Ended> end(boolean stopped) {
        return Step.done(new Fired(firings, stopped, handlesCollected));
    }
}
