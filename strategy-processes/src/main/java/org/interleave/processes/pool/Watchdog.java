package org.interleave.processes.pool;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Join;

/** A watchdog: a thread that looks periodically whether something has taken too long. */
final class Watchdog implements AutoCloseable {

    /** A task is overdue for at most so much of its limit before that is seen. */
    private static final int LOOKS = 20;

    private static final Duration SHORTEST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMillis(500);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Begins, until it is closed.
     *
     * @param limit what takes longer took too long; zero for no limit, which is looked for rarely
     * @param look does not wait
     */
    Watchdog(Duration limit, Runnable look) {
        Duration period = limit.isPositive() ? period(limit) : LONGEST;
        thread = Thread.ofPlatform().name("watchdog").daemon().start(() -> watch(period, look));
    }

    private static Duration period(Duration limit) {
        Duration period = limit.dividedBy(LOOKS);
        if (period.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return period.compareTo(LONGEST) > 0 ? LONGEST : period;
    }

    private void watch(Duration period, Runnable look) {
        try {
            while (!closed.await(period.toNanos(), TimeUnit.NANOSECONDS)) {
                look.run();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("a private thread was interrupted", e);
        }
    }

    /** Waits for a look that is under way. */
    @Override
    public void close() {
        closed.countDown();
        Join.of(thread);
    }
}
