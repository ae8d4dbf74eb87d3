package org.interleave.eventloop.akka;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.TaskRun;
import org.interleave.core.runtime.TimerExpirations;

/** The sockets and timers of a task, opened when first used. Used by the task's actor only, whose children the sockets are. */
final class TaskPorts {

    private final ActorContext<TaskCommand> context;
    private final Map<Port, TaskSocket> sockets = new HashMap<>();
    private final Map<Port.Timer, Expirations> timers = new HashMap<>();

    /** A timer, which has something when its time is over. */
    private record Expirations(TimerExpirations expirations) implements Source {

        @Override
        public boolean deliverTo(TaskRun<?> task) {
            Optional<Message> message = expirations.take(System.nanoTime());
            message.ifPresent(task::deliver);
            return message.isPresent();
        }

        @Override
        public long next() {
            return expirations.next(System.nanoTime());
        }
    }

    TaskPorts(ActorContext<TaskCommand> context) {
        this.context = context;
    }

    /** A timer, which starts if it is used for the first time. */
    Source timer(Port.Timer port) {
        return timers.computeIfAbsent(port, timer -> new Expirations(new TimerExpirations(timer, System.nanoTime())));
    }

    /**
     * A socket, which begins to open if it is used for the first time.
     *
     * @throws IOException if its peer has no address
     */
    TaskSocket socket(Port port) throws IOException {
        TaskSocket socket = sockets.get(port);
        if (socket == null) {
            socket = new TaskSocket(Adapter.actorOf(
                    context,
                    switch (port) {
                        case Port.Udp udp -> DatagramActor.props(udp, context.getSelf());
                        case Port.Tcp tcp -> ConnectionActor.props(tcp, context.getSelf());
                        case Port.Inbox inbox -> throw new IllegalStateException("an inbox is no socket");
                        case Port.Timer timer -> throw new IllegalStateException("a timer is no socket");
                    }));
            sockets.put(port, socket);
        }
        return socket;
    }

    /** The socket that tells something: it was opened. */
    TaskSocket opened(Port port) {
        return Objects.requireNonNull(sockets.get(port));
    }

    /** Has all sockets closed. */
    void close() {
        sockets.values().forEach(TaskSocket::close);
    }

    /** Whether all are. */
    boolean closed() {
        return sockets.values().stream().allMatch(TaskSocket::isStopped);
    }
}
