package org.interleave.eventloop.akka;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.interleave.core.Completion;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.core.runtime.TaskRun;
import org.interleave.eventloop.Slice;
import org.interleave.eventloop.akka.TaskActor.RunSettings;
import org.interleave.eventloop.akka.TaskCommand.Advance;
import org.interleave.eventloop.akka.TaskCommand.Meet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an actor throws is the end of its task; a run that waits for the task would wait forever for an actor. */
@Timeout(60)
class TaskActorTest {

    @Test
    void failsItsTaskIfItIsToldWhatItCannotBe() throws InterruptedException {
        Task<String> sleeping = turn -> Step.sleep(Duration.ofHours(1));
        try (ToldTwice execution = new ToldTwice()) {
            Outcome<String> outcome = execution.run(Job.of(List.of(sleeping)));
            assertThat(outcome.completions())
                    .singleElement(InstanceOfAssertFactories.type(Completion.Failed.class))
                    .satisfies(failed -> assertThat(failed.failure().summary()).contains("it has its task"));
        }
    }

    /** Introduces the task to its actor twice. */
    private static final class ToldTwice extends SingleRunExecution {

        @Override
        protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
            ActorSystem<TaskCommand> actor = ActorSystem.create(TaskActor.create(), "told-twice");
            try {
                TaskRun<R> task = run.tasks().getFirst();
                RunSettings settings = new RunSettings(List.of(actor), new Slice(OptionalInt.of(1_000)), Runnable::run);
                actor.tell(new Meet<>(task, settings));
                actor.tell(Advance.ADVANCE);
                actor.tell(new Meet<>(task, settings));
                return run.outcome(Map::of);
            } finally {
                actor.terminate();
                actor.getWhenTerminated().toCompletableFuture().join();
            }
        }

        @Override
        protected void shutDown() {
            // the system ends with its run
        }
    }
}
