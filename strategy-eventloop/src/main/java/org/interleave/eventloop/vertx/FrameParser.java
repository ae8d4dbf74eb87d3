package org.interleave.eventloop.vertx;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.function.Consumer;
import org.interleave.core.Message;

/**
 * The frames of a socket, one for each {@link #fetch}: a record parser in fixed mode, for the length and then for so many bytes.
 *
 * <p>When nothing is fetched the parser pauses the socket, which keeps some reads, then reads no more: the system's buffer
 * fills, and holds the peer back. The end of the stream waits behind what has come before it.
 */
final class FrameParser {

    private static final int LENGTH_BYTES = Integer.BYTES;

    private final NetSocket socket;
    private final int largest;
    private final Consumer<Message> frames;
    private final Consumer<String> end;
    private final RecordParser records;
    private String why = "the peer closed it";
    private int expected = LENGTH_BYTES;
    private boolean inFrame;

    /**
     * Begins to read.
     *
     * @param largest the size of the largest frame in bytes; a larger one closes the socket
     * @param frames told each frame that was fetched
     * @param end told why there are no more; perhaps again
     */
    FrameParser(NetSocket socket, int largest, Consumer<Message> frames, Consumer<String> end) {
        this.socket = socket;
        this.largest = largest;
        this.frames = frames;
        this.end = end;
        records = RecordParser.newFixed(LENGTH_BYTES, socket)
                .pause()
                .exceptionHandler(thrown -> why = String.valueOf(thrown.getMessage()))
                .endHandler(ended -> end.accept(inFrame ? why + " within a frame" : why))
                .handler(this::parse);
    }

    /** Asks for the next frame, which is told at once if it is there. Not to be called again before. */
    void fetch() {
        records.fetch(1);
    }

    /** The last record of a stream is what is left of it, however much is missing. */
    private void parse(Buffer rec) {
        if (rec.length() < expected) {
            inFrame = true;
        } else if (inFrame) {
            inFrame = false;
            expect(LENGTH_BYTES);
            frames.accept(MessageBuffers.copy(rec));
        } else {
            begin(rec.getInt(0));
        }
    }

    private void begin(int size) {
        if (size == 0) {
            frames.accept(Message.EMPTY);
        } else if (size < 0 || size > largest) {
            end.accept("a frame of " + Integer.toUnsignedString(size) + " bytes, of which " + largest + " are allowed");
            socket.close();
        } else {
            inFrame = true;
            expect(size);
            records.fetch(1);
        }
    }

    private void expect(int size) {
        expected = size;
        records.fixedSizeMode(size);
    }
}
