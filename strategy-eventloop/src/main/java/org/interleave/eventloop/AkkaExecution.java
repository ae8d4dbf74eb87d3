package org.interleave.eventloop;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.SpawnProtocol;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.Serializable;
import java.time.Duration;
import org.interleave.core.Feature;
import org.interleave.core.Outcome;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.SingleRunExecution;

/** An actor system, whose guardian spawns an actor for each run; that one spawns the actors of its tasks. */
final class AkkaExecution extends SingleRunExecution {

    /** Far more than spawning an actor, or stopping those of a run, ever takes: neither happens while tasks compute. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The messages that an actor handles before its thread goes to another. */
    private static final int THROUGHPUT = 5;

    private final ActorSystem<SpawnProtocol.Command> system;
    private final Slice turn;
    private int runs;

    AkkaExecution(int dispatcherThreads, int blockingThreads, Slice slice) {
        turn = slice.dividedBy(THROUGHPUT);
        Config config = ConfigFactory.parseString(settings(dispatcherThreads, blockingThreads))
                .withFallback(ConfigFactory.defaultReference(ActorSystem.class.getClassLoader()))
                .resolve();
        system = ActorSystem.create(SpawnProtocol.create(), "interleave", config);
    }

    /**
     * Nothing from outside, such as an application.conf or system properties, changes it. The scheduler ticks as fast as
     * it can, for sleeps of a few milliseconds to mean something. The actors' threads share one queue: in Akka's usual
     * fork-join pool an actor that keeps telling itself to go on stays in its thread's own queue, which comes first, and
     * as many of them as there are threads keep every timer, socket and blocking call from ever being heard.
     */
    private static String settings(int dispatcherThreads, int blockingThreads) {
        return """
            akka {
              loglevel = OFF
              stdout-loglevel = OFF
              log-dead-letters = off
              log-dead-letters-during-shutdown = off
              daemonic = on
              jvm-shutdown-hooks = off
              jvm-exit-on-fatal-error = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
              scheduler.tick-duration = 1ms
              actor {
                default-dispatcher {
                  executor = thread-pool-executor
                  thread-pool-executor.fixed-pool-size = %1$d
                  throughput = %3$d
                }
                default-blocking-io-dispatcher.thread-pool-executor.fixed-pool-size = %2$d
              }
            }
            """.formatted(dispatcherThreads, blockingThreads, THROUGHPUT);
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
    }
}
