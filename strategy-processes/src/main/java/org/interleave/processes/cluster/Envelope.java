package org.interleave.processes.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An Artery frame: a header of fixed size, the literals that it refers to, and the message's bytes. Compression, which
 * replaces literals by numbers that were agreed upon, is switched off.
 *
 * @param serializer the number of what made bytes of the message
 * @param recipient the recipient's path, with its address; nothing for Artery itself
 * @param manifest what kind of message it is
 * @param payload the message's bytes
 */
record Envelope(int serializer, Optional<String> recipient, String manifest, ByteBuffer payload) {

    /** Size of what is before the literals, in bytes: version, flags, table versions, uid, serializer, three tags. */
    static final int HEADER = 28;

    private static final int FLAGS = 1;
    private static final int SERIALIZER = 12;
    private static final int SENDER_TAG = 16;
    private static final int RECIPIENT_TAG = 20;
    private static final int MANIFEST_TAG = 24;

    /** The tag of a reference to nobody. */
    private static final int NOBODY = -1;

    /**
     * Takes a frame apart, which is in little-endian order and at least as long as a header.
     *
     * @throws IllegalArgumentException if it is not one, with a message to follow "the frame"
     */
    static Envelope parse(ByteBuffer frame) {
        if (frame.get(0) != 0 || frame.get(FLAGS) != 0) {
            throw new IllegalArgumentException("has an unknown version or flags");
        }
        frame.position(HEADER);
        literal(frame, SENDER_TAG);
        Optional<String> recipient = literal(frame, RECIPIENT_TAG);
        String manifest =
                literal(frame, MANIFEST_TAG).orElseThrow(() -> new IllegalArgumentException("has no manifest"));
        return new Envelope(frame.getInt(SERIALIZER), recipient, manifest, frame.slice());
    }

    private static Optional<String> literal(ByteBuffer frame, int tag) {
        int offset = frame.getInt(tag);
        if (offset == NOBODY) {
            return Optional.empty();
        }
        if (offset != frame.position() || frame.remaining() < Short.BYTES) {
            throw new IllegalArgumentException("does not have its literals where it says");
        }
        int length = frame.getShort();
        if (length < 0 || length > frame.remaining()) {
            throw new IllegalArgumentException("ends within a literal");
        }
        String literal = StandardCharsets.US_ASCII
                .decode(frame.slice(frame.position(), length))
                .toString();
        frame.position(frame.position() + length);
        return Optional.of(literal);
    }
}
