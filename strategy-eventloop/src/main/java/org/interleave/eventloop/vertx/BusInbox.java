package org.interleave.eventloop.vertx;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumerOptions;
import io.vertx.core.internal.eventbus.EventBusInternal;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.TaskRun;

/**
 * A task's inbox: an address on the event bus, whose consumer belongs to the task's verticle and keeps what has arrived.
 *
 * <p>The bus itself has no back-pressure. A sender first takes one of the inbox's places, whose number alone is shared
 * between contexts, and then <em>sends</em>. If there is none it <em>requests</em>: its message waits at the consumer, which
 * replies once a place has come free and the message has it. Places are given back on the consumer's context only, many at
 * a time, for their number travels between processors; before a request has to wait, all are, so none comes free unseen. A
 * million messages take no replies as long as the receiver keeps up.
 *
 * <p>{@link #offer} and {@link #send} are called from any context, the rest on the consumer's.
 */
final class BusInbox implements Endpoint {

    /** A sender waits for room as long as it takes. */
    private static final DeliveryOptions PATIENT =
            new DeliveryOptions().setLocalOnly(true).setSendTimeout(Integer.MAX_VALUE);

    /** The most places that have come free and that senders do not know of. */
    private static final int MOST_FREED = Port.INBOX_CAPACITY / 4;

    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    private final EventBusInternal bus;
    private final String address;
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<Message> messages = new ArrayDeque<>(0);
    private final Queue<io.vertx.core.eventbus.Message<Message>> requests = new ArrayDeque<>(0);
    private final OneShotHandler readable = new OneShotHandler();
    private int freed;
    private volatile boolean closed;

    BusInbox(EventBusInternal bus, String address) {
        this.bus = bus;
        this.address = address;
    }

    /** Listens on the bus from now until its owner's verticle is undeployed. From any thread. */
    void listen(Context owner) {
        MessageConsumerOptions options = new MessageConsumerOptions()
                .setAddress(address)
                .setLocalOnly(true)
                .setMaxBufferedMessages(Integer.MAX_VALUE);
        bus.<Message>consumer(owner, options).handler(this::arrived);
    }

    /** Sends if there is room; false if there is none. */
    boolean offer(Message message) {
        if (closed) {
            return true;
        }
        if (!takePlace()) {
            return false;
        }
        bus.send(address, message, LOCAL);
        return true;
    }

    /** Sends once there is room. */
    @Override
    public Future<Void> send(Message message) {
        if (closed) {
            return Future.succeededFuture();
        }
        return bus.<Message>request(address, message, PATIENT).mapEmpty();
    }

    @Override
    public boolean deliverTo(TaskRun<?> task) {
        Message message = messages.poll();
        if (message == null) {
            return false;
        }
        givePlaceBack();
        task.deliver(message);
        return true;
    }

    @Override
    public void onReadable(Runnable handler) {
        readable.set(handler);
    }

    @Override
    public void forget() {
        readable.forget();
    }

    /** Drops what is in it and whatever comes. Senders that wait go on. */
    @Override
    public void close() {
        closed = true;
        messages.clear();
        requests.forEach(BusInbox::grant);
        requests.clear();
    }

    private void arrived(io.vertx.core.eventbus.Message<Message> message) {
        boolean request = message.replyAddress() != null;
        if (closed) {
            if (request) {
                grant(message);
            }
        } else if (!request) {
            add(message.body());
        } else if (requests.isEmpty() && takePlaceWithFreed()) {
            grant(message);
            add(message.body());
        } else {
            requests.add(message);
        }
    }

    private void add(Message message) {
        messages.add(message);
        readable.call();
    }

    private boolean takePlace() {
        for (int now = taken.get(); now < Port.INBOX_CAPACITY; now = taken.get()) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    private boolean takePlaceWithFreed() {
        giveFreedBack();
        return takePlace();
    }

    private void giveFreedBack() {
        if (freed > 0) {
            taken.addAndGet(-freed);
            freed = 0;
        }
    }

    /** Gives it to the request that has waited longest, or back. */
    private void givePlaceBack() {
        io.vertx.core.eventbus.Message<Message> request = requests.poll();
        if (request == null) {
            freed++;
            if (freed == MOST_FREED) {
                giveFreedBack();
            }
        } else {
            messages.add(request.body());
            grant(request);
        }
    }

    private static void grant(io.vertx.core.eventbus.Message<Message> request) {
        request.reply(Message.EMPTY, LOCAL);
    }
}
