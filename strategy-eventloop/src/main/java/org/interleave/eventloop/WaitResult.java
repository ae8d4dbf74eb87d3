package org.interleave.eventloop;

import java.util.Optional;
import org.interleave.core.Message;

/** What the end of a wait brings to the task that waited. */
@FunctionalInterface
public interface WaitResult {

    /**
     * The message, if the wait brought one.
     *
     * @throws Throwable what fails the task
     */
    Optional<Message> get() throws Throwable;
}
