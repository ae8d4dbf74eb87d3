package org.interleave.threads;

import java.time.Duration;
import java.util.Map;
import org.interleave.core.Guard;
import org.interleave.core.Metric;

/** The one lock that a thread has to hold to run a task. Each policy decides when the holder gives way, and to whom. */
public interface GiantLock extends Guard {

    /**
     * What the lock counted so far, by name: {@code switches} (acquisitions by another thread than the last holder),
     * {@code drop_requests}, {@code forced_switches} and {@code failed_wakeups} (a waiter woke and found it taken),
     * those that the policy knows. Exact once no thread uses the lock any more.
     */
    Map<String, Metric> metrics();

    /**
     * The giant lock of CPython since 3.2, as {@link GiantLockTimed} runs its tasks under.
     *
     * @param switchInterval how long a waiter waits before it asks for the lock, positive
     */
    static GiantLock timed(Duration switchInterval) {
        return new TimedLock(switchInterval);
    }
}
