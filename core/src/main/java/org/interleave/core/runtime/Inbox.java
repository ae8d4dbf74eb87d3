package org.interleave.core.runtime;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.interleave.core.Message;
import org.interleave.core.Port;

/**
 * A bounded blocking queue of messages between threads, for {@link Port.Inbox}. Once its owner has ended it is closed,
 * and takes and drops whatever is sent.
 *
 * <p>Thread-safe: everything is guarded by one lock, so what a sender wrote before {@link #put} or {@link #offer}
 * happens before the owner's return with that message.
 */
public final class Inbox implements Mailbox {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final Queue<Message> messages;
    private boolean closed;

    /** An empty inbox. Its queue takes up room with the messages: most inboxes of a large run never see one. */
    public Inbox() {
        this(new ArrayDeque<>(0));
    }

    /**
     * An inbox that keeps its messages in a queue of the strategy's.
     *
     * @param messages empty, first in, first out, without a bound; used by nobody else, under the inbox's lock
     */
    public Inbox(Queue<Message> messages) {
        this.messages = messages;
    }

    /**
     * Inboxes for the tasks of a run.
     *
     * @param tasks how many there are
     */
    public static List<Inbox> forTasks(int tasks) {
        return Stream.generate(Inbox::new).limit(tasks).toList();
    }

    @Override
    public boolean offer(Message message) {
        lock.lock();
        try {
            if (!closed && messages.size() >= Port.INBOX_CAPACITY) {
                return false;
            }
            add(message);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void put(Message message) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && messages.size() >= Port.INBOX_CAPACITY) {
                notFull.await();
            }
            add(message);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Message> poll() {
        lock.lock();
        try {
            return messages.isEmpty() ? Optional.empty() : Optional.of(remove());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Message take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (messages.isEmpty()) {
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
            while (messages.isEmpty()) {
                if (left <= 0) {
                    return Optional.empty();
                }
                left = notEmpty.awaitNanos(left);
            }
            return Optional.of(remove());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            messages.clear();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void add(Message message) {
        if (!closed) {
            messages.add(message);
            notEmpty.signal();
        }
    }

    private Message remove() {
        notFull.signal();
        return messages.remove();
    }
}
