package org.interleave.eventloop.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.jspecify.annotations.Nullable;

/**
 * A task's inbox, owned by the task's event loop: its queues are touched on that loop only, and senders on other loops
 * hand their messages over with {@link EventLoop#execute}.
 *
 * <p>Only the number of places taken is shared, as the pending bytes of a Netty channel are, so that a sender on any
 * loop knows at once whether there is room. A place is taken before its message is on its way. The owner gives places
 * back many at a time, for the number travels between processors; a sender that finds no room asks again on the owner's
 * loop, where each that is free counts.
 *
 * <p>Who waits for room gets it at the end of a turn of the receiver, before anyone else. Messages of one sender arrive in
 * order: they go through the owner's loop, which is first in, first out, and a sender that waits has no other message on
 * its way after that one.
 */
final class NettyInbox implements NettyTask.Wait {

    /** The most places that have come free and that senders elsewhere do not know of. */
    private static final int MOST_FREED = Port.INBOX_CAPACITY / 4;

    /** The places taken of an inbox that is closed: there will always be room. */
    private static final int BOTTOMLESS = Integer.MIN_VALUE / 2;

    private final EventLoop owner;
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<Message> messages = new ArrayDeque<>(0);
    private final Queue<Waiting> senders = new ArrayDeque<>(0);
    private @Nullable NettyTask<?> receiver;
    private int freed;
    private boolean closed;

    /** A message whose sender waits for room. */
    private record Waiting(Message message, Promise<Boolean> accepted) {

        /** Lets the sender go on; false if it has taken its message back. */
        boolean accept() {
            return accepted.setUncancellable() && accepted.trySuccess(true);
        }
    }

    NettyInbox(EventLoop owner) {
        this.owner = owner;
    }

    /** An inbox that nobody receives from. */
    static NettyInbox closed(EventLoop owner) {
        NettyInbox inbox = new NettyInbox(owner);
        inbox.close();
        return inbox;
    }

    /** Sends from any loop if there is room; false if there is none. */
    boolean offer(Message message) {
        if (!takePlace()) {
            return false;
        }
        if (owner.inEventLoop()) {
            add(message, NettyTask::resumeLater);
        } else {
            owner.execute(() -> add(message, NettyTask::resume));
        }
        return true;
    }

    /**
     * Sends from the sender's loop once there is room.
     *
     * @return succeeds when there was; cancelling it takes the message back
     */
    Future<?> put(Message message, EventLoop sender) {
        Waiting waiting = new Waiting(message, sender.newPromise());
        if (owner.inEventLoop()) {
            addOrWait(waiting);
        } else {
            owner.execute(() -> addOrWait(waiting));
        }
        return waiting.accepted();
    }

    /** Takes the oldest message if there is one. On the owner's loop. */
    Optional<Message> poll() {
        Message message = messages.poll();
        if (message == null) {
            return Optional.empty();
        }
        freePlace();
        return Optional.of(message);
    }

    /** Hands the next message to come to an empty inbox to its owner's task. On the owner's loop. */
    void await(NettyTask<?> task) {
        receiver = task;
    }

    /** Keeps it instead. On the owner's loop. */
    @Override
    public boolean giveUp() {
        receiver = null;
        return true;
    }

    /** Lets in who waits for room, as far as there is some. On the owner's loop. */
    void endTurn() {
        if (senders.isEmpty()) {
            return;
        }
        while (freed > 0 && !senders.isEmpty()) {
            Waiting waiting = senders.remove();
            if (waiting.accept()) {
                freed--;
                add(waiting.message(), NettyTask::resumeLater);
            }
        }
        givePlacesBack(); // whoever was let in has more to send, as a rule
    }

    /** The same when the receiver goes on soon: it is worth while to resume who waits for much room, not for a little. */
    void pauseTurn() {
        if (freed >= Port.INBOX_CAPACITY / 2) {
            endTurn();
        }
    }

    /** Drops what is in it and whatever comes. Senders that wait go on. On the owner's loop. */
    void close() {
        closed = true;
        freed = 0;
        taken.set(BOTTOMLESS);
        messages.clear();
        senders.forEach(Waiting::accept);
        senders.clear();
    }

    /** Adds a message that has its place. */
    private void add(Message message, BiConsumer<NettyTask<?>, Message> handing) {
        NettyTask<?> waiting = receiver;
        if (waiting != null) {
            receiver = null;
            freePlace();
            handing.accept(waiting, message);
        } else if (!closed) {
            messages.add(message);
        }
    }

    private void addOrWait(Waiting waiting) {
        if (closed) {
            waiting.accept();
            return;
        }
        if (senders.isEmpty()) {
            givePlacesBack();
        }
        if (!senders.isEmpty() || !takePlace()) {
            senders.add(waiting);
        } else if (waiting.accept()) {
            add(waiting.message(), NettyTask::resumeLater);
        } else {
            freePlace();
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

    private void freePlace() {
        freed++;
        if (freed >= MOST_FREED && senders.isEmpty()) {
            givePlacesBack();
        }
    }

    private void givePlacesBack() {
        if (freed > 0) {
            taken.addAndGet(-freed);
            freed = 0;
        }
    }
}
