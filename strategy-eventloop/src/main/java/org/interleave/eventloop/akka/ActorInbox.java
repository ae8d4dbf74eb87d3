package org.interleave.eventloop.akka;

import java.util.ArrayDeque;
import java.util.Queue;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.TaskRun;

/**
 * The receiving end of an actor's credit-based flow control. Its {@link Port#INBOX_CAPACITY} places are, each at any
 * time, free, taken by a message, or lent to a sender as credit.
 *
 * <p>A sender with credit sends and goes on. One without asks with its message, and waits until that has a place; with
 * the answer it gets half of the free places as credit, so a steady stream asks once for hundreds of messages. Lending
 * half leaves one place that is never lent, so a sender that sits on its credit cannot keep others out for good. Those
 * who wait are let in, first come, first served, when the messages are down to half of the places, for one at a time would
 * cost an answer each; and whatever room there is when the task comes to wait for something else.
 *
 * <p>Used by its actor only.
 */
final class ActorInbox implements Source {

    private static final int LOW = Port.INBOX_CAPACITY / 2;

    private final Queue<Message> messages = new ArrayDeque<>(0);
    private final Queue<Asking> asking = new ArrayDeque<>(0);
    private final Lender lender;
    private int free = Port.INBOX_CAPACITY;

    private record Asking(Message message, int sender) {}

    /** Tells a sender that its message has a place. */
    @FunctionalInterface
    interface Lender {
        void answer(int sender, int credit);
    }

    ActorInbox(Lender lender) {
        this.lender = lender;
    }

    /** Takes a message that used up credit. */
    void add(Message message) {
        messages.add(message);
    }

    /** Lets a message pass that used up credit and takes no place, for the task waits for it. */
    void passBy() {
        free++;
        letInIfLow();
    }

    /** Takes a message, if need be later, and answers its sender when it has. */
    void ask(Message message, int sender) {
        asking.add(new Asking(message, sender));
        if (asking.size() == 1) {
            letIn();
        }
    }

    /** Takes back credit that a sender has no use for. */
    void giveBack(int credit) {
        free += credit;
        letInIfLow();
    }

    /** Delivers the oldest message. */
    @Override
    public boolean deliverTo(TaskRun<?> task) {
        Message message = messages.poll();
        if (message == null) {
            return false;
        }
        free++;
        letInIfLow();
        task.deliver(message);
        return true;
    }

    /** Its task waits for something else, perhaps for a sender: those that wait have what room there is. */
    void pause() {
        letIn();
    }

    /** Drops what is in it. Senders that wait go on. */
    void close() {
        messages.clear();
        asking.forEach(one -> lender.answer(one.sender(), 0));
        asking.clear();
    }

    private void letInIfLow() {
        if (messages.size() <= LOW) {
            letIn();
        }
    }

    private void letIn() {
        while (free > 0 && !asking.isEmpty()) {
            Asking first = asking.remove();
            messages.add(first.message());
            int credit = (free - 1) / 2;
            free -= 1 + credit;
            lender.answer(first.sender(), credit);
        }
    }
}
