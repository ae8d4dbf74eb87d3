package org.interleave.eventloop.akka;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.TaskRun;
import org.interleave.eventloop.SetupTime;
import org.interleave.eventloop.Slice;

/** The parent of a run's actors. It lets the tasks begin once each knows all of them, and stops when it is told to. */
final class RunActor extends AbstractBehavior<RunActor.Command> {

    /** What it is told. */
    sealed interface Command {}

    /**
     * To stop, with all its children, which stop first.
     *
     * @param replyTo told when that is so
     */
    record Finish(ActorRef<Done> replyTo) implements Command {}

    private RunActor(ActorContext<Command> context) {
        super(context);
    }

    /**
     * Begins the run. If an actor cannot be made, every task fails.
     *
     * @param slice what a task may compute for a message
     * @param setup told before the first task begins
     */
    static <R extends Serializable> Behavior<Command> create(Run<R> run, Slice slice, SetupTime setup) {
        return Behaviors.setup(context -> {
            List<ActorRef<TaskCommand>> tasks = new ArrayList<>();
            Executor blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
            try {
                Behavior<TaskCommand> behavior = TaskActor.create();
                for (TaskRun<R> task : run.tasks()) {
                    tasks.add(context.spawn(behavior, "task-" + task.index()));
                }
            } catch (Throwable thrown) {
                run.tasks().forEach(task -> task.fail("", thrown));
                return new RunActor(context);
            }
            run.onStop(task -> tasks.get(task.index()).tell(TaskCommand.Stop.STOP));
            TaskActor.RunSettings settings = new TaskActor.RunSettings(tasks, slice, blocking);
            run.tasks().forEach(task -> tasks.get(task.index()).tell(new TaskCommand.Meet<>(task, settings)));
            setup.made();
            tasks.forEach(task -> task.tell(TaskCommand.Advance.ADVANCE));
            return new RunActor(context);
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Finish.class, RunActor::onFinish).build();
    }

    private static Behavior<Command> onFinish(Finish told) {
        return Behaviors.stopped(() -> told.replyTo().tell(Done.getInstance()));
    }
}
