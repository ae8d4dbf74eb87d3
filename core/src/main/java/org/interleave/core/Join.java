package org.interleave.core;

import java.time.Duration;

/** A wait for a started thread to end that an interrupt does not cut short; it is kept for later. */
public final class Join {

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 2);

    private Join() {}

    /** Waits however long it takes. */
    public static void of(Thread thread) {
        boolean ignored = of(thread, FOREVER);
    }

    /** Waits no longer than the limit; true if the thread has ended. */
    public static boolean of(Thread thread, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return thread.join(Duration.ofNanos(deadline - System.nanoTime()));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
