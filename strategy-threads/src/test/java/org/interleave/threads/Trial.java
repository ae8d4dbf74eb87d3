package org.interleave.threads;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** Says how long threads fight for a lock: until all have come, however late the last is, and for some time after. */
final class Trial {

    private final AtomicInteger missing;
    private final long nanos;
    private volatile OptionalLong end = OptionalLong.empty();

    Trial(int contenders, Duration time) {
        missing = new AtomicInteger(contenders);
        nanos = time.toNanos();
    }

    /** Told by each contender when it has come. */
    void enter() {
        if (missing.decrementAndGet() == 0) {
            end = OptionalLong.of(System.nanoTime() + nanos);
        }
    }

    boolean goesOn() {
        OptionalLong known = end;
        return known.isEmpty() || System.nanoTime() - known.getAsLong() < 0;
    }
}
