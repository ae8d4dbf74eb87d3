package org.interleave.eventloop.vertx;

import io.vertx.core.Future;
import org.interleave.core.Message;
import org.interleave.core.runtime.TaskRun;

/**
 * What a port is to a task. It is read as a non-blocking socket is: who finds nothing is told when to look again. Used on
 * the context of the task's verticle only.
 */
sealed interface Endpoint permits BusInbox, UdpEndpoint, TcpEndpoint, TimerEndpoint {

    /**
     * Delivers what there is to receive; false if there is nothing.
     *
     * @throws Throwable what fails the task
     */
    boolean deliverTo(TaskRun<?> task) throws Throwable;

    /** Has a handler called once, in an event to come, when there may be something. */
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
