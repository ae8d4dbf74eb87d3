package org.interleave.processes;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.Mailbox;
import org.interleave.core.Message;
import org.interleave.core.Port;

/**
 * One task's inbox as one worker sees it. In the worker that runs the task it queues what comes; in every worker it
 * counts what may still be sent. Every message goes through the parent, also from a task to its neighbour, so there is
 * one way from one task to another and order is kept on it wherever the tasks run.
 *
 * <p>Back-pressure: a worker begins with {@value #WINDOW} credits for each inbox. Sending costs one; the owner's worker
 * returns them {@value #BATCH} at a time as the owner takes the messages. So a worker has at most that many messages
 * on their way to an inbox, and waits only if at least {@link Port#INBOX_CAPACITY} of them have not been taken. Several
 * workers have a window each: unlike a queue in one memory, the inbox may hold that many times more.
 *
 * <p>Whoever waits for credit is woken: by the owner, which takes messages or waits itself, by the frame that tells
 * that the owner has ended, or by an interrupt when the task is stopped. The thread that reads from the pipe never waits
 * here, since there is always room for what was sent.
 *
 * <p>Thread-safe: everything is guarded by one lock.
 */
final class PipedInbox implements Mailbox {

    /** How many messages the owner takes before their sender hears of it. */
    private static final int BATCH = Port.INBOX_CAPACITY / 8;

    /** What a worker may send before it hears of messages taken. */
    private static final int WINDOW = Port.INBOX_CAPACITY + BATCH;

    private final int run;
    private final int owner;
    private final int worker;
    private final FrameWriter parent;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition credited = lock.newCondition();
    private final Queue<Frame.Post> posts = new ArrayDeque<>();
    private final Map<Integer, Integer> taken = new HashMap<>();
    private int credits = WINDOW;
    private boolean ownerEnded;

    /**
     * The inbox of a task.
     *
     * @param run the run
     * @param owner the task's index
     * @param worker this worker's number
     * @param parent carries frames to the parent
     */
    PipedInbox(int run, int owner, int worker, FrameWriter parent) {
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
            parent.send(new Frame.Post(run, owner, worker, message));
        }
    }

    /** The owner has taken some of this worker's messages. */
    void credit(int count) {
        lock.lock();
        try {
            credits += count;
            credited.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A message has come for the owner, which runs here or did. */
    void arrived(Frame.Post post) {
        lock.lock();
        try {
            if (!ownerEnded) {
                posts.add(post);
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
            return posts.isEmpty() ? Optional.empty() : Optional.of(remove());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Message take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (posts.isEmpty()) {
                notEmpty.await();
            }
            return remove();
        } finally {
            lock.unlock();
        }
    }

    private Message remove() {
        Frame.Post post = posts.remove();
        int count = taken.merge(post.sender(), 1, Integer::sum);
        if (count == BATCH) {
            taken.remove(post.sender());
            parent.send(new Frame.Credit(run, owner, post.sender(), count));
        }
        return post.message();
    }

    /** The owner has ended, here or elsewhere. Its messages are dropped and need no credit any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            ownerEnded = true;
            posts.clear();
            credited.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
