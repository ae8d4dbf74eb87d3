package org.interleave.eventloop;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.core.Cell;
import org.jspecify.annotations.Nullable;

/**
 * A cell whose value belongs to an actor. A store tells the actor the difference to the value that was loaded, a load
 * reads what the actor published last.
 *
 * <p>The value at the end is exact. Every difference is told once, and the actor alone adds them up, in whatever order.
 * To tell is to put a message into the mailbox before returning, and a mailbox is first in, first out. A task has told all
 * its differences when it completes, and {@link Close} is told when all tasks have completed, so the actor has added every
 * difference when it finds {@code Close}.
 *
 * <p>A mailbox has no bound of its own. When {@value #CAPACITY} differences wait, a store is refused and the task has to
 * load again. Cells have a dispatcher of one thread to themselves: on
 * that of the tasks they would stand in line behind tasks that compute.
 */
final class ActorCell implements Cell {

    /** The most differences that wait. A few more do when several tasks store at the same moment. */
    static final int CAPACITY = 1024;

    /** Where the cells' dispatcher is configured. */
    static final String DISPATCHER = "interleave.cell-dispatcher";

    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long published;
    private @Nullable ActorRef<Command> owner;

    /** What the owner is told. */
    sealed interface Command {}

    private record Add(long difference) implements Command {}

    /** To stop once every difference is added. */
    record Close() implements Command {}

    /** The owner's behaviour. */
    Behavior<Command> behavior() {
        return Behaviors.receive(Command.class)
                .onMessage(Add.class, this::add)
                .onMessage(Close.class, close -> Behaviors.stopped())
                .build();
    }

    /** Before any task begins; an actor's first message happens after it was spawned. */
    void ownedBy(ActorRef<Command> actor) {
        owner = actor;
    }

    @Override
    public long load() {
        return published;
    }

    @Override
    public boolean store(long loaded, long value) {
        ActorRef<Command> actor = owner;
        if (actor == null) {
            throw new IllegalStateException("the cell has no owner yet");
        }
        if (waiting.get() >= CAPACITY) {
            return false;
        }
        waiting.incrementAndGet();
        actor.tell(new Add(value - loaded));
        return true;
    }

    /** The owner alone writes, so nothing comes between its read and its write. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private Behavior<Command> add(Add add) {
        published += add.difference();
        waiting.decrementAndGet();
        return Behaviors.same();
    }
}
