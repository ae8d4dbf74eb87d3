package org.interleave.threads;

import java.time.Duration;
import org.interleave.core.Parameter;

/** The option of the policies whose waiters ask for the lock. */
public final class SwitchInterval {

    /** The time that a waiter waits before it asks for the lock. */
    public static final Parameter<Duration> OPTION = Parameter.duration(
            "switch-interval",
            "how long a waiter waits before it asks for the lock",
            Duration.ofMillis(5),
            Duration.ofMillis(5),
            Duration.ofNanos(1_000),
            Duration.ofSeconds(10));

    private SwitchInterval() {}
}
