package org.interleave.eventloop.akka;

import akka.Done;
import akka.actor.BootstrapSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.SpawnProtocol;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Enumeration;
import java.util.stream.Stream;
import org.interleave.core.Feature;
import org.interleave.core.Outcome;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.eventloop.SetupTime;
import org.interleave.eventloop.Slice;

/** An actor system, whose guardian spawns an actor for each run; that one spawns the actors of its tasks. */
final class AkkaExecution extends SingleRunExecution {

    /**
     * Far more than spawning an actor, or stopping those of a run, ever takes: neither happens while tasks compute. To stop a
     * million takes minutes on a busy machine.
     */
    private static final Duration PATIENCE = Duration.ofHours(1);

    /** The messages that an actor handles before its thread goes to another: as many as Akka has by default. */
    private static final int THROUGHPUT = 5;

    private final ActorModules modules = new ActorModules();
    private final ActorSystem<SpawnProtocol.Command> system;
    private final Slice turn;
    private int runs;

    AkkaExecution(int dispatcherThreads, int blockingThreads, Duration timerTick, Slice slice) {
        turn = slice.dividedBy(THROUGHPUT);
        Config config = ConfigFactory.parseString(settings(dispatcherThreads, blockingThreads, timerTick));
        system = ActorSystem.create(
                SpawnProtocol.create(),
                "interleave",
                BootstrapSetup.create(config).withClassloader(modules));
    }

    /**
     * A loader of the same classes that finds resources in the jars of Akka's actors only. Akka asks it for the reference
     * settings of its modules and the manifests of all jars; those of what other strategies are built on, its own remoting
     * and clustering among them, would have each system load serializers and check signatures for half a second.
     */
    private static final class ActorModules extends URLClassLoader {

        ActorModules() {
            super(
                    Stream.of(akka.actor.ActorSystem.class, ActorSystem.class)
                            .map(type ->
                                    type.getProtectionDomain().getCodeSource().getLocation())
                            .toArray(URL[]::new),
                    ActorSystem.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return findResources(name);
        }
    }

    /**
     * Nothing from outside, such as an application.conf or system properties, changes it. The actors' threads share one
     * queue: in Akka's usual fork-join pool an actor that keeps telling itself to go on stays in its thread's own queue, which
     * comes first, and as many of them as there are threads keep every timer, socket and blocking call from ever being heard.
     * Of datagram sockets Akka would open 4096 at most.
     */
    private static String settings(int dispatcherThreads, int blockingThreads, Duration timerTick) {
        return """
            akka {
              loglevel = OFF
              loggers = []
              use-slf4j = off
              stdout-loglevel = OFF
              log-dead-letters = off
              log-dead-letters-during-shutdown = off
              daemonic = on
              jvm-shutdown-hooks = off
              jvm-exit-on-fatal-error = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
              scheduler.tick-duration = %4$dms
              io.tcp.max-channels = unlimited
              io.udp-connected.max-channels = unlimited
              actor {
                default-dispatcher {
                  executor = thread-pool-executor
                  thread-pool-executor.fixed-pool-size = %1$d
                  throughput = %3$d
                }
                default-blocking-io-dispatcher.thread-pool-executor.fixed-pool-size = %2$d
              }
            }
            """.formatted(dispatcherThreads, blockingThreads, THROUGHPUT, timerTick.toMillis());
    }

    /** Tasks that ask for cells all the same fail the run instead of sharing memory. */
    @Override
    protected Cells cells() {
        return new Cells(
                () -> {
                    throw new UnsupportedOperationException(Feature.SHARED_CELLS.absence());
                },
                false);
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        SetupTime setup = new SetupTime();
        String name = "run-" + runs++;
        ActorRef<RunActor.Command> runner = ask(
                system,
                replyTo -> new SpawnProtocol.Spawn<>(RunActor.create(run, turn, setup), name, Props.empty(), replyTo));
        try {
            run.await();
        } finally {
            setup.removing();
            this.<RunActor.Command, Done>ask(runner, RunActor.Finish::new);
            setup.removed();
        }
        return run.outcome(setup::metrics);
    }

    private <Q, A> A ask(ActorRef<Q> actor, Function<ActorRef<A>, Q> question) {
        return AskPattern.ask(actor, question, PATIENCE, system.scheduler())
                .toCompletableFuture()
                .join();
    }

    @Override
    protected void shutDown() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        try {
            modules.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
