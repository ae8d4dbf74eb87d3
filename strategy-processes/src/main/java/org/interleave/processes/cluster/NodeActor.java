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
 * A node: the seed of its cluster. Whoever wants to join it knocks first, and is let in if the greeting is right and
 * nobody else is there. A visitor that is not heard any more is removed from the cluster, and has to come back as another;
 * the same that knocks again has lost sight of the node, and takes its own place.
 */
final class NodeActor extends AbstractBehavior<Command> {

    /** Kinds of lines in the log. */
    private static final String COMING = "coming";

    private static final String LEAVING = "leaving";
    private static final String REFUSAL = "refusals";

    /** Characters of a name or a reason that somebody else gave. */
    private static final int LONGEST = 300;

    private final ClusterSystem.Settings settings;
    private final Gateway gateway;
    private final NodePort.Host host;
    private final Consumer<String> ending;
    private final Cluster cluster;
    private Optional<Guest> present = Optional.empty();

    /** Who is there, or was told to come. */
    private record Guest(SessionMessage.Knock knock, String name, Address address, Session visit, long welcomed) {}

    /**
     * Waits for visitors.
     *
     * @param ending told why if the cluster ends, of which this node is all that stays
     */
    NodeActor(
            ActorContext<Command> context,
            ClusterSystem.Settings settings,
            Gateway gateway,
            NodePort.Host host,
            Consumer<String> ending) {
        super(context);
        this.settings = settings;
        this.gateway = gateway;
        this.host = host;
        this.ending = ending;
        cluster = Cluster.get(context.getSystem());
        ClusterSystem.watch(context, cluster);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Command.class, this::handle)
                .onSignal(PostStop.class, stopped -> {
                    leave("the node was stopped");
                    return this;
                })
                .build();
    }

    private Behavior<Command> handle(Command command) {
        switch (command) {
            case SessionMessage.Knock knock -> knocked(knock);
            case SessionMessage.Piece piece -> present(piece.visit()).ifPresent(visit -> received(visit, piece));
            case SessionMessage.Taken taken -> present(taken.visit()).ifPresent(visit -> visit.taken(taken));
            case SessionMessage.Bye bye -> present(bye.visit()).ifPresent(visit -> leave(bye.why()));
            case Command.End end -> present(end.visit()).ifPresent(visit -> sendAway(end.why()));
            case Command.MemberChange change -> changed(change.event());
            case Command.Unreachable unreachable ->
                silent(unreachable.event().member().address());
            case Command.Flush flush -> present.ifPresent(guest -> guest.visit().flush());
            case Command.Malformed malformed ->
                present(malformed.visit()).ifPresent(visit -> malformed(malformed.problem()));
            case Command.Tick tick -> {
                settings.log().flush();
                present.ifPresent(this::tick);
            }
            case Command.Stop stop -> {
                sendAway(stop.why());
                return Behaviors.stopped();
            }
            case SessionMessage.Welcome welcome -> {} // nobody has to answer a node
            case SessionMessage.Refusal refusal -> {}
        }
        return this;
    }

    private Optional<Session> present(long visit) {
        return present.map(Guest::visit).filter(there -> there.concerns(visit));
    }

    private void malformed(String problem) {
        Optional<String> from = present.map(guest -> guest.knock().address().host());
        sendAway("sent what is no message: " + problem);
        from.ifPresent(gateway::closeAllOf);
    }

    private void knocked(SessionMessage.Knock knock) {
        String name = Printable.line(knock.name(), LONGEST);
        Optional<String> flaw = knock.address()
                .flaw(gateway.address().loopback())
                .or(() -> gateway.knows(knock.address().host())
                        ? Optional.empty()
                        : Optional.of("is not where a visitor has come from"));
        if (flaw.isPresent()) {
            log(
                    REFUSAL,
                    "refused " + name + ": its address "
                            + Printable.line(knock.address().toString(), LONGEST) + " " + flaw.get());
            return;
        }
        ActorRef<Command> visitor = ClusterSystem.remote(getContext().getSystem(), knock.address());
        if (present(knock.visit()).isPresent()) {
            visitor.tell(new SessionMessage.Welcome(knock.visit()));
            return;
        }
        Optional<String> objection = host.objection(knock.greeting());
        if (objection.isPresent()) {
            log(REFUSAL, "refused " + name + " at " + knock.address() + ": " + objection.get());
            visitor.tell(new SessionMessage.Refusal(knock.visit(), true, objection.get()));
            return;
        }
        if (present.filter(guest -> guest.knock().visitor() == knock.visitor()).isPresent()) {
            leave("it lost sight of this node and comes again");
        }
        if (present.isPresent()) {
            String reason = "it works for " + present.get().name();
            visitor.tell(new SessionMessage.Refusal(knock.visit(), false, reason));
            return;
        }
        Session visit = new Session(
                knock.visit(), settings.patience(), getContext().getSelf(), visitor, link -> host.visited(link, name));
        present = Optional.of(new Guest(knock, name, ClusterSystem.akka(knock.address()), visit, System.nanoTime()));
        visitor.tell(new SessionMessage.Welcome(knock.visit()));
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
        Optional<Guest> guest = guest(address);
        if (event instanceof ClusterEvent.MemberUp) {
            guest.ifPresentOrElse(this::begin, () -> remove(address));
        } else if (removed) {
            guest.filter(there -> there.visit().open()).ifPresent(there -> leave("it was removed"));
        }
    }

    private Optional<Guest> guest(Address address) {
        return present.filter(guest -> guest.address().equals(address));
    }

    private void begin(Guest guest) {
        if (!guest.visit().open()) {
            log(COMING, guest.name() + " at " + guest.knock().address() + " has come");
            guest.visit().begin();
        }
    }

    private void received(Session visit, SessionMessage.Piece piece) {
        visit.received(piece).ifPresent(this::sendAway);
    }

    private void silent(Address address) {
        if (guest(address).isPresent()) {
            leave("it has not been heard of for " + settings.patience());
        } else {
            remove(address);
        }
    }

    private void tick(Guest guest) {
        if (guest.visit().open()
                ? !guest.visit().tick()
                : System.nanoTime() - guest.welcomed()
                        > settings.patience().standstill().toNanos()) {
            sendAway("nothing has come through for too long");
        }
    }

    private void sendAway(String why) {
        present.ifPresent(guest -> guest.visit().sayBye(why));
        leave(why);
    }

    /** The visitor is gone, or is not heard from now on. */
    private void leave(String why) {
        present.ifPresent(guest -> {
            present = Optional.empty();
            if (guest.visit().open()) {
                log(LEAVING, guest.name() + " has left: " + why);
            }
            guest.visit().close(why);
            remove(guest.address());
        });
    }

    private void remove(Address address) {
        cluster.manager().tell(new Down(address));
    }
}
