package org.interleave.core.runtime;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.Optional;
import org.interleave.core.Message;
import org.interleave.core.Port;

/**
 * The expirations of a {@link Port.Timer}, reckoned from the time when it was started, as the kernel's {@code timerfd} counts them:
 * a task that is late learns how many it missed, and the next comes when it would have come anyway. Whoever waits sets an
 * alarm for {@link #next} in its own way. Not thread-safe.
 */
public final class TimerExpirations {

    /** A time that never comes: 146 years from now. */
    public static final long NEVER = Long.MAX_VALUE / 2;

    private final long first;
    private final long period;
    private long taken;

    /**
     * Starts a timer.
     *
     * @param now the time on the clock of {@link System#nanoTime}
     */
    public TimerExpirations(Port.Timer timer, long now) {
        first = now + nanos(timer.after());
        period = nanos(timer.every());
    }

    /** A time in nanoseconds, {@link #NEVER} at most, so that it can be added to the present time. */
    public static long nanos(Duration duration) {
        return Math.min(NANOSECONDS.convert(duration), NEVER);
    }

    /**
     * The nanoseconds from a time until the next expiration that was not taken: zero or less if that is over, {@link #NEVER} if
     * there is none.
     */
    public long next(long now) {
        if (period == 0 && taken > 0) {
            return NEVER;
        }
        return first - now + taken * period;
    }

    /** Takes the expirations until a time, if there are any: their number, as a message. */
    public Optional<Message> take(long now) {
        if (next(now) > 0) {
            return Optional.empty();
        }
        long all = period == 0 ? 1 : (now - first) / period + 1;
        long missed = all - taken;
        taken = all;
        return Optional.of(Message.of(missed));
    }
}
