package org.interleave.core.workloads;

import java.time.Duration;

/** Waits for a thread that is about to end. An interrupt does not cut this short, and is kept. */
final class Join {

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 2);

    private Join() {}

    /** However long it takes. */
    static void of(Thread thread) {
        of(thread, FOREVER);
    }

    /** As long as patience lasts. */
    static void of(Thread thread, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        boolean waiting = true;
        while (waiting) {
            try {
                long left = deadline - System.nanoTime();
                waiting = !thread.join(Duration.ofNanos(left)) && left > 0;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
