package org.interleave.eventloop.akka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.interleave.core.Message;
import org.interleave.core.Port;

/**
 * The decoder of a connection's frames, as {@link Port.Tcp} has them: cuts a stream of bytes that comes in pieces. A frame that
 * has come in part is kept as it comes, whatever length it tells. Not thread-safe.
 */
final class FrameDecoder {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int largest;
    private ByteBuffer begun = NOTHING;

    /**
     * Decodes a new connection.
     *
     * @param largest the bytes of the largest frame allowed
     */
    FrameDecoder(int largest) {
        this.largest = largest;
    }

    /**
     * Decodes what has come.
     *
     * @param piece the bytes after those before
     * @param frames takes each frame that is complete with them
     * @throws IOException if a frame is too large; those before have been taken
     */
    void decode(ByteBuffer piece, Consumer<Message> frames) throws IOException {
        boolean continues = begun();
        ByteBuffer bytes = continues ? join(piece) : piece;
        while (bytes.remaining() >= Integer.BYTES) {
            int size = bytes.getInt(bytes.position());
            if (size < 0 || size > largest) {
                throw new IOException("a frame of " + Integer.toUnsignedString(size) + " bytes, of which " + largest
                        + " are allowed");
            }
            if (bytes.remaining() - Integer.BYTES < size) {
                break;
            }
            bytes.position(bytes.position() + Integer.BYTES);
            frames.accept(Message.copyOf(bytes, size));
        }
        if (!bytes.hasRemaining()) {
            begun = NOTHING;
        } else if (!continues) {
            begun = NOTHING;
            begun = join(bytes);
        }
    }

    /** Whether a part of a frame has come. */
    boolean begun() {
        return begun.hasRemaining();
    }

    /** What was kept with more bytes behind it, ready to be read. The room doubles, so that each byte is copied a few times at most. */
    private ByteBuffer join(ByteBuffer more) {
        int size = begun.remaining() + more.remaining();
        if (begun.capacity() - begun.limit() < more.remaining()) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(size, 2 * begun.remaining()));
            begun = larger.put(begun).flip();
        }
        int end = begun.limit();
        begun.limit(end + more.remaining()).put(end, more, more.position(), more.remaining());
        return begun;
    }
}
