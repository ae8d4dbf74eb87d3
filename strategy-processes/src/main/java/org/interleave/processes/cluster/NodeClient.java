package org.interleave.processes.cluster;

import akka.actor.typed.ActorSystem;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Visits a node: knocks until it is let in, joins the node's cluster, and is over when the node is lost or sends it away.
 * After that it is of no use but to be closed; who wants to come back sends another. Thread-safe.
 */
public final class NodeClient implements AutoCloseable {

    private final ActorSystem<Command> system;
    private final AtomicReference<String> trouble;
    private final AtomicBoolean welcome;

    private NodeClient(ActorSystem<Command> system, AtomicReference<String> trouble, AtomicBoolean welcome) {
        this.system = system;
        this.trouble = trouble;
        this.welcome = welcome;
    }

    /**
     * What a visitor says of itself.
     *
     * @param id the same for all visitors that someone sends one after the other
     * @param name who that is, for people
     * @param greeting what the two sides have to agree about
     */
    public record Card(long id, String name, String greeting) {}

    /**
     * Sets out, and returns at once.
     *
     * @param node where to
     * @param from where to listen meanwhile; the node has to be able to reach it
     * @param certificates what both sides have to show each other
     * @param patience with the node
     * @param end makes of the link to the node what takes what comes; it is told of the visit's end also if the visitor
     *     was refused
     */
    public static NodeClient send(
            NodeAddress node,
            NodeAddress from,
            Certificates certificates,
            NodeTimeouts patience,
            Card card,
            Function<NodeConnection, NodeConnection.End> end) {
        AtomicReference<String> trouble = new AtomicReference<>("it does not answer, or cannot reach this machine");
        AtomicBoolean welcome = new AtomicBoolean();
        AtomicReference<String> distrust = new AtomicReference<>("");
        GatewayLimits limits = GatewayLimits.ofVisitor(patience);
        ActorSystem<Command> system = ClusterSystem.start(
                        new ClusterSystem.Settings(from, certificates, patience, limits, new LogLimiter(line -> {})),
                        distrust::set,
                        (gateway, host) -> host.equals(node.host()),
                        (context, gateway) -> new NodeClientActor(
                                context, node, patience, card, trouble, welcome, distrust::get, end))
                .system();
        return new NodeClient(system, trouble, welcome);
    }

    /** What the trouble begins with if the node has answered, and has its reasons. */
    static final String REFUSES = "it refuses: ";

    /** Whether the node has answered that it does not let it in for now. */
    public boolean refused() {
        return trouble.get().startsWith(REFUSES);
    }

    /** Whether it has been let in. */
    public boolean welcome() {
        return welcome.get();
    }

    /** Why it has not been let in so far, to follow the node's name. */
    public String trouble() {
        return trouble.get();
    }

    /** Ends the visit, if it is not over, and lets go of everything. */
    @Override
    public void close() {
        system.tell(new Command.Stop("it is done"));
        ClusterSystem.awaitEnd(system);
    }
}
