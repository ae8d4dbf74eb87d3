package org.interleave.processes.pool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.interleave.processes.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The route of messages to one task's inbox through the parent. Before the task has begun they are held here, as
 * many as there are credits for; then they go to its worker; after the task's end they are dropped, and everyone who
 * ever sent one is told once, so that nobody waits for credit that would never come.
 *
 * <p>Messages of one sender come on one thread, that which reads from its worker, and leave in their order: a message
 * takes the short way only after {@code worker} was set, which is after all that were held have left.
 *
 * <p>Most tasks get no messages, so nothing is allocated for them beforehand.
 *
 * <p>Thread-safe: guarded by its monitor; {@code worker} is written under it and may be read without.
 */
final class Route {

    private final int run;
    private final int task;
    private List<Frame.Post> held = List.of();
    private Set<Worker> senders = Set.of();
    private volatile @Nullable Worker worker;
    private boolean closed;

    /** The route to the inbox of a task that has not begun. */
    Route(int run, int task) {
        this.run = run;
        this.task = task;
    }

    /** Registers a worker before its first message. */
    synchronized void introduce(Worker sender) {
        if (closed) {
            sender.send(new Frame.InboxClosed(run, task));
        } else {
            senders = senders.isEmpty() ? new HashSet<>() : senders;
            senders.add(sender);
        }
    }

    /** Passes a message on. */
    void pass(Frame.Post post) {
        Worker target = worker;
        if (target != null) {
            target.send(post);
        } else {
            passOrHold(post);
        }
    }

    private synchronized void passOrHold(Frame.Post post) {
        Worker target = worker;
        if (target != null) {
            target.send(post);
        } else if (!closed) {
            held = held.isEmpty() ? new ArrayList<>() : held;
            held.add(post);
        }
    }

    /** The task has begun at this worker, which gets what has come for it. */
    synchronized void lead(Worker target) {
        held.forEach(target::send);
        held = List.of();
        worker = target;
    }

    /** Whether it leads, or led, to this worker. */
    boolean leadsTo(Worker target) {
        return target.equals(worker);
    }

    /** The task has lost its worker and will begin again elsewhere. */
    synchronized void hold() {
        worker = null;
    }

    /** The task has ended. */
    synchronized void close() {
        closed = true;
        held = List.of();
        senders.forEach(sender -> sender.send(new Frame.InboxClosed(run, task)));
        senders = Set.of();
    }
}
