package org.interleave.processes.cluster;

import akka.actor.Address;
import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.interleave.core.InvalidInputException;
import org.slf4j.LoggerFactory;

/** The actor systems of both sides: their settings, start and end, and how they address each other. */
final class ClusterSystem {

    /**
     * How long the other side may be silent before it counts as lost. Its heart beats eight times meanwhile: on a busy
     * machine some of the beats come late, but not all.
     */
    static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Duration TICK = Duration.ofMillis(250);

    /** Akka's TLS streams have been seen not to end; their threads are daemons and hold nothing that others need. */
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private static final String NAME = "interleave";

    static {
        LoggerFactory.getILoggerFactory(); // before several systems start at once, or it complains
    }

    private ClusterSystem() {}

    /**
     * Where failed handshakes are reported, a line each.
     *
     * @param called when this side made the connection
     * @param calling when the other side did
     */
    record Strangers(Consumer<String> called, Consumer<String> calling) {}

    /**
     * Starts one.
     *
     * @param address where it listens
     * @param certificates for TLS
     * @param strangers told of failed handshakes
     * @param guardian its only actor
     * @throws InvalidInputException if it cannot listen there
     */
    static ActorSystem<Command> start(
            NodeAddress address,
            Certificates certificates,
            Strangers strangers,
            Function<ActorContext<Command>, Behavior<Command>> guardian) {
        checkFree(address);
        Config config = ConfigFactory.parseString(settings(address))
                .withFallback(ConfigFactory.defaultReference(ActorSystem.class.getClassLoader()))
                .resolve();
        TlsEngines engines = new TlsEngines(certificates.context(), strangers);
        ActorSystemSetup setup = ActorSystemSetup.create(
                BootstrapSetup.create(config), SSLEngineProviderSetup.create(system -> engines));
        try {
            return ActorSystem.create(Behaviors.setup(guardian::apply), NAME, setup);
        } catch (RuntimeException e) {
            throw new InvalidInputException(
                    "cannot listen on " + address + ": " + innermost(e).getMessage(), e);
        }
    }

    /** Akka says so too, but not in one line. */
    private static void checkFree(NodeAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address.host(), address.port()));
        } catch (IOException e) {
            throw new InvalidInputException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private static Throwable innermost(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause == null ? thrown : innermost(cause);
    }

    /**
     * Nothing from outside, such as an application.conf or system properties, changes it, and nobody on the other side
     * can have actors made here. A silent member is found by the failure detector and removed by the actors, so there is
     * no other rule of downing.
     */
    private static String settings(NodeAddress address) {
        return """
            akka {
              loglevel = ERROR
              stdout-loglevel = OFF
              log-dead-letters = off
              log-dead-letters-during-shutdown = off
              daemonic = on
              jvm-shutdown-hooks = off
              jvm-exit-on-fatal-error = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
              coordinated-shutdown.run-by-actor-system-terminate = off
              actor {
                provider = cluster
                allow-java-serialization = off
                default-dispatcher {
                  executor = thread-pool-executor
                  thread-pool-executor.fixed-pool-size = 1
                }
                internal-dispatcher {
                  executor = thread-pool-executor
                  thread-pool-executor.fixed-pool-size = 2
                }
                serializers.interleave = "%1$s"
                serialization-bindings."%2$s" = interleave
              }
              remote {
                deployment.enable-allow-list = on
                artery {
                  transport = tls-tcp
                  canonical.hostname = "%3$s"
                  canonical.port = %4$d
                  advanced {
                    inbound-lanes = 1
                    buffer-pool-size = 32
                    outbound-restart-backoff = 400ms
                    outbound-max-restarts = 1000000
                    inbound-max-restarts = 1000000
                    shutdown-flush-timeout = 500ms
                    handshake-retry-interval = 300ms
                  }
                }
                default-remote-dispatcher {
                  executor = thread-pool-executor
                  thread-pool-executor.fixed-pool-size = 2
                }
              }
              cluster {
                jmx.enabled = off
                log-info = off
                run-coordinated-shutdown-when-down = off
                retry-unsuccessful-join-after = 2s
                seed-node-timeout = 1s
                periodic-tasks-initial-delay = 100ms
                gossip-interval = 200ms
                leader-actions-interval = 200ms
                unreachable-nodes-reaper-interval = 250ms
                prune-gossip-tombstones-after = 10m
                failure-detector {
                  heartbeat-interval = 500ms
                  acceptable-heartbeat-pause = %5$dms
                  expected-response-after = 500ms
                }
              }
            }
            """.formatted(
                        LinkSerializer.class.getName(),
                        LinkMessage.class.getName(),
                        address.host(),
                        address.port(),
                        SILENCE.toMillis());
    }

    /** Has an actor told what it needs to know of time and members. */
    static void watch(ActorContext<Command> context, Cluster cluster) {
        ActorRef<ClusterEvent.MemberEvent> changes =
                context.messageAdapter(ClusterEvent.MemberEvent.class, Command.MemberChange::new);
        ActorRef<ClusterEvent.UnreachableMember> silence =
                context.messageAdapter(ClusterEvent.UnreachableMember.class, Command.Unreachable::new);
        cluster.subscriptions().tell(Subscribe.create(changes, ClusterEvent.MemberEvent.class));
        cluster.subscriptions().tell(Subscribe.create(silence, ClusterEvent.UnreachableMember.class));
        context.getSystem()
                .scheduler()
                .scheduleWithFixedDelay(
                        TICK, TICK, () -> context.getSelf().tell(new Command.Tick()), context.getExecutionContext());
    }

    /** Where a system listens. */
    static NodeAddress address(ActorSystem<?> system) {
        Address address = Cluster.get(system).selfMember().address();
        return new NodeAddress(
                address.getHost().orElseThrow(), address.getPort().orElseThrow());
    }

    /** The same as Akka writes it. */
    static Address akka(NodeAddress address) {
        return new Address("akka", NAME, address.host(), address.port());
    }

    /** The actor of the other side. */
    static ActorRef<Command> remote(ActorSystem<?> system, NodeAddress address) {
        return ActorRefResolver.get(system).resolveActorRef(akka(address) + "/user");
    }

    /** Waits for a system whose actor has stopped, or is about to; not longer than it is worth. */
    static void awaitEnd(ActorSystem<Command> system) {
        boolean interrupted = Thread.interrupted();
        try {
            system.getWhenTerminated().toCompletableFuture().get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            system.terminate();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
