package org.interleave.eventloop.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.jspecify.annotations.Nullable;

/**
 * A task's inbox, owned by the task's event loop: its queues are touched on that loop only, and senders on other loops
 * hand their messages over with {@link EventLoop#execute}.
 *
 * <p>Only the number of places taken is shared, as the pending bytes of a Netty channel are, so that a sender on any
 * loop knows at once whether there is room. A place is taken before its message is on its way and given back on the
 * owner's loop; if a sender waits, it gets the place instead. A sender that found no room asks again on the owner's
 * loop, where no place can come free unseen.
 *
 * <p>Messages of one sender arrive in order: they go through the owner's loop, which is first in, first out, and a
 * sender that waits has no other message on its way after that one.
 */
final class NettyInbox {

    private final EventLoop owner;
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<Message> messages = new ArrayDeque<>(0);
    private final Queue<Waiting> senders = new ArrayDeque<>(0);
    private @Nullable NettyTask<?> receiver;
    private volatile boolean closed;

    private record Waiting(Message message, Promise<Optional<Message>> accepted) {}

    NettyInbox(EventLoop owner) {
        this.owner = owner;
    }

    /** Sends from any loop if there is room; false if there is none. */
    boolean offer(Message message) {
        if (!closed && !takePlace()) {
            return false;
        }
        onOwner(() -> add(message));
        return true;
    }

    /**
     * Sends from the sender's loop once there is room.
     *
     * @return succeeds with no message when there was; cancelling it takes the message back
     */
    Future<Optional<Message>> put(Message message, EventLoop sender) {
        Waiting waiting = new Waiting(message, sender.newPromise());
        onOwner(() -> addOrWait(waiting));
        return waiting.accepted();
    }

    /** Takes the oldest message if there is one. On the owner's loop. */
    Optional<Message> poll() {
        Message message = messages.poll();
        if (message == null) {
            return Optional.empty();
        }
        givePlaceBack();
        return Optional.of(message);
    }

    /** Hands the next message to come to an empty inbox to its owner's task. On the owner's loop. */
    void await(NettyTask<?> task) {
        receiver = task;
    }

    /** Keeps it instead. On the owner's loop. */
    void forget() {
        receiver = null;
    }

    /** Drops what is in it and whatever comes. Senders that wait go on. On the owner's loop. */
    void close() {
        closed = true;
        messages.clear();
        for (Waiting waiting = senders.poll(); waiting != null; waiting = senders.poll()) {
            accept(waiting);
        }
    }

    private void onOwner(Runnable action) {
        if (owner.inEventLoop()) {
            action.run();
        } else {
            owner.execute(action);
        }
    }

    private void addOrWait(Waiting waiting) {
        if (closed) {
            accept(waiting);
        } else if (!takePlace()) {
            senders.add(waiting);
        } else if (accept(waiting)) {
            add(waiting.message());
        } else {
            givePlaceBack();
        }
    }

    private void add(Message message) {
        if (closed) {
            return;
        }
        NettyTask<?> waiting = receiver;
        receiver = null;
        if (waiting != null) {
            givePlaceBack();
            waiting.arrived(message);
        } else {
            messages.add(message);
        }
    }

    private boolean takePlace() {
        for (int now = taken.get(); now < Port.INBOX_CAPACITY; now = taken.get()) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    private void givePlaceBack() {
        for (Waiting waiting = senders.poll(); waiting != null; waiting = senders.poll()) {
            if (accept(waiting)) {
                messages.add(waiting.message());
                return;
            }
        }
        taken.decrementAndGet();
    }

    /** Lets the sender go on, unless it has taken its message back. */
    private static boolean accept(Waiting waiting) {
        return waiting.accepted().setUncancellable() && waiting.accepted().trySuccess(Optional.empty());
    }
}
