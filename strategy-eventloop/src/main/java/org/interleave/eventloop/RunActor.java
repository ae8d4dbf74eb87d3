package org.interleave.eventloop;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * The parent of a run's actors. It lets the tasks begin once each knows all of them, and stops when it is told that they
 * are done, after the cells have added what they were told.
 */
final class RunActor extends AbstractBehavior<RunActor.Command> {

    private final List<ActorRef<ActorCell.Command>> cells;
    private int cellsLeft;
    private @Nullable Finish finish;

    /** What it is told. */
    sealed interface Command {}

    /**
     * To stop, with all its children.
     *
     * @param replyTo told when that is so
     */
    record Finish(ActorRef<Done> replyTo) implements Command {}

    private RunActor(ActorContext<Command> context, List<ActorRef<ActorCell.Command>> cells) {
        super(context);
        this.cells = cells;
        cellsLeft = cells.size();
    }

    /** Begins the run. If an actor cannot be made, every task fails. */
    static <R extends Serializable> Behavior<Command> create(Run<R> run, List<ActorCell> cells) {
        return Behaviors.setup(context -> {
            RunActor runner = new RunActor(context, spawnCells(context, cells));
            List<ActorRef<TaskActor.Command>> tasks = new ArrayList<>();
            try {
                for (TaskRun<R> task : run.tasks()) {
                    tasks.add(context.spawn(TaskActor.create(task), "task-" + task.index()));
                }
            } catch (Throwable thrown) {
                run.tasks().forEach(task -> task.fail("", thrown));
                return runner;
            }
            run.onStop(task -> tasks.get(task.index()).tell(new TaskActor.Stop()));
            tasks.forEach(task -> task.tell(new TaskActor.Meet(tasks)));
            tasks.forEach(task -> task.tell(TaskActor.ADVANCE));
            return runner;
        });
    }

    private static List<ActorRef<ActorCell.Command>> spawnCells(ActorContext<Command> context, List<ActorCell> cells) {
        List<ActorRef<ActorCell.Command>> owners = new ArrayList<>();
        for (ActorCell cell : cells) {
            ActorRef<ActorCell.Command> owner = context.spawn(
                    cell.behavior(), "cell-" + owners.size(), DispatcherSelector.fromConfig(ActorCell.DISPATCHER));
            cell.ownedBy(owner);
            context.watch(owner);
            owners.add(owner);
        }
        return owners;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Finish.class, this::onFinish)
                .onSignal(Terminated.class, this::onCellEnded)
                .build();
    }

    private Behavior<Command> onFinish(Finish told) {
        finish = told;
        cells.forEach(cell -> cell.tell(new ActorCell.Close()));
        return stopIfDone();
    }

    private Behavior<Command> onCellEnded(Terminated cell) {
        cellsLeft--;
        return stopIfDone();
    }

    /** Children stop first. */
    private Behavior<Command> stopIfDone() {
        Finish told = finish;
        if (told == null || cellsLeft > 0) {
            return this;
        }
        return Behaviors.stopped(() -> told.replyTo().tell(Done.getInstance()));
    }
}
