package org.interleave.processes.cluster;

import akka.actor.AbstractActor;
import akka.actor.Actor;
import akka.actor.setup.Setup;
import akka.io.Dns;
import akka.io.DnsExt;
import akka.io.DnsProvider;
import akka.io.dns.ARecord;
import akka.io.dns.CachePolicy;
import akka.io.dns.DnsProtocol;
import akka.io.dns.ResourceRecord;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The DNS provider of an actor system, which decides what hosts it may call. Whatever it was that named one, a message's
 * sender, a handshake's origin or a member of a cluster, Akka has it resolved before it is called; here. Only the IPv4
 * addresses in dotted decimal are that the system was {@linkplain Allowed allowed} to call; for no other there is an answer,
 * and nobody is asked for one.
 */
@SuppressWarnings("deprecation") // Akka's own resolvers implement it too
public final class DialGuard implements DnsProvider {

    /** Made by Akka. */
    public DialGuard() {}

    /** Part of the setup of an actor system: which hosts it may call. Asked by any thread. */
    static final class Allowed extends Setup {

        private final Predicate<String> hosts;

        Allowed(Predicate<String> hosts) {
            this.hosts = hosts;
        }
    }

    @Override
    public Dns cache() {
        return new Dns() {};
    }

    @Override
    public Class<? extends Actor> actorClass() {
        return Resolver.class;
    }

    @Override
    public Class<? extends Actor> managerClass() {
        return Resolver.class;
    }

    /** Answers who wants to call somebody. */
    static final class Resolver extends AbstractActor {

        /** Made by Akka. */
        Resolver(DnsExt extension) {}

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(DnsProtocol.Resolve.class, this::resolve)
                    .build();
        }

        private void resolve(DnsProtocol.Resolve request) {
            String host = request.name();
            boolean allowed = getContext()
                    .getSystem()
                    .settings()
                    .setup()
                    .get(Allowed.class)
                    .filter(guard -> guard.hosts.test(host))
                    .isPresent();
            List<ResourceRecord> records = allowed && InetAddress.ofLiteral(host) instanceof Inet4Address address
                    ? List.of(new ARecord(host, CachePolicy.Ttl$.MODULE$.never(), address))
                    : List.of();
            getSender()
                    .tell(
                            new DnsProtocol.Resolved(
                                    host,
                                    CollectionConverters.asScala(records).toSeq(),
                                    CollectionConverters.asScala(List.<ResourceRecord>of())
                                            .toSeq()),
                            getSelf());
        }
    }
}
