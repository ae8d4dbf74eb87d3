package org.interleave.eventloop.vertx;

import io.vertx.core.Context;
import io.vertx.core.internal.eventbus.EventBusInternal;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The inboxes of the tasks of a run. An inbox is made, and listens on the bus, when it is first used, by its owner or a sender:
 * a consumer takes more memory than all else that a task does which only waits.
 *
 * <p>Thread-safe. An inbox is made under the lock, and not any more once it is closed.
 */
final class BusInboxes {

    private final EventBusInternal bus;
    private final String prefix;
    private final @Nullable Context[] owners;
    private final AtomicReferenceArray<@Nullable BusInbox> inboxes;
    private final BusInbox unused;

    /**
     * Inboxes that nobody has used.
     *
     * @param prefix of their addresses, before the task's number
     */
    BusInboxes(EventBusInternal bus, String prefix, int tasks) {
        this.bus = bus;
        this.prefix = prefix;
        owners = new Context[tasks];
        inboxes = new AtomicReferenceArray<>(tasks);
        unused = new BusInbox(bus, prefix + "unused");
        unused.close();
    }

    /** Tells the context of a task's verticle, before any task begins. */
    void deployed(int task, Context owner) {
        owners[task] = owner;
    }

    /** A task's inbox. @throws IndexOutOfBoundsException if there is no such task */
    BusInbox get(int task) {
        BusInbox inbox = inboxes.get(task);
        return inbox == null ? open(task) : inbox;
    }

    private synchronized BusInbox open(int task) {
        BusInbox inbox = inboxes.get(task);
        Context owner = owners[task];
        if (inbox != null) {
            return inbox;
        }
        if (owner == null) {
            throw new IllegalStateException("task " + task + " is not deployed");
        }
        BusInbox opened = new BusInbox(bus, prefix + task);
        opened.listen(owner);
        inboxes.set(task, opened);
        return opened;
    }

    /** Closes a task's inbox. On its owner's context. */
    synchronized void close(int task) {
        BusInbox inbox = inboxes.get(task);
        if (inbox == null) {
            inboxes.set(task, unused);
        } else {
            inbox.close();
        }
    }
}
