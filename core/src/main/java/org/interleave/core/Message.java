package org.interleave.core;

import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** An immutable sequence of bytes that tasks send each other. */
public final class Message implements Serializable {

    /** A message of no bytes. */
    public static final Message EMPTY = new Message(new byte[0]);

    private static final long serialVersionUID = 1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** @serial the bytes; never changed, never handed out */
    private final byte[] bytes;

    private Message(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A message of eight bytes, the number in big-endian order. */
    public static Message of(long number) {
        return new Message(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    /** A message of a copy of these bytes. */
    public static Message copyOf(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Message(bytes.clone());
    }

    /** A message of the buffer's remaining bytes, which are consumed. */
    public static Message copyOf(ByteBuffer buffer) {
        return copyOf(buffer, buffer.remaining());
    }

    /**
     * A message of the buffer's next bytes, which are consumed.
     *
     * @param size how many
     * @throws java.nio.BufferUnderflowException if there are fewer
     */
    public static Message copyOf(ByteBuffer buffer, int size) {
        if (buffer.hasArray() && size <= buffer.remaining()) { // saves clearing the copy
            int start = buffer.arrayOffset() + buffer.position();
            buffer.position(buffer.position() + size);
            return new Message(Arrays.copyOfRange(buffer.array(), start, start + size));
        }
        byte[] bytes = new byte[size];
        buffer.get(bytes);
        return new Message(bytes);
    }

    /** The number in the first eight bytes. @throws java.nio.BufferUnderflowException if there are fewer */
    public long asLong() {
        return ByteBuffer.wrap(bytes).getLong();
    }

    /** The bytes, to read only. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /**
     * Copies the bytes into an array.
     *
     * @param at where the first is to be
     * @throws IndexOutOfBoundsException if they do not fit there
     */
    public void copyTo(byte[] out, int at) {
        int size = bytes.length; // a number or two are most messages, and a call to copy them would take longer
        if (size == Long.BYTES) {
            LONGS.set(out, at, (long) LONGS.get(bytes, 0));
        } else if (size == 2 * Long.BYTES) {
            LONGS.set(out, at, (long) LONGS.get(bytes, 0));
            LONGS.set(out, at + Long.BYTES, (long) LONGS.get(bytes, Long.BYTES));
        } else {
            System.arraycopy(bytes, 0, out, at, size);
        }
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The size in bytes. */
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message message && Arrays.equals(bytes, message.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Message[" + bytes.length + " bytes]";
    }
}
