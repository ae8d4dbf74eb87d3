package org.interleave.processes.cluster;

import akka.actor.typed.ActorSystem;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * One session with a node: requests it until the node answers, joins the node's cluster, and ends when the node is lost or
 * closes it. After that it is of no use but to be closed; whoever wants another session opens another client. Thread-safe.
 */
public final class NodeClient implements AutoCloseable {

    private final ActorSystem<Command> system;
    private final AtomicReference<String> trouble;
    private final AtomicBoolean accepted;

    private NodeClient(ActorSystem<Command> system, AtomicReference<String> trouble, AtomicBoolean accepted) {
        this.system = system;
        this.trouble = trouble;
        this.accepted = accepted;
    }

    /**
     * What a client tells a node of itself.
     *
     * @param id the same for all clients that someone opens one after the other
     * @param name who that is, for people
     * @param codeVersion the client's code, which has to be the node's
     */
    public record ClientInfo(long id, String name, String codeVersion) {}

    /**
     * Begins to connect, and returns at once.
     *
     * @param node the node's address
     * @param from where to listen meanwhile; the node has to be able to reach it
     * @param certificates what both sides have to show each other
     * @param timeouts of the session
     * @param handler makes, of the connection to the node, the handler of what comes through it; that is told of the
     *     session's end also if the client was refused
     */
    public static NodeClient connect(
            NodeAddress node,
            NodeAddress from,
            Certificates certificates,
            NodeTimeouts timeouts,
            ClientInfo info,
            Function<NodeConnection, NodeConnection.Handler> handler) {
        AtomicReference<String> trouble = new AtomicReference<>("it does not answer, or cannot reach this machine");
        AtomicBoolean accepted = new AtomicBoolean();
        AtomicReference<String> distrust = new AtomicReference<>("");
        GatewayLimits limits = GatewayLimits.ofClient(timeouts);
        ActorSystem<Command> system = ClusterSystem.start(
                        new ClusterSystem.Settings(from, certificates, timeouts, limits, new LogLimiter(line -> {})),
                        distrust::set,
                        (gateway, host) -> host.equals(node.host()),
                        (context, gateway) -> new NodeClientActor(
                                context, node, timeouts, info, trouble, accepted, distrust::get, handler))
                .system();
        return new NodeClient(system, trouble, accepted);
    }

    /** What {@link #trouble} begins with if the node has answered, and refuses. */
    static final String REFUSES = "it refuses: ";

    /** Whether the node has answered that it does not accept it for now. */
    public boolean refused() {
        return trouble.get().startsWith(REFUSES);
    }

    /** Whether the node has accepted it. */
    public boolean accepted() {
        return accepted.get();
    }

    /** Why it has not been accepted so far, to follow the node's name. */
    public String trouble() {
        return trouble.get();
    }

    /** Closes the session, if it is open, and releases all that belongs to it. */
    @Override
    public void close() {
        system.tell(new Command.Stop("it is done"));
        ClusterSystem.awaitEnd(system);
    }
}
