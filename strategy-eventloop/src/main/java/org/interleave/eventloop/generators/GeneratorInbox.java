package org.interleave.eventloop.generators;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.interleave.core.Message;
import org.interleave.core.Port;

/** A generator's inbox, and those who wait for room in it, who are let in as they came. */
final class GeneratorInbox<R extends Serializable> {

    private final Queue<Message> messages = new ArrayDeque<>();
    private final Queue<Generator<R>> senders = new ArrayDeque<>(0);

    /** Takes a message; false if there is no room: its sender has to wait then, and is told when it is let in. */
    boolean offer(Message message, Generator<R> sender) {
        if (messages.size() < Port.INBOX_CAPACITY) {
            return messages.add(message);
        }
        senders.add(sender);
        return false;
    }

    /** Takes the oldest message if there is one. Who has waited longest is let in. */
    Optional<Message> poll() {
        Optional<Message> message = Optional.ofNullable(messages.poll());
        Generator<R> sender = senders.poll();
        if (sender != null) {
            messages.add(sender.letIn());
        }
        return message;
    }

    /** A sender does not wait any more. */
    void withdraw(Generator<R> sender) {
        senders.remove(sender);
    }

    /** Lets everyone in: what they send is dropped. */
    void close() {
        senders.forEach(Generator::letIn);
        senders.clear();
    }
}
