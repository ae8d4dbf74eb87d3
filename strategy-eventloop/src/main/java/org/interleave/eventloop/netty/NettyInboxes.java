package org.interleave.eventloop.netty;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The inboxes of a run's tasks, each made by whoever uses it first: most tasks of a large run have none. Thread-safe. */
final class NettyInboxes {

    private final AtomicReferenceArray<@Nullable NettyInbox> inboxes;
    private final List<NettyLoop> loops;

    /**
     * No inbox is made yet.
     *
     * @param loops the loops that the tasks are dealt to in turn
     */
    NettyInboxes(int tasks, List<NettyLoop> loops) {
        inboxes = new AtomicReferenceArray<>(tasks);
        this.loops = loops;
    }

    /** The loop of a task. */
    NettyLoop loop(int task) {
        return loops.get(task % loops.size());
    }

    /** The inbox of a task. */
    NettyInbox inbox(int task) {
        NettyInbox inbox = inboxes.get(task);
        if (inbox == null) {
            NettyInbox made = new NettyInbox(loop(task).events());
            NettyInbox first = inboxes.compareAndExchange(task, null, made);
            inbox = first == null ? made : first;
        }
        return inbox;
    }

    /** Closes the inbox of a task that has ended. On its loop. */
    void close(int task) {
        NettyInbox inbox = inboxes.getAndSet(task, loop(task).closed());
        if (inbox != null) {
            inbox.close();
        }
    }
}
