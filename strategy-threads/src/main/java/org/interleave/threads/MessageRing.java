package org.interleave.threads;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.interleave.core.Message;
import org.jspecify.annotations.Nullable;

/**
 * A queue of messages in an instance's memory, as a ring of bytes that doubles when it is full. A message is copied in
 * and copied out: its length first, then its bytes, then padding, so that a length never lies across the end of the ring.
 * Not thread-safe.
 */
final class MessageRing extends AbstractQueue<Message> {

    private static final long LENGTH = ValueLayout.JAVA_INT.byteSize();
    private static final long FIRST_CAPACITY = 1024;

    private final Arena memory;
    private MemorySegment ring = MemorySegment.NULL;
    private long head;
    private long used;
    private int count;

    /**
     * An empty ring, which takes memory with its first message.
     *
     * @param memory where it is allocated, also when it grows
     */
    MessageRing(Arena memory) {
        this.memory = memory;
    }

    @Override
    public boolean offer(Message message) {
        long room = room(message.size());
        makeRoomFor(room);
        long tail = head + used;
        ring.set(ValueLayout.JAVA_INT, at(tail), message.size());
        write(tail + LENGTH, message.bytes());
        used += room;
        count++;
        return true;
    }

    @Override
    public @Nullable Message poll() {
        if (count == 0) {
            return null;
        }
        int length = length(head);
        Message oldest = read(head + LENGTH, length);
        head = at(head + room(length));
        used -= room(length);
        count--;
        return oldest;
    }

    @Override
    public @Nullable Message peek() {
        return count == 0 ? null : read(head + LENGTH, length(head));
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public void clear() {
        head = 0;
        used = 0;
        count = 0;
    }

    @Override
    public Iterator<Message> iterator() {
        return new Iterator<>() {
            private long next = head;
            private int left = count;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Message next() {
                if (left == 0) {
                    throw new NoSuchElementException();
                }
                int length = length(next);
                Message message = read(next + LENGTH, length);
                next += room(length);
                left--;
                return message;
            }
        };
    }

    /** What a message of this length takes. */
    private static long room(long length) {
        return LENGTH + (length + LENGTH - 1) / LENGTH * LENGTH;
    }

    /** Where a position, counted on from some earlier round, lies in the ring, whose size is a power of two. */
    private long at(long position) {
        return position & (ring.byteSize() - 1);
    }

    private int length(long position) {
        return ring.get(ValueLayout.JAVA_INT, at(position));
    }

    private void makeRoomFor(long more) {
        long needed = used + more;
        if (needed > ring.byteSize()) {
            long capacity = Math.max(FIRST_CAPACITY, Long.highestOneBit(needed - 1) << 1);
            MemorySegment larger = memory.allocate(capacity, LENGTH);
            long untilEnd = Math.min(used, ring.byteSize() - head);
            MemorySegment.copy(ring, head, larger, 0, untilEnd);
            MemorySegment.copy(ring, 0, larger, untilEnd, used - untilEnd);
            ring = larger;
            head = 0;
        }
    }

    private void write(long position, byte[] bytes) {
        long from = at(position);
        int untilEnd = (int) Math.min(bytes.length, ring.byteSize() - from);
        MemorySegment.copy(bytes, 0, ring, ValueLayout.JAVA_BYTE, from, untilEnd);
        MemorySegment.copy(bytes, untilEnd, ring, ValueLayout.JAVA_BYTE, 0, bytes.length - untilEnd);
    }

    private Message read(long position, int length) {
        byte[] bytes = new byte[length];
        long from = at(position);
        int untilEnd = (int) Math.min(length, ring.byteSize() - from);
        MemorySegment.copy(ring, ValueLayout.JAVA_BYTE, from, bytes, 0, untilEnd);
        MemorySegment.copy(ring, ValueLayout.JAVA_BYTE, 0, bytes, untilEnd, length - untilEnd);
        return Message.copyOf(bytes);
    }
}
