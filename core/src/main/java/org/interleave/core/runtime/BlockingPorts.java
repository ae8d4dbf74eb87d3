package org.interleave.core.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;

/**
 * The sockets, connections and timers of one task that runs on a thread of its own, opened when first used. Calls block the
 * thread; an interrupt ends them and closes the socket or connection that they used.
 *
 * <p>Not thread-safe.
 */
public final class BlockingPorts implements AutoCloseable {

    private final Map<Port, Endpoint> endpoints = new HashMap<>();

    /** Nothing is open yet. */
    public BlockingPorts() {}

    /** What a port of a kind is to a thread. */
    sealed interface Endpoint permits BlockingDatagrams, BlockingConnection, BlockingTimer {

        /** Waits for a message, no longer than a limit if there is one. */
        Arrival receive(Optional<Duration> limit) throws IOException, InterruptedException;

        /** Sends a message, waiting for room. */
        void send(Message message) throws IOException;

        /** Whether it is of use: an interrupt may have closed it. */
        default boolean open() {
            return true;
        }

        /** Closes it, whatever it waits for. */
        default void close() throws IOException {}
    }

    /**
     * Waits for a message, as a step asks for.
     *
     * @param step of a port that is no inbox
     * @param stopping whether the task should finish: then it does not wait, and is brought what is there already, or that its
     *     wait was cut short
     * @throws IOException if the port cannot be opened, or fails otherwise than by being closed by its peer
     */
    public Arrival receive(Step.Receive<?> step, boolean stopping) throws IOException, InterruptedException {
        boolean cut = stopping && step.waits();
        Arrival arrival = endpoint(step.port()).receive(cut ? Optional.of(Duration.ZERO) : step.limit());
        return cut && arrival instanceof Arrival.TimedOut ? Arrival.cutShort() : arrival;
    }

    /**
     * Sends a message.
     *
     * @param port no inbox and no timer
     * @throws IOException if the port cannot be opened, or is closed
     */
    public void send(Port port, Message message) throws IOException {
        endpoint(port).send(message);
    }

    private Endpoint endpoint(Port port) throws IOException {
        Endpoint endpoint = endpoints.get(port);
        if (endpoint == null || !endpoint.open()) {
            endpoint = switch (port) {
                case Port.Udp udp -> new BlockingDatagrams(udp);
                case Port.Tcp tcp -> new BlockingConnection(tcp);
                case Port.Timer timer -> new BlockingTimer(timer);
                case Port.Inbox inbox -> throw new IllegalArgumentException("an inbox is not a task's own port");
            };
            endpoints.put(port, endpoint);
        }
        return endpoint;
    }

    @Override
    public void close() {
        for (Endpoint endpoint : endpoints.values()) {
            try {
                endpoint.close();
            } catch (IOException ignored) {
                // nothing was buffered and nobody waits for it
            }
        }
    }
}
