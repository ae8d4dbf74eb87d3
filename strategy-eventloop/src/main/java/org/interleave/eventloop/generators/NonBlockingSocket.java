package org.interleave.eventloop.generators;

import java.io.IOException;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Message;

/** A socket of a generator. What it cannot do at once it has the loop wait for; the generator, woken then, tries again. */
sealed interface NonBlockingSocket permits NonBlockingDatagrams, NonBlockingConnection {

    /** What there is to receive; nothing if the generator has to wait. */
    Optional<Arrival> receive() throws IOException;

    /**
     * Sends a message; false if the generator has to wait.
     *
     * @param again whether it has tried to send this one before
     */
    boolean send(Message message, boolean again) throws IOException;

    /** Closes it. */
    void close() throws IOException;
}
