package org.interleave.processes.wire;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The outlet into a named pipe. It is opened twice more: a stream, unlike a channel, is not closed when the
 * thread that writes to it is interrupted, and one that reads can say how much is in the pipe. Nothing is read there.
 *
 * <p>A pipe on Linux is a row of pages. A write begins a new page if it does not fit into what is left of the last, so
 * two pages in a row hold more than one does, and {@code n} bytes take fewer than {@code 2n / page + 2} pages. An empty
 * pipe holds a page in any case. Elsewhere nothing is certain, and there is no room.
 *
 * <p>That the writer holds an end to read from keeps it from learning by a broken pipe that nobody else does; both sides
 * learn that from the other pipe's end.
 */
final class PipeOutlet implements Outlet {

    private static final int PAGE = 4096;

    /** The most small writes between two looks whether they are read. A look takes two system calls. */
    private static final int MOST_UNSEEN = 8;

    private final FileChannel channel;
    private final OutputStream stream;
    private final FileInputStream content;
    private final int capacity;
    /** Writes of a page or less for which there is room even if nothing is read. */
    private int unseen;
    /** Bytes for which there is room even if nothing is read. */
    private int room;

    /**
     * Opens a pipe for writing. It must be open already, or this waits until someone reads.
     *
     * @param size how many bytes it holds, or something negative if that is not known
     */
    PipeOutlet(Path path, int size) throws IOException {
        capacity = PipeSize.LINUX ? Math.max(PAGE, size) : 0;
        channel = FileChannel.open(path, WRITE);
        try {
            stream = Files.newOutputStream(path, WRITE);
            content = new FileInputStream(path.toFile());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public boolean fits(int length) {
        unseen = 0;
        if (length > room) {
            int filled = filled();
            room = filled == 0 ? capacity : Math.max(0, capacity - 2 * filled - 3 * PAGE);
        }
        return length <= room;
    }

    private int filled() {
        try {
            return content.available();
        } catch (IOException e) {
            return Integer.MAX_VALUE / 4; // closed; a write will tell
        }
    }

    @Override
    public boolean drained(int length) {
        if (length <= PAGE && unseen > 0) {
            unseen--;
            return true;
        }
        if (length > capacity || filled() > 0) {
            return false;
        }
        unseen = Math.clamp((capacity - length) / PAGE - 1, 0, MOST_UNSEEN);
        return true;
    }

    @Override
    public void writeNow(byte[] bytes, int length) throws IOException {
        room = Math.max(0, room - length - 2 * PAGE);
        stream.write(bytes, 0, length);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        unseen = 0;
        room = 0;
        return channel.write(bytes);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        try (content;
                stream;
                channel) {
            // closes all three, whatever happens
        }
    }
}
