package org.example;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.interleave.core.Outcome;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.core.runtime.TaskRun;

/** An actor system, and an actor for each task of a run. */
final class PekkoExecution extends SingleRunExecution {

    private final ActorSystem<Void> system;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private int runs;

    /** Pekko finds its reference settings and its own classes by the loader of this plug-in. */
    PekkoExecution(int threads) {
        ClassLoader plugin = PekkoExecution.class.getClassLoader();
        Config config = ConfigFactory.parseString(
                        """
                        pekko {
                          loglevel = OFF
                          stdout-loglevel = OFF
                          loggers = []
                          use-slf4j = off
                          log-dead-letters = off
                          log-dead-letters-during-shutdown = off
                          daemonic = on
                          jvm-shutdown-hooks = off
                          coordinated-shutdown.run-by-jvm-shutdown-hook = off
                          actor.default-dispatcher {
                            executor = thread-pool-executor
                            thread-pool-executor.fixed-pool-size = %d
                          }
                        }
                        """
                                .formatted(threads))
                .withFallback(ConfigFactory.defaultReference(plugin))
                .resolve();
        system = ActorSystem.create(
                Behaviors.empty(), "pekko-example", BootstrapSetup.create(config).withClassloader(plugin));
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        int number = runs++;
        List<ActorRef<TaskActor.Command>> actors = new ArrayList<>();
        for (TaskRun<R> task : run.tasks()) {
            String name = "run-" + number + "-task-" + task.index();
            actors.add(system.systemActorOf(TaskActor.create(task, blocking), name, Props.empty()));
        }
        run.onStop(task -> actors.get(task.index()).tell(TaskActor.Simple.STOP));
        actors.forEach(actor -> actor.tell(TaskActor.Simple.GO_ON));
        return run.outcome(Map::of);
    }

    @Override
    protected void shutDown() {
        blocking.shutdownNow();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
