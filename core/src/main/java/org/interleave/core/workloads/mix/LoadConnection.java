package org.interleave.core.workloads.mix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.interleave.core.Message;
import org.interleave.core.runtime.FrameAssembly;

/** A {@link RequestLoad}'s end of a server's connection, and what that server is doing. Guarded by the load, but for reading. */
final class LoadConnection {

    /** What a server serves that is idle. */
    static final int NOTHING = -1;

    private final SocketChannel channel;
    private final FrameAssembly frames = new FrameAssembly(RequestLoad.ANSWER_BYTES);

    /** Whether the server has said hello. */
    boolean greeted;

    /** The number of the request that it serves. */
    int serving = NOTHING;

    LoadConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Reads what has come; false if nothing will come any more. */
    boolean read() throws IOException {
        return channel.read(frames.room()) >= 0;
    }

    /** Takes the next message, if all of it has been read. @throws IOException if it is longer than any may be */
    Optional<Message> next() throws IOException {
        return frames.next();
    }

    /** Sends a message. A server has two at most that it has not read, which always fit into its buffer. */
    void send(Message message) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + message.size())
                .putInt(message.size())
                .put(message.buffer())
                .flip();
        channel.write(frame);
        if (frame.hasRemaining()) {
            throw new IOException("there is no room for a message of " + message.size() + " bytes");
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException closed) {
            // or as good as that
        }
    }
}
