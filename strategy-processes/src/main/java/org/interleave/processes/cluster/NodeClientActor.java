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

/**
 * The actor of a client: requests a session until the node answers, joins the node's cluster when it is accepted, and closes
 * the session when the node is not heard of any more.
 */
final class NodeClientActor extends AbstractBehavior<Command> {

    private enum State {
        REQUESTING,
        JOINING,
        JOINED,
        CLOSED
    }

    private final Address node;
    private final NodeTimeouts timeouts;
    private final SessionMessage.JoinRequest request;
    private final Session session;
    private final AtomicReference<String> trouble;
    private final AtomicBoolean accepted;
    private final Supplier<String> distrust;
    private final Cluster cluster;
    private State state = State.REQUESTING;
    private long acceptedAt;

    /**
     * Sends the first request.
     *
     * @param timeouts of the session
     * @param trouble is set to why it is not accepted
     * @param accepted is set when the node accepts it
     * @param distrust why a handshake with the node failed; empty if none did
     */
    NodeClientActor(
            ActorContext<Command> context,
            NodeAddress node,
            NodeTimeouts timeouts,
            NodeClient.ClientInfo info,
            AtomicReference<String> trouble,
            AtomicBoolean accepted,
            Supplier<String> distrust,
            Function<NodeConnection, NodeConnection.Handler> handler) {
        super(context);
        this.node = ClusterSystem.akka(node);
        this.timeouts = timeouts;
        this.trouble = trouble;
        this.accepted = accepted;
        this.distrust = distrust;
        cluster = Cluster.get(context.getSystem());
        NodeAddress self = ClusterSystem.address(context.getSystem());
        long id = ThreadLocalRandom.current().nextLong();
        request = new SessionMessage.JoinRequest(id, info.id(), self, info.name(), info.codeVersion());
        session =
                new Session(id, timeouts, context.getSelf(), ClusterSystem.remote(context.getSystem(), node), handler);
        session.begin();
        ClusterSystem.watch(context, cluster);
        session.tell(request);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Command.class, this::handle)
                .onSignal(PostStop.class, stopped -> {
                    closed("the client was stopped");
                    return this;
                })
                .build();
    }

    private Behavior<Command> handle(Command command) {
        if (command instanceof Command.Stop stop) {
            if (state != State.CLOSED) {
                leave(stop.why()); // also while it requests: the answer may be on its way
            }
            return Behaviors.stopped();
        }
        if (state != State.CLOSED
                && (!(command instanceof SessionMessage message) || session.concerns(message.session()))) {
            handleOpen(command);
        }
        return this;
    }

    private void handleOpen(Command command) {
        switch (command) {
            case SessionMessage.JoinAccepted accepted -> join();
            case SessionMessage.JoinRefused refused -> refused(refused);
            case SessionMessage.Segment segment -> session.received(segment).ifPresent(this::leave);
            case SessionMessage.Ack ack -> session.acknowledged(ack);
            case SessionMessage.Close close -> closed(close.why());
            case Command.Malformed malformed -> {
                if (session.concerns(malformed.session())) {
                    leave("it sent what is no message: " + malformed.problem());
                }
            }
            case Command.Flush flush -> session.flush();
            case Command.Tick tick -> tick();
            case Command.End end -> leave(end.why());
            case Command.MemberChange change -> changed(change.event());
            case Command.Unreachable unreachable -> {
                if (unreachable.event().member().address().equals(node)) {
                    closed("it has not been heard of for " + timeouts);
                }
            }
            case Command.Stop stop -> {} // seen to before
            case SessionMessage.JoinRequest request -> {} // nobody joins a client
        }
    }

    private void join() {
        if (state == State.REQUESTING) {
            state = State.JOINING;
            accepted.set(true);
            acceptedAt = System.nanoTime();
            cluster.manager().tell(new JoinSeedNodes(List.of(node)));
        }
    }

    private void refused(SessionMessage.JoinRefused refused) {
        trouble.set(NodeClient.REFUSES + refused.reason());
        if (refused.permanent()) {
            closed(NodeClient.REFUSES + refused.reason());
        }
    }

    private void changed(ClusterEvent.MemberEvent event) {
        Address address = event.member().address();
        boolean self = address.equals(cluster.selfMember().address());
        if (event instanceof ClusterEvent.MemberUp && self) {
            state = State.JOINED;
        } else if (event instanceof ClusterEvent.MemberDowned || event instanceof ClusterEvent.MemberRemoved) {
            if (self || address.equals(node)) {
                closed("it was removed from the cluster");
            }
        }
    }

    private void tick() {
        if (state == State.REQUESTING && !distrust.get().isEmpty()) {
            closed(distrust.get());
        } else if (state == State.REQUESTING) {
            session.tell(request);
        } else if (state == State.JOINING
                && System.nanoTime() - acceptedAt > timeouts.standstill().toNanos()) {
            leave("joining it took too long");
        } else if (!session.tick()) {
            leave("nothing has come through for too long");
        }
    }

    private void leave(String why) {
        session.sendClose(why);
        closed(why);
    }

    private void closed(String why) {
        state = State.CLOSED;
        session.close(why);
    }
}
