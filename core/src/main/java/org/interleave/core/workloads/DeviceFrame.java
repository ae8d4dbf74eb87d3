package org.interleave.core.workloads;

import java.nio.ByteBuffer;
import org.interleave.core.Message;

/**
 * What a device server and its clients tell each other, in a datagram or in a frame of a connection: {@value #BYTES} bytes, numbers
 * with the most significant byte first.
 *
 * @param kind what it is
 * @param id the number of the request, which the reply repeats; 0 in what was not asked for
 * @param device which device, from zero, or {@link #CONTROL}
 * @param value its value
 * @param changed when it got that value, by the server's {@link System#nanoTime}
 */
record DeviceFrame(Kind kind, int id, int device, long value, long changed) {

    /** The size of each. */
    static final int BYTES = 1 + 2 * Integer.BYTES + 2 * Long.BYTES;

    /** The device that is the server itself: to put a number there says that the client is ready. */
    static final int CONTROL = -1;

    /** The kinds. */
    enum Kind {
        /** Asks for a device's value. */
        GET,

        /** Sets a device's value. */
        PUT,

        /** Asks for an event whenever a value changes. */
        SUBSCRIBE,

        /** Answers a request. */
        VALUE,

        /** Answers a request when no value will change any more. */
        LAST_VALUE,

        /** Tells of a change. */
        EVENT,

        /** Tells that there will be no more. */
        END
    }

    private static final Kind[] KINDS = Kind.values();

    /** Reads one. @throws IllegalArgumentException if it is none */
    static DeviceFrame of(ByteBuffer bytes) {
        if (bytes.remaining() != BYTES
                || bytes.get(bytes.position()) < 0
                || bytes.get(bytes.position()) >= KINDS.length) {
            throw new IllegalArgumentException(bytes.remaining() + " bytes are no frame of a device server");
        }
        return new DeviceFrame(KINDS[bytes.get()], bytes.getInt(), bytes.getInt(), bytes.getLong(), bytes.getLong());
    }

    /** Its bytes. */
    ByteBuffer buffer() {
        return ByteBuffer.allocate(BYTES)
                .put((byte) kind.ordinal())
                .putInt(id)
                .putInt(device)
                .putLong(value)
                .putLong(changed)
                .flip();
    }

    /** Its bytes, for a task to send. */
    Message message() {
        return Message.copyOf(buffer());
    }
}
