package org.interleave.processes.wire;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.Mailbox;

/**
 * The inbox of one task as one worker has it. In the worker that runs the task it queues what comes; in every worker it
 * counts what may still be sent. Every message goes through the parent, also from a task to its neighbour, so there is
 * one way from one task to another and order is kept on it wherever the tasks run.
 *
 * <p>Back-pressure is by credit: a worker begins with {@value FlowControl#WINDOW} credits for each inbox. Sending costs one;
 * the owner's worker returns them {@value FlowControl#BATCH} at a time as the owner takes the messages. So a worker has at
 * most a window of messages under way to an inbox, and waits only if at least {@link Port#INBOX_CAPACITY} of them have not
 * been taken. Several workers have a window each: unlike a queue in one memory, the inbox may hold that many times more.
 *
 * <p>Whoever waits for credit is woken: by the owner, which takes messages or waits itself, by the frame that tells
 * that the owner has ended, or by an interrupt when the task is stopped. The thread that reads from the pipe never waits
 * here, since there is always room for what was sent.
 *
 * <p>Thread-safe: everything is guarded by one lock.
 */
public final class PipedInbox implements Mailbox {

    private final int run;
    private final int owner;
    private final int worker;
    private final FrameWriter parent;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition credited = lock.newCondition();
    private final Queue<Arrival> arrivals = new ArrayDeque<>();
    private final Map<Integer, Sender> senders = new HashMap<>();
    private int credits = FlowControl.WINDOW;
    private boolean ownerEnded;

    /** A worker that messages have come from. */
    private static final class Sender {

        final int worker;
        int consumed; // of its messages, since it last heard of any

        Sender(int worker) {
            this.worker = worker;
        }
    }

    /** Messages that came together, without those already taken. There is at least one. */
    private record Arrival(Sender sender, ByteBuffer messages) {}

    /**
     * The inbox of a task.
     *
     * @param run the run
     * @param owner the task's index
     * @param worker this worker's number
     * @param parent carries frames to the parent
     */
    public PipedInbox(int run, int owner, int worker, FrameWriter parent) {
        this.run = run;
        this.owner = owner;
        this.worker = worker;
        this.parent = parent;
    }

    @Override
    public boolean offer(Message message) {
        checkSize(message);
        lock.lock();
        try {
            if (credits == 0 && !ownerEnded) {
                return false;
            }
            send(message);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void put(Message message) throws InterruptedException {
        checkSize(message);
        lock.lockInterruptibly();
        try {
            while (credits == 0 && !ownerEnded) {
                parent.flush();
                credited.await();
            }
            send(message);
        } finally {
            lock.unlock();
        }
    }

    private static void checkSize(Message message) {
        if (message.size() > FrameCodec.MAX_PAYLOAD) {
            throw new PayloadException("a message of " + message.size() + " bytes is larger than the "
                    + FrameCodec.MAX_PAYLOAD + " that a frame holds");
        }
    }

    private void send(Message message) {
        if (!ownerEnded) {
            credits--;
            parent.post(run, owner, worker, message);
        }
    }

    /** The owner has taken some of this worker's messages. */
    public void credit(int count) {
        lock.lock();
        try {
            credits += count;
            credited.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Messages have come for the owner, which runs here or did. */
    public void arrived(Frame.Post post) {
        lock.lock();
        try {
            if (!ownerEnded) {
                Sender sender = senders.computeIfAbsent(post.sender(), Sender::new);
                arrivals.add(new Arrival(sender, post.messages().bytes().duplicate()));
                notEmpty.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Message> poll() {
        lock.lock();
        try {
            return arrivals.isEmpty() ? Optional.empty() : Optional.of(remove());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Message take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (arrivals.isEmpty()) {
                parent.flush();
                notEmpty.await();
            }
            return remove();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Message> take(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = NANOSECONDS.convert(limit);
            while (arrivals.isEmpty()) {
                if (left <= 0) {
                    return Optional.empty();
                }
                parent.flush();
                left = notEmpty.awaitNanos(left);
            }
            return Optional.of(remove());
        } finally {
            lock.unlock();
        }
    }

    private Message remove() {
        Arrival first = arrivals.element();
        Message message = MessageBatch.take(first.messages());
        if (!first.messages().hasRemaining()) {
            arrivals.remove();
        }
        Sender sender = first.sender();
        sender.consumed++;
        if (sender.consumed == FlowControl.BATCH) {
            sender.consumed = 0;
            parent.send(new Frame.Credit(run, owner, sender.worker, FlowControl.BATCH));
        }
        return message;
    }

    /** The owner has ended, here or elsewhere. Its messages are dropped and need no credit any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            ownerEnded = true;
            arrivals.clear();
            credited.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
