package org.interleave.eventloop.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.jspecify.annotations.Nullable;

/**
 * A task's inbox: a queue that many loops add to and the loop of the task takes from. Who adds has that loop look at it,
 * unless it is about to: with {@link EventLoop#execute} once for many messages, as gRPC's {@code WriteQueue} does it for
 * writes.
 *
 * <p>No message is left behind. The owner clears {@link #lookPending} before it looks, and a sender adds before it sets it;
 * so whoever finds it set added what the look to come will find.
 *
 * <p>The number of places taken is counted beside the queue, as the pending bytes of a Netty channel are, so that a sender
 * on any loop knows at once whether there is room. A place is taken before its message is added. The owner gives places back
 * many at a time, for the number travels between processors; a sender that finds no room asks again on the owner's loop,
 * where each that is free counts.
 *
 * <p>Who waits for room gets it at the end of a turn of the receiver, before anyone else. Messages of one sender arrive in
 * order: a sender that waits has added all that it sent before, and goes on only when the message that waited is added.
 */
final class NettyInbox implements NettyTask.Wait {

    /** The most places that have come free and that senders elsewhere do not know of. */
    private static final int MOST_FREED = Port.INBOX_CAPACITY / 4;

    /** The places taken of an inbox that is closed, and of no other. */
    private static final int CLOSED = Integer.MIN_VALUE / 2;

    private final EventLoop owner;
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean lookPending = new AtomicBoolean();
    private final Queue<Waiting> senders = new ArrayDeque<>(0);
    private @Nullable NettyTask<?> receiver;
    private int freed;

    /** A message whose sender waits for room. */
    private record Waiting(Message message, Promise<Boolean> accepted) {

        /** Keeps the sender from taking its message back; false if it has. */
        boolean claim() {
            return accepted.setUncancellable();
        }

        /** Lets the sender go on. */
        void release() {
            accepted.trySuccess(true);
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

    /** Sends from any loop if there is room; false if there is none. What comes to a closed inbox is dropped. */
    boolean offer(Message message) {
        if (takePlace()) {
            add(message);
            return true;
        }
        return isClosed();
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
            if (waiting.claim()) {
                freed--;
                accept(waiting);
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
        taken.set(CLOSED);
        messages.clear();
        senders.forEach(Waiting::release);
        senders.clear();
    }

    /** Adds a message that has its place. */
    private void add(Message message) {
        messages.add(message);
        if (!lookPending.get() && lookPending.compareAndSet(false, true)) {
            owner.execute(this::look);
        }
    }

    private void accept(Waiting waiting) {
        add(waiting.message());
        waiting.release();
    }

    /** Resumes the receiver if it waits, with the oldest message. It takes the others itself. */
    private void look() {
        lookPending.set(false);
        NettyTask<?> waiting = receiver;
        if (waiting != null) {
            poll().ifPresent(message -> {
                receiver = null;
                waiting.resume(message);
            });
        }
    }

    private void addOrWait(Waiting waiting) {
        if (isClosed()) {
            waiting.release();
            return;
        }
        if (senders.isEmpty()) {
            givePlacesBack();
        }
        if (!senders.isEmpty() || !takePlace()) {
            senders.add(waiting);
        } else if (waiting.claim()) {
            accept(waiting);
        } else {
            freePlace();
        }
    }

    private boolean isClosed() {
        return taken.get() < 0;
    }

    /** False if there is none, or if it is closed. */
    private boolean takePlace() {
        for (int now = taken.get(); now >= 0 && now < Port.INBOX_CAPACITY; now = taken.get()) {
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
