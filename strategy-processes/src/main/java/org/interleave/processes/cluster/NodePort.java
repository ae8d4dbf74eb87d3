package org.interleave.processes.cluster;

import akka.actor.typed.ActorSystem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.interleave.core.InvalidInputException;

/** Where a node is visited, by one visitor at a time. Thread-safe. */
public final class NodePort implements AutoCloseable {

    private final ActorSystem<Command> system;
    private final Gateway gateway;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile boolean closed;

    /** Who is visited. Called by one thread at a time, which should not be kept for long. */
    public interface Host {

        /** What is wrong with a visitor's greeting, if anything. */
        Optional<String> objection(String greeting);

        /**
         * Someone has come.
         *
         * @param link leads to the visitor
         * @param visitor who that is
         * @return takes what comes from there
         */
        NodeConnection.End visited(NodeConnection link, String visitor);
    }

    private NodePort(ClusterSystem.Settings settings, Host host) {
        ClusterSystem.Running running = ClusterSystem.start(
                settings,
                refusal -> settings.log().accept("calls", "refused a stranger that was called: " + refusal),
                Gateway::knows,
                (context, gateway) -> new NodeActor(context, settings, gateway, host, this::end));
        system = running.system();
        gateway = running.gateway();
        gateway.ended().thenAccept(this::end);
        system.getWhenTerminated().whenComplete((done, failure) -> end("its actor system has ended"));
    }

    /**
     * Begins to listen.
     *
     * @param certificates what both sides have to show each other
     * @param patience with a visitor
     * @param log for who comes, leaves or is refused, and for what strangers do
     * @throws InvalidInputException if nobody can listen there
     */
    public static NodePort open(
            NodeAddress address, Certificates certificates, NodeTimeouts patience, Host host, LogLimiter log) {
        return open(
                new ClusterSystem.Settings(address, certificates, patience, GatewayLimits.ofNode(patience), log), host);
    }

    /** The same with limits of one's own. */
    static NodePort open(ClusterSystem.Settings settings, Host host) {
        return new NodePort(settings, host);
    }

    private void end(String why) {
        if (!closed) {
            ended.complete(why);
        }
    }

    /** Where it listens. */
    public NodeAddress address() {
        return gateway.address();
    }

    /** What it is made of. */
    ActorSystem<Command> system() {
        return system;
    }

    /** What is before it. */
    Gateway gateway() {
        return gateway;
    }

    /** Completed with the reason if it ends by itself, without having been closed; then it is of no use but to be closed. */
    public CompletionStage<String> ended() {
        return ended.minimalCompletionStage();
    }

    /** Sends the visitor away and stops listening. */
    @Override
    public void close() {
        closed = true;
        system.tell(new Command.Stop("the node was stopped"));
        ClusterSystem.awaitEnd(system);
    }
}
