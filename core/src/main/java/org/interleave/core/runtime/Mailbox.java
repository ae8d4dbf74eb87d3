package org.interleave.core.runtime;

import java.time.Duration;
import java.util.Optional;
import org.interleave.core.Message;
import org.interleave.core.Port;

/**
 * A bounded queue of messages to one task, its {@link Port.Inbox}, or one end of such a queue, as {@link GuardedTaskLoop}
 * uses it: any task sends, only the owner receives and closes. Thread-safe.
 */
public interface Mailbox {

    /** Sends a message if there is room; false if there is none. */
    boolean offer(Message message);

    /** Sends a message, waiting for room. */
    void put(Message message) throws InterruptedException;

    /** Takes the oldest message if there is one. */
    Optional<Message> poll();

    /** Takes the oldest message, waiting for one. */
    Message take() throws InterruptedException;

    /**
     * Takes the oldest message, waiting for one no longer than a limit.
     *
     * @return the message; empty if none came within the time
     */
    Optional<Message> take(Duration limit) throws InterruptedException;

    /** Drops what is in it and whatever comes. Senders that wait go on. */
    void close();
}
