package org.interleave.eventloop.vertx;

import io.vertx.core.Future;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Message;

/**
 * What a port is to a task. It is read as a non-blocking socket is: who finds nothing is told when to look again. Used on
 * the context of the task's verticle only.
 */
sealed interface Endpoint permits BusInbox, UdpEndpoint, TcpEndpoint, TimerEndpoint {

    /**
     * Takes what there is to receive; nothing if the task has to wait.
     *
     * @throws Throwable what fails the task
     */
    Optional<Arrival> poll() throws Throwable;

    /** Has a handler called once, in an event to come, when it is worth to poll again. */
    void onReadable(Runnable handler);

    /** Has it not called any more. */
    void forget();

    /**
     * Sends a message.
     *
     * @return succeeds once the message is on its way
     */
    Future<Void> send(Message message);

    /** Closes it. */
    void close();
}
