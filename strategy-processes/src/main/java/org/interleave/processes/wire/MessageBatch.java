package org.interleave.processes.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.interleave.core.Message;

/**
 * Messages in a row as they lie in a frame, the length of each before its bytes. They are unpacked where they are taken,
 * so passing them on costs the same for one as for a thousand.
 *
 * <p>A length has seven bits to the byte, the lowest first; the highest bit of a byte says that another follows. Up to
 * 127 bytes it takes one.
 *
 * @param bytes from its position to its limit; neither they nor these are ever changed
 */
public record MessageBatch(ByteBuffer bytes) {

    private static final int LENGTH_BITS = 7;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

    /** The size of the largest message whose length takes one byte. */
    static final int SHORT = LENGTH_MASK;

    /** The most bytes that a length takes. */
    private static final int LONGEST_LENGTH = 5;

    /** These messages, in this order. */
    public static MessageBatch of(Message... messages) {
        int size = 0;
        for (Message message : messages) {
            size += room(message);
        }
        byte[] bytes = new byte[size];
        int end = 0;
        for (Message message : messages) {
            end = put(message, bytes, end);
        }
        return new MessageBatch(ByteBuffer.wrap(bytes, 0, end));
    }

    /**
     * What lies in a frame.
     *
     * @throws ProtocolException if that is not a row of messages, of which there is at least one
     */
    static MessageBatch checked(ByteBuffer bytes) throws ProtocolException {
        if (alike(bytes)) {
            return new MessageBatch(bytes);
        }
        ByteBuffer rest = bytes.duplicate();
        try {
            do {
                int length = takeLength(rest);
                if (length < 0 || length > rest.remaining()) {
                    throw new BufferUnderflowException();
                }
                rest.position(rest.position() + length);
            } while (rest.hasRemaining());
        } catch (BufferUnderflowException e) {
            throw new ProtocolException("a message in a frame ends after the frame does");
        }
        return new MessageBatch(bytes);
    }

    /**
     * Whether all have the same length, of one byte. Looks at many at a time, where the other way has to go step by step.
     */
    private static boolean alike(ByteBuffer bytes) {
        int start = bytes.position();
        int end = bytes.limit();
        if (start == end) {
            return false;
        }
        byte length = bytes.get(start);
        int difference = length < 0 ? length : (end - start) % (length + 1);
        for (int at = start; difference == 0 && at < end; at += length + 1) {
            difference = bytes.get(at) ^ length;
        }
        return difference == 0;
    }

    /** The most bytes that a message takes. */
    static int room(Message message) {
        return LONGEST_LENGTH + message.size();
    }

    /** Adds a message to a row that ends there, and returns where it ends then. */
    static int put(Message message, byte[] out, int at) {
        int start = putLength(message.size(), out, at);
        message.copyTo(out, start);
        return start + message.size();
    }

    /** Adds the length of a message, which is to follow at the place that is returned. */
    static int putLength(int length, byte[] out, int at) {
        int rest = length;
        int end = at;
        while (rest > LENGTH_MASK) {
            out[end++] = (byte) (rest | ~LENGTH_MASK);
            rest >>>= LENGTH_BITS;
        }
        out[end++] = (byte) rest;
        return end;
    }

    /** The number of messages. */
    public int count() {
        ByteBuffer rest = bytes.duplicate();
        int count = 0;
        while (rest.hasRemaining()) {
            int length = takeLength(rest);
            rest.position(rest.position() + length);
            count++;
        }
        return count;
    }

    /** Takes the first message off a row that was {@link #checked}. */
    public static Message take(ByteBuffer in) {
        return Message.copyOf(in, takeLength(in));
    }

    private static int takeLength(ByteBuffer in) {
        byte first = in.get();
        return first >= 0 ? first : takeLength(in, first & LENGTH_MASK);
    }

    /** Negative if it is too large for a number. */
    private static int takeLength(ByteBuffer in, int lowest) {
        int length = lowest;
        for (int shift = LENGTH_BITS; shift < LONGEST_LENGTH * LENGTH_BITS; shift += LENGTH_BITS) {
            byte next = in.get();
            length |= (next & LENGTH_MASK) << shift;
            if (next >= 0) {
                return length;
            }
        }
        return -1;
    }
}
