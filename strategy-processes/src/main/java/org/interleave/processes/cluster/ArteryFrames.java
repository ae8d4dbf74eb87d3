package org.interleave.processes.cluster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Function;

/**
 * A connection's stream as Artery frames it: {@code AKKA} and the number of a stream, then frames, each with its length
 * before it as four bytes, the lowest first. Akka itself takes any length, and logs a stack trace for each frame it cannot
 * read.
 */
final class ArteryFrames {

    /** The largest frame that Akka is told to send. */
    static final int LONGEST = 256 << 10;

    private static final byte[] MAGIC = {'A', 'K', 'K', 'A'};

    /** The stream of control messages, and that of others; there is none for large messages. */
    private static final int CONTROL = 1;

    private static final int ORDINARY = 2;

    private final Function<ByteBuffer, Optional<String>> check;
    private final ByteBuffer start = ByteBuffer.allocate(MAGIC.length + 1);
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private ByteBuffer frame = ByteBuffer.allocate(0);

    /**
     * Nothing has come yet.
     *
     * @param check says what is wrong with a frame, if anything
     */
    ArteryFrames(Function<ByteBuffer, Optional<String>> check) {
        this.check = check;
    }

    /** Takes the next bytes. Says what is wrong with them, if anything; then no more are to be taken. */
    Optional<String> take(ByteBuffer bytes) {
        Optional<String> flaw = Optional.empty();
        while (bytes.hasRemaining() && flaw.isEmpty()) {
            flaw = start.hasRemaining()
                    ? takeStart(bytes)
                    : length.hasRemaining() ? takeLength(bytes) : takeFrame(bytes);
        }
        return flaw;
    }

    private Optional<String> takeStart(ByteBuffer bytes) {
        ReliableStream.move(bytes, start);
        for (int i = 0; i < Math.min(start.position(), MAGIC.length); i++) {
            if (start.get(i) != MAGIC[i]) {
                return Optional.of("it does not begin with AKKA");
            }
        }
        if (!start.hasRemaining() && start.get(MAGIC.length) != CONTROL && start.get(MAGIC.length) != ORDINARY) {
            return Optional.of("there is no stream " + start.get(MAGIC.length));
        }
        return Optional.empty();
    }

    private Optional<String> takeLength(ByteBuffer bytes) {
        ReliableStream.move(bytes, length);
        if (length.hasRemaining()) {
            return Optional.empty();
        }
        int size = length.getInt(0);
        if (size < Envelope.HEADER || size > LONGEST) {
            return Optional.of("a frame of " + size + " bytes is not between " + Envelope.HEADER + " and the " + LONGEST
                    + " allowed");
        }
        frame = frame.capacity() < size
                ? ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN)
                : frame.clear().limit(size);
        return Optional.empty();
    }

    private Optional<String> takeFrame(ByteBuffer bytes) {
        ReliableStream.move(bytes, frame);
        if (frame.hasRemaining()) {
            return Optional.empty();
        }
        length.clear();
        return check.apply(frame.flip());
    }
}
