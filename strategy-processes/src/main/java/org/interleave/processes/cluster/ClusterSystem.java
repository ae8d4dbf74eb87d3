package org.interleave.processes.cluster;

import akka.actor.Address;
import akka.actor.BootstrapSetup;
import akka.actor.ExtendedActorSystem;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import akka.remote.RemoteActorRefProvider;
import akka.remote.artery.ArteryTransport;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.interleave.core.InvalidInputException;
import org.interleave.core.ThrownText;
import org.slf4j.LoggerFactory;

/**
 * The actor systems of both sides: their settings, start and end, and how they address each other. Each listens behind a
 * {@link Gateway}, whose address is the one by which it is known.
 */
final class ClusterSystem {

    /** Connections that it makes itself: three to each of few others. */
    private static final int CALLS = 32;

    private static final Duration TICK = Duration.ofMillis(250);

    /** Akka's TLS streams have been seen not to end; their threads are daemons and hold nothing that others need. */
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private static final String NAME = "interleave";

    static {
        LoggerFactory.getILoggerFactory(); // before several systems start at once, or it complains
    }

    private ClusterSystem() {}

    /**
     * What one is started with.
     *
     * @param address where it listens
     * @param certificates what both sides show each other
     * @param timeouts with the other side
     * @param limits of strangers
     * @param log for what strangers do, and for Akka's errors
     */
    record Settings(
            NodeAddress address,
            Certificates certificates,
            NodeTimeouts timeouts,
            GatewayLimits limits,
            LogLimiter log) {}

    /** One that runs, and the gateway before it, which ends with it. */
    record Running(ActorSystem<Command> system, Gateway gateway) {}

    /**
     * Starts one. Its classes are those of this module, whatever the calling thread's context class loader: that may be a
     * plug-in's, which has none of Akka's.
     *
     * @param called told of failed handshakes with those whom it calls
     * @param callable which hosts it may call
     * @param guardian makes its only actor
     * @throws InvalidInputException if it cannot listen where it should
     */
    static Running start(
            Settings settings,
            Consumer<String> called,
            BiPredicate<Gateway, String> callable,
            BiFunction<ActorContext<Command>, Gateway, Behavior<Command>> guardian) {
        Gateway gateway = Gateway.open(settings.address(), settings.limits(), settings.log());
        NodeAddress address = gateway.address();
        Config config = ConfigFactory.parseString(config(address, settings))
                .withFallback(ConfigFactory.defaultReference(ActorSystem.class.getClassLoader()))
                .resolve();
        Predicate<String> hosts = host -> callable.test(gateway, host);
        ActorSystemSetup setup = ActorSystemSetup.create(
                BootstrapSetup.create(config).withClassloader(ClusterSystem.class.getClassLoader()),
                new DialGuard.Allowed(hosts),
                new AkkaLog.Target(settings.log()),
                SSLEngineProviderSetup.create(
                        system -> new TlsEngines(settings.certificates().context(), system, gateway, called)));
        try {
            ActorSystem<Command> system =
                    ActorSystem.create(Behaviors.setup(context -> guardian.apply(context, gateway)), NAME, setup);
            system.getWhenTerminated().thenRun(gateway::close);
            gateway.leadTo(innerPort(system));
            return new Running(system, gateway);
        } catch (Exception e) { // checked ones too, which Scala does not declare
            gateway.close();
            throw new InvalidInputException("cannot listen on " + address + ": " + ThrownText.line(innermost(e)), e);
        } catch (Error e) {
            gateway.close();
            throw e;
        }
    }

    /** The port that Akka itself listens on, which it chose. */
    private static int innerPort(ActorSystem<?> system) {
        ExtendedActorSystem classic = (ExtendedActorSystem) Adapter.toClassic(system);
        ArteryTransport transport = (ArteryTransport) ((RemoteActorRefProvider) classic.provider()).transport();
        return transport.bindAddress().address().getPort().orElseThrow();
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
    private static String config(NodeAddress address, Settings settings) {
        return """
            akka {
              loglevel = ERROR
              loggers = ["%8$s"]
              use-slf4j = off
              stdout-loglevel = OFF
              log-dead-letters = off
              log-dead-letters-during-shutdown = off
              daemonic = on
              jvm-shutdown-hooks = off
              jvm-exit-on-fatal-error = off
              actor.typed.library-extensions = []
              io.tcp.max-channels = %7$d
              io.dns {
                resolver = guard
                guard.provider-object = "%9$s"
              }
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
                  bind.hostname = "127.0.0.1"
                  bind.port = 0
                  advanced {
                    maximum-frame-size = %10$d
                    compression.actor-refs.max = off
                    compression.manifests.max = off
                    tcp.outbound-client-hostname = "%3$s"
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
                  heartbeat-interval = %5$dms
                  acceptable-heartbeat-pause = %6$dms
                  expected-response-after = %5$dms
                }
              }
            }
            """.formatted(
                        SessionMessageSerializer.class.getName(),
                        SessionMessage.class.getName(),
                        address.host(),
                        address.port(),
                        settings.timeouts().beat().toMillis(),
                        settings.timeouts().silence().toMillis(),
                        settings.limits().all() + CALLS,
                        AkkaLog.class.getName(),
                        DialGuard.class.getName(),
                        ArteryFrames.LONGEST);
    }

    /** Subscribes an actor to ticks, and to what becomes of the cluster's members. */
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

    /** The address of a system. */
    static NodeAddress address(ActorSystem<?> system) {
        Address address = Cluster.get(system).selfMember().address();
        return new NodeAddress(
                address.getHost().orElseThrow(), address.getPort().orElseThrow());
    }

    /** An address as Akka writes it. */
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
