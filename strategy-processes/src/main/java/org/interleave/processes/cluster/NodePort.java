package org.interleave.processes.cluster;

import akka.actor.typed.ActorSystem;
import java.util.Optional;
import java.util.function.Consumer;
import org.interleave.core.InvalidInputException;

/** Where a node is visited, by one visitor at a time. Thread-safe. */
public final class NodePort implements AutoCloseable {

    private final ActorSystem<Command> system;
    private final NodeAddress address;

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
        Link.End visited(Link link, String visitor);
    }

    private NodePort(ActorSystem<Command> system) {
        this.system = system;
        address = ClusterSystem.address(system);
    }

    /**
     * Begins to listen.
     *
     * @param certificates what both sides have to show each other
     * @param log takes a line whenever someone comes, leaves or is refused
     * @throws InvalidInputException if nobody can listen there
     */
    public static NodePort open(NodeAddress address, Certificates certificates, Host host, Consumer<String> log) {
        Consumer<String> refusals = new Repetitions(line -> log.accept("refused a stranger: " + line));
        ClusterSystem.Strangers strangers = new ClusterSystem.Strangers(refusals, refusals);
        return new NodePort(
                ClusterSystem.start(address, certificates, strangers, context -> new NodeActor(context, host, log)));
    }

    /** Where it listens. */
    public NodeAddress address() {
        return address;
    }

    /** Sends the visitor away and stops listening. */
    @Override
    public void close() {
        system.tell(new Command.Stop("the node was stopped"));
        ClusterSystem.awaitEnd(system);
    }
}
