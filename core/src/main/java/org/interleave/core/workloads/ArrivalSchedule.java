package org.interleave.core.workloads;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.interleave.core.SeededRandom;

/**
 * The moments at which the requests of an open loop are due: so many in a second, whether they are answered or not.
 *
 * <p>Each request has a period of its own and is due at a random moment of the second half of it: not in step with anything
 * that repeats itself, such as a switch interval or a timer's tick, and never closer to the one before than half a period.
 * The moments come of a seed, so they are the same in every run.
 *
 * @param rate requests per second
 * @param seed of the moments
 */
public record ArrivalSchedule(long rate, long seed) {

    /** How many requests are due in a time: one at least. */
    public static long requests(long rate, Duration duration) {
        return Math.max(1, Math.round(rate * (duration.toNanos() / 1e9)));
    }

    /** When a request is due, in nanoseconds from when the period of the first begins. */
    public long due(long request) {
        return (long) (moment(request) * 1e9 / rate);
    }

    /** The same in periods. */
    double moment(long request) {
        return request + (1 + SeededRandom.of(seed, request).nextDouble()) / 2;
    }

    /** Waits until a time by {@link System#nanoTime}. */
    public static void parkUntil(long deadline) throws InterruptedException {
        long left;
        while ((left = deadline - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
