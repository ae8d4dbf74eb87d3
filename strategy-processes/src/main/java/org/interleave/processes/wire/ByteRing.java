package org.interleave.processes.wire;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A ring buffer from one process to another in memory that both have mapped: one writes, one reads, neither ever waits.
 *
 * <p>Two counters say how many bytes have been written and how many have been read, ever; their difference is what is in
 * the ring, and the place of a byte is its number modulo the capacity. Each counter has one writer.
 *
 * <p>Memory order: the writer copies bytes in and then sets <em>written</em> with release; the reader gets it with
 * acquire and then copies bytes out, so it sees them. The reader sets <em>read</em> with release after that, and the
 * writer gets it with acquire before it reuses the place, so it never overwrites what is being read. A writer that is
 * killed while it copies has not set <em>written</em>: what it left is never read.
 *
 * <p>Nobody is left asleep: the reader sets <em>waits</em>, then gets <em>written</em>; the writer sets <em>written</em>,
 * then gets <em>waits</em>; all four volatile, thus in one order for all. So either the reader sees the bytes, or the
 * writer sees that the reader waits.
 *
 * <p>The memory is unmapped when nobody refers to it any more. Java defines these orders for the threads of one JVM; the
 * instructions it makes of them hold for all who map the memory.
 */
final class ByteRing {

    /** The bytes that it holds. */
    static final int CAPACITY = 1 << 20;

    /** Counters are as far apart as not to share a cache line, or the line fetched with it. */
    private static final long WRITTEN = 0;

    private static final long READ_BYTES = 128;
    private static final long WAITS = 256;
    private static final long DATA = 4096;

    private static final VarHandle COUNTER = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle FLAG = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment memory;
    private final ByteBuffer data;

    private ByteRing(MemorySegment memory) {
        this.memory = memory;
        data = memory.asSlice(DATA, CAPACITY).asByteBuffer();
    }

    /**
     * A new ring, in a new file. The file is written whole, so that it has all its memory: the file system says now if it
     * has none left, and later the processes would be killed.
     */
    static ByteRing create(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, CREATE_NEW, READ, WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect((int) DATA + CAPACITY);
            while (zeros.hasRemaining()) {
                file.write(zeros);
            }
            return map(file);
        }
    }

    /** A ring that another process has made. */
    static ByteRing open(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, READ, WRITE)) {
            return map(file);
        }
    }

    private static ByteRing map(FileChannel file) throws IOException {
        return new ByteRing(file.map(FileChannel.MapMode.READ_WRITE, 0, DATA + CAPACITY, Arena.ofAuto()));
    }

    /** The bytes that may be written now. To be asked by the writer. */
    int room() {
        long written = (long) COUNTER.get(memory, WRITTEN);
        long read = (long) COUNTER.getAcquire(memory, READ_BYTES);
        return CAPACITY - (int) (written - read);
    }

    /**
     * Writes bytes, for which there is {@link #room}.
     *
     * @param length how many of the buffer's
     */
    void write(ByteBuffer bytes, int length) {
        long written = (long) COUNTER.get(memory, WRITTEN);
        int at = (int) (written % CAPACITY);
        int first = Math.min(length, CAPACITY - at);
        data.put(at, bytes, bytes.position(), first);
        data.put(0, bytes, bytes.position() + first, length - first);
        bytes.position(bytes.position() + length);
        COUNTER.setVolatile(memory, WRITTEN, written + length);
    }

    /** Whether the reader waits and is to be woken now. To be asked by the writer, after writing; says so once. */
    boolean readerWaits() {
        return (int) FLAG.getVolatile(memory, WAITS) != 0 && (int) FLAG.getAndSet(memory, WAITS, 0) != 0;
    }

    /**
     * Reads what there is and has room, and says how many bytes that was.
     *
     * @throws ProtocolException if the counters are not such as a writer sets
     */
    int read(ByteBuffer into) throws ProtocolException {
        long written = (long) COUNTER.getAcquire(memory, WRITTEN);
        long read = (long) COUNTER.get(memory, READ_BYTES);
        if (written < read || written - read > CAPACITY) {
            throw new ProtocolException("a ring of " + CAPACITY + " bytes cannot hold " + (written - read));
        }
        int length = (int) Math.min(written - read, into.remaining());
        if (length == 0) {
            return 0;
        }
        int at = (int) (read % CAPACITY);
        int first = Math.min(length, CAPACITY - at);
        into.put(into.position(), data, at, first).position(into.position() + first);
        into.put(into.position(), data, 0, length - first).position(into.position() + length - first);
        COUNTER.setRelease(memory, READ_BYTES, read + length);
        return length;
    }

    /**
     * Announces that the reader waits, unless there is something to read. Says whether it need not wait; if it has to,
     * the writer will wake it, once, or has begun to.
     */
    boolean hasMore() {
        FLAG.setVolatile(memory, WAITS, 1);
        long written = (long) COUNTER.getVolatile(memory, WRITTEN);
        return written != (long) COUNTER.get(memory, READ_BYTES) && (int) FLAG.getAndSet(memory, WAITS, 0) != 0;
    }
}
