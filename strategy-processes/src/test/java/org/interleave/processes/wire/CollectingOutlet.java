package org.interleave.processes.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what is written. Now it has room and now it has none, and it takes writes in parts, as its seed says. */
final class CollectingOutlet implements Outlet {

    private static final int CAPACITY = 1 << 20;

    private final Random random;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicInteger users = new AtomicInteger();
    private boolean closed;

    CollectingOutlet(long seed) {
        random = new Random(seed);
    }

    synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Whether the last frame is a {@link Frame.RequestTasks}, of run -1. */
    boolean endsWithWant() {
        byte[] last = {0, 0, 0, 9, 2, -1, -1, -1, -1, 0, 0, 0, 0};
        byte[] all = bytes();
        return all.length >= last.length
                && Arrays.equals(last, Arrays.copyOfRange(all, all.length - last.length, all.length));
    }

    @Override
    public synchronized boolean drained(int length) {
        return random.nextBoolean();
    }

    @Override
    public synchronized boolean fits(int length) {
        return switch (random.nextInt(3)) {
            case 0 -> false;
            case 1 -> length <= random.nextInt(CAPACITY);
            default -> length <= CAPACITY;
        };
    }

    @Override
    public void writeNow(byte[] array, int length) {
        write(ByteBuffer.wrap(array, 0, length), length);
    }

    @Override
    public int write(ByteBuffer source) {
        int length;
        synchronized (this) {
            length = 1 + random.nextInt(source.remaining());
        }
        return write(source, length);
    }

    private int write(ByteBuffer source, int length) {
        if (users.incrementAndGet() > 1) {
            throw new IllegalStateException("two threads write");
        }
        byte[] part = new byte[length];
        source.get(part);
        synchronized (this) {
            bytes.writeBytes(part);
        }
        users.decrementAndGet();
        return length;
    }

    @Override
    public synchronized boolean isOpen() {
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
