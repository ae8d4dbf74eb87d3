package org.interleave.core.runtime;

import org.interleave.core.Arrival;
import org.jspecify.annotations.Nullable;

/** A wait that keeps the thread of its task: a sleep, I/O, a message, or a blocking call. */
@FunctionalInterface
public interface BlockingWait {

    /**
     * Waits.
     *
     * @return what the wait brought; null if it brings nothing
     * @throws Exception what fails the task
     */
    @Nullable
    Arrival await() throws Exception;
}
