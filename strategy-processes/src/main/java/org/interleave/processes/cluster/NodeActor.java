package org.interleave.processes.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Join;
import java.util.Optional;
import java.util.function.Consumer;
import org.interleave.core.Printable;

/**
 * The actor of a node, which is the only seed of its cluster. A client may join once its {@link SessionMessage.JoinRequest}
 * was accepted: if it runs the same code and no other client has a session. A client that is not heard of any more is
 * removed from the cluster, and has to come back as another member; one that requests to join while it has a session has
 * lost sight of the node, and its new session takes the place of the old one.
 */
final class NodeActor extends AbstractBehavior<Command> {

    /** Kinds of lines in the log, which limits each. */
    private static final String JOINED = "joined";

    private static final String LEFT = "left";
    private static final String REFUSED = "refused";

    /** The most characters of a name or an address that somebody else gave. */
    private static final int LONGEST = 300;

    private final ClusterSystem.Settings settings;
    private final Gateway gateway;
    private final NodePort.SessionAcceptor acceptor;
    private final Consumer<String> ending;
    private final Cluster cluster;
    private Optional<Client> current = Optional.empty();

    /** The client that has a session, or was told that it may join. */
    private record Client(
            SessionMessage.JoinRequest request, String name, Address address, Session session, long acceptedAt) {}

