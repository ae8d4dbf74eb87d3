package org.interleave.processes.cluster;

import akka.actor.typed.ActorSystem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.interleave.core.InvalidInputException;

/** The listening port of a node, which has a session with one client at a time. Thread-safe. */
public final class NodePort implements AutoCloseable {

    private final ActorSystem<Command> system;
    private final Gateway gateway;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile boolean closed;

    /**
     * Decides about clients and handles their sessions. Called by one thread at a time, which should not be kept for long.
     */
    public interface SessionAcceptor {

        /** What is wrong with the code that a client runs, if anything. */
        Optional<String> objection(String codeVersion);

        /**
         * A client has joined.
         *
         * @param connection leads to the client
         * @param client its name, for people
         * @return the handler of what comes from it
         */
        NodeConnection.Handler accept(NodeConnection connection, String client);
    }

    private NodePort(ClusterSystem.Settings settings, SessionAcceptor acceptor) {
        ClusterSystem.Running running = ClusterSystem.start(
                settings,
                refusal -> settings.log().accept("calls", "refused a stranger that was called: " + refusal),
                Gateway::knows,
                (context, gateway) -> new NodeActor(context, settings, gateway, acceptor, this::end));
        system = running.system();
        gateway = running.gateway();
        gateway.ended().thenAccept(this::end);
        system.getWhenTerminated().whenComplete((done, failure) -> end("its actor system has ended"));
    }

    /**
     * Begins to listen.
     *
     * @param certificates what both sides have to show each other
     * @param timeouts of a session
     * @param log for who joins, leaves or is refused, and for what strangers do
     * @throws InvalidInputException if nobody can listen there
     */
    public static NodePort open(
            NodeAddress address,
            Certificates certificates,
            NodeTimeouts timeouts,
            SessionAcceptor acceptor,
            LogLimiter log) {
        return open(
                new ClusterSystem.Settings(address, certificates, timeouts, GatewayLimits.ofNode(timeouts), log),
                acceptor);
    }

    /** Begins to listen with limits of one's own. */
    static NodePort open(ClusterSystem.Settings settings, SessionAcceptor acceptor) {
        return new NodePort(settings, acceptor);
    }

    private void end(String why) {
        if (!closed) {
            ended.complete(why);
        }
    }

    /** The address that it listens on, with the port that was free if none was named. */
    public NodeAddress address() {
        return gateway.address();
    }

    /** The actor system of the node. */
    ActorSystem<Command> system() {
        return system;
    }

    /** The gateway before the actor system. */
    Gateway gateway() {
        return gateway;
    }

    /** Completed with the reason if it ends by itself, without having been closed; then it is of no use but to be closed. */
    public CompletionStage<String> ended() {
        return ended.minimalCompletionStage();
    }

    /** Closes the session and stops listening. */
    @Override
    public void close() {
        closed = true;
        system.tell(new Command.Stop("the node was stopped"));
        ClusterSystem.awaitEnd(system);
    }
}
