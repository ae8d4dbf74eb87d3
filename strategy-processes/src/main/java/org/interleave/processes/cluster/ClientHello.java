package org.interleave.processes.cluster;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The first message of a TLS connection, as far as it is read before TLS has it: a record (type 22, version 3.x, its length)
 * with a message (type 1, its length, a version, then 32 random bytes, by which both ends of a relay know the connection).
 */
final class ClientHello {

    private static final int RECORD_HEADER = 5;
    private static final int RANDOM_OFFSET = RECORD_HEADER + 6;
    private static final int RANDOM = 32;

    private static final int HANDSHAKE = 22;
    private static final int MAJOR_VERSION = 3;
    private static final int LONGEST_RECORD = 1 << 14;
    private static final int CLIENT_HELLO = 1;

    /** Whether a connection that begins with these bytes can be one of TLS. */
    static boolean possible(ByteBuffer bytes) {
        return is(bytes, 0, HANDSHAKE)
                && is(bytes, 1, MAJOR_VERSION)
                && (bytes.remaining() < RECORD_HEADER || possibleLength(recordLength(bytes)))
                && is(bytes, RECORD_HEADER, CLIENT_HELLO);
    }

    private static boolean is(ByteBuffer bytes, int offset, int value) {
        return bytes.remaining() <= offset || bytes.get(bytes.position() + offset) == value;
    }

    private static boolean possibleLength(int length) {
        return length >= RANDOM_OFFSET + RANDOM - RECORD_HEADER && length <= LONGEST_RECORD;
    }

    private static int recordLength(ByteBuffer bytes) {
        return Short.toUnsignedInt(bytes.getShort(bytes.position() + 3));
    }

    /** The random bytes, once the whole first record has come, of what is {@linkplain #possible possible}. */
    static Optional<ByteBuffer> random(ByteBuffer bytes) {
        if (bytes.remaining() < RECORD_HEADER || bytes.remaining() < RECORD_HEADER + recordLength(bytes)) {
            return Optional.empty();
        }
        byte[] random = new byte[RANDOM];
        bytes.get(bytes.position() + RANDOM_OFFSET, random);
        return Optional.of(ByteBuffer.wrap(random));
    }

    private ClientHello() {}
}