    /**
     * Makes this node the seed of a new cluster, without a client.
     *
     * @param ending told why if this actor fails, or the cluster ends, of which this node is all that stays
     */
    NodeActor(
            ActorContext<Command> context,
            ClusterSystem.Settings settings,
            Gateway gateway,
            NodePort.SessionAcceptor acceptor,
            Consumer<String> ending) {
        super(context);
        this.settings = settings;
        this.gateway = gateway;
        this.acceptor = acceptor;
        this.ending = ending;
        cluster = Cluster.get(context.getSystem());
        ClusterSystem.watch(context, cluster);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Command.class, this::handleOrEnd)
                .onSignal(PostStop.class, stopped -> {
                    leave("the node was stopped");
                    return this;
                })
                .build();
    }

    /**
     * Tells of a failure, which then ends the actor and its system. That may take for ever: the streams of its connections
     * have been seen not to end.
     */
    private Behavior<Command> handleOrEnd(Command command) {
        try {
            return handle(command);
        } catch (RuntimeException | Error failure) {
            ending.accept("its actor has failed: " + Printable.line(String.valueOf(failure), LONGEST));
            throw failure;
        }
    }

    private Behavior<Command> handle(Command command) {
        switch (command) {
            case SessionMessage.JoinRequest request -> joinRequested(request);
            case SessionMessage.Segment segment ->
                current(segment.session()).ifPresent(session -> received(session, segment));
            case SessionMessage.Ack ack -> current(ack.session()).ifPresent(session -> session.acknowledged(ack));
            case SessionMessage.Close close -> current(close.session()).ifPresent(session -> leave(close.why()));
            case Command.End end -> current(end.session()).ifPresent(session -> closeSession(end.why()));
            case Command.MemberChange change -> changed(change.event());
            case Command.Unreachable unreachable ->
                silent(unreachable.event().member().address());
            case Command.Flush flush ->
                current.ifPresent(client -> client.session().flush());
            case Command.Malformed malformed ->
                current(malformed.session()).ifPresent(session -> malformed(malformed.problem()));
            case Command.Tick tick -> {
                settings.log().flush();
                current.ifPresent(this::tick);
            }
            case Command.Stop stop -> {
                closeSession(stop.why());
                return Behaviors.stopped();
            }
            case SessionMessage.JoinAccepted accepted -> {} // a node asks nobody
            case SessionMessage.JoinRefused refused -> {}
        }
        return this;
    }

    private Optional<Session> current(long session) {
        return current.map(Client::session).filter(there -> there.concerns(session));
    }

    private void malformed(String problem) {
        Optional<String> from = current.map(client -> client.request().address().host());
        closeSession("sent what is no message: " + problem);
        from.ifPresent(gateway::closeAllOf);
    }

    private void joinRequested(SessionMessage.JoinRequest request) {
        String name = Printable.line(request.name(), LONGEST);
        Optional<String> flaw = request.address()
                .flaw(gateway.address().loopback())
                .or(() -> gateway.knows(request.address().host())
                        ? Optional.empty()
                        : Optional.of("is not where a client has connected from"));
        if (flaw.isPresent()) {
            log(
                    REFUSED,
                    "refused " + name + ": its address "
                            + Printable.line(request.address().toString(), LONGEST) + " " + flaw.get());
            return;
        }
        ActorRef<Command> replyTo = ClusterSystem.remote(getContext().getSystem(), request.address());
        if (current(request.session()).isPresent()) {
            replyTo.tell(new SessionMessage.JoinAccepted(request.session()));
            return;
        }
        Optional<String> objection = acceptor.objection(request.codeVersion());
        if (objection.isPresent()) {
            log(REFUSED, "refused " + name + " at " + request.address() + ": " + objection.get());
            replyTo.tell(new SessionMessage.JoinRefused(request.session(), true, objection.get()));
            return;
        }
        if (current.filter(client -> client.request().client() == request.client())
                .isPresent()) {
            leave("it lost sight of this node and joins again");
        }
        if (current.isPresent()) {
            String reason = "it works for " + current.get().name();
            replyTo.tell(new SessionMessage.JoinRefused(request.session(), false, reason));
            return;
        }
        Session session = new Session(
                request.session(),
                settings.timeouts(),
                getContext().getSelf(),
                replyTo,
                connection -> acceptor.accept(connection, name));
        current = Optional.of(
                new Client(request, name, ClusterSystem.akka(request.address()), session, System.nanoTime()));
        replyTo.tell(new SessionMessage.JoinAccepted(request.session()));
    }

    private void log(String kind, String line) {
        settings.log().accept(kind, line);
    }

    private void changed(ClusterEvent.MemberEvent event) {
        Address address = event.member().address();
        boolean removed = event instanceof ClusterEvent.MemberDowned || event instanceof ClusterEvent.MemberRemoved;
        if (address.equals(cluster.selfMember().address())) {
            if (removed) {
                ending.accept("it was removed from its own cluster");
            }
            return;
        }
        Optional<Client> client = client(address);
        if (event instanceof ClusterEvent.MemberUp) {
            client.ifPresentOrElse(this::begin, () -> remove(address));
        } else if (removed) {
            client.filter(there -> there.session().open()).ifPresent(there -> leave("it was removed"));
        }
    }

    private Optional<Client> client(Address address) {
        return current.filter(client -> client.address().equals(address));
    }

    private void begin(Client client) {
        if (!client.session().open()) {
            log(JOINED, client.name() + " at " + client.request().address() + " has joined");
            client.session().begin();
        }
    }

    private void received(Session session, SessionMessage.Segment segment) {
        session.received(segment).ifPresent(this::closeSession);
    }

    private void silent(Address address) {
        if (client(address).isPresent()) {
            leave("it has not been heard of for " + settings.timeouts());
        } else {
            remove(address);
        }
    }

    private void tick(Client client) {
        if (client.session().open()
                ? !client.session().tick()
                : System.nanoTime() - client.acceptedAt()
                        > settings.timeouts().standstill().toNanos()) {
            closeSession("nothing has come through for too long");
        }
    }

    private void closeSession(String why) {
        current.ifPresent(client -> client.session().sendClose(why));
        leave(why);
    }

    /** Ends the session on this side. The client is gone, or nothing more is taken from it. */
    private void leave(String why) {
        current.ifPresent(client -> {
            current = Optional.empty();
            if (client.session().open()) {
                log(LEFT, client.name() + " has left: " + why);
            }
            client.session().close(why);
            remove(client.address());
        });
    }

    private void remove(Address address) {
        cluster.manager().tell(new Down(address));
    }
}
