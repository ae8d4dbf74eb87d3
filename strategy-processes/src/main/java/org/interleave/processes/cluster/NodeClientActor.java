package org.interleave.processes.cluster;

import akka.actor.Address;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.JoinSeedNodes;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** A visitor: knocks, joins the node's cluster when it is welcome, and ends the visit when the node is not heard any more. */
final class NodeClientActor extends AbstractBehavior<Command> {

    private enum State {
        KNOCKING,
        JOINING,
        THERE,
        OVER
    }

    private final Address node;
    private final NodeTimeouts patience;
    private final SessionMessage.Knock knock;
    private final Session visit;
    private final AtomicReference<String> trouble;
    private final AtomicBoolean welcome;
    private final Supplier<String> distrust;
    private final Cluster cluster;
    private State state = State.KNOCKING;
    private long welcomed;

    /**
     * Knocks.
     *
     * @param patience with the node
     * @param trouble is set to why it is not let in
     * @param welcome is set when it is let in
     * @param distrust why a handshake with the node failed; empty if none did
     */
    NodeClientActor(
            ActorContext<Command> context,
            NodeAddress node,
            NodeTimeouts patience,
            NodeClient.Card card,
            AtomicReference<String> trouble,
            AtomicBoolean welcome,
            Supplier<String> distrust,
            Function<NodeConnection, NodeConnection.End> end) {
        super(context);
        this.node = ClusterSystem.akka(node);
        this.patience = patience;
        this.trouble = trouble;
        this.welcome = welcome;
        this.distrust = distrust;
        cluster = Cluster.get(context.getSystem());
        NodeAddress self = ClusterSystem.address(context.getSystem());
        long id = ThreadLocalRandom.current().nextLong();
        knock = new SessionMessage.Knock(id, card.id(), self, card.name(), card.greeting());
        visit = new Session(id, patience, context.getSelf(), ClusterSystem.remote(context.getSystem(), node), end);
        visit.begin();
        ClusterSystem.watch(context, cluster);
        visit.tell(knock);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Command.class, this::handle)
                .onSignal(PostStop.class, stopped -> {
                    over("the visitor was stopped");
                    return this;
                })
                .build();
    }

    private Behavior<Command> handle(Command command) {
        if (command instanceof Command.Stop stop) {
            if (state != State.OVER) {
                leave(stop.why()); // also when it knocks: the welcome may be on its way
            }
            return Behaviors.stopped();
        }
        if (state != State.OVER && (!(command instanceof SessionMessage message) || visit.concerns(message.visit()))) {
            live(command);
        }
        return this;
    }

    private void live(Command command) {
        switch (command) {
            case SessionMessage.Welcome welcome -> join();
            case SessionMessage.Refusal refusal -> refused(refusal);
            case SessionMessage.Piece piece -> visit.received(piece).ifPresent(this::leave);
            case SessionMessage.Taken taken -> visit.taken(taken);
            case SessionMessage.Bye bye -> over(bye.why());
            case Command.Malformed malformed -> {
                if (visit.concerns(malformed.visit())) {
                    leave("it sent what is no message: " + malformed.problem());
                }
            }
            case Command.Flush flush -> visit.flush();
            case Command.Tick tick -> tick();
            case Command.End end -> leave(end.why());
            case Command.MemberChange change -> changed(change.event());
            case Command.Unreachable unreachable -> {
                if (unreachable.event().member().address().equals(node)) {
                    over("it has not been heard of for " + patience);
                }
            }
            case Command.Stop stop -> {} // seen to before
            case SessionMessage.Knock knocked -> {} // nobody visits a visitor
        }
    }

    private void join() {
        if (state == State.KNOCKING) {
            state = State.JOINING;
            welcome.set(true);
            welcomed = System.nanoTime();
            cluster.manager().tell(new JoinSeedNodes(List.of(node)));
        }
    }

    private void refused(SessionMessage.Refusal refusal) {
        trouble.set(NodeClient.REFUSES + refusal.reason());
        if (refusal.forGood()) {
            over(NodeClient.REFUSES + refusal.reason());
        }
    }

    private void changed(ClusterEvent.MemberEvent event) {
        Address address = event.member().address();
        boolean self = address.equals(cluster.selfMember().address());
        if (event instanceof ClusterEvent.MemberUp && self) {
            state = State.THERE;
        } else if (event instanceof ClusterEvent.MemberDowned || event instanceof ClusterEvent.MemberRemoved) {
            if (self || address.equals(node)) {
                over("it was taken out of the cluster");
            }
        }
    }

    private void tick() {
        if (state == State.KNOCKING && !distrust.get().isEmpty()) {
            over(distrust.get());
        } else if (state == State.KNOCKING) {
            visit.tell(knock);
        } else if (state == State.JOINING
                && System.nanoTime() - welcomed > patience.standstill().toNanos()) {
            leave("joining it took too long");
        } else if (!visit.tick()) {
            leave("nothing has come through for too long");
        }
    }

    private void leave(String why) {
        visit.sayBye(why);
        over(why);
    }

    private void over(String why) {
        state = State.OVER;
        visit.close(why);
    }
}
