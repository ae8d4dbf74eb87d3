package org.interleave.processes.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Two {@link ByteRing}s between the parent and one worker, one for each direction, seen from one end; and two pipes beside
 * them, for what memory cannot do: wake who waits, and tell that the other side is dead.
 *
 * <p>A side that finds its ring empty spins for a moment, says in the ring that it waits, looks once more, and then reads
 * from its pipe. Who writes to the ring of one that waits puts a byte into that pipe, the <em>bell</em>. A bell
 * holds one byte at most, so ringing never waits. When the other side dies its ends of the pipes close with it; what it
 * had written to the ring before is read first. A side that finds its ring full sleeps for a moment and looks again: that
 * happens with much data only.
 *
 * <p>The rings are files in memory where the system has such a file system, with names in the pipes' directory; they are
 * mapped by both sides when the names are removed, so nothing is left of them after the two processes.
 */
final class SharedMemory implements WorkerConnection {

    /** The directory whose files Linux keeps in memory. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private static final String TO_WORKER = "to-worker.ring";
    private static final String FROM_WORKER = "from-worker.ring";

    private final NamedPipes pipes;
    private final RingInlet in;
    private final RingOutlet out;

    private SharedMemory(NamedPipes pipes, ByteRing incoming, ByteRing outgoing) {
        this.pipes = pipes;
        in = new RingInlet(incoming, pipes.in());
        out = new RingOutlet(outgoing, pipes.out());
    }

    /** The parent's end of two new rings. */
    static SharedMemory create() throws IOException {
        Path base = base();
        NamedPipes pipes = NamedPipes.create(base, false);
        try {
            Path directory = pipes.directory();
            ByteRing outgoing = ByteRing.create(directory.resolve(TO_WORKER));
            ByteRing incoming = ByteRing.create(directory.resolve(FROM_WORKER));
            return new SharedMemory(pipes, incoming, outgoing);
        } catch (IOException | RuntimeException e) {
            pipes.close();
            throw new IOException("no room for two rings of " + ByteRing.CAPACITY + " bytes in " + base + ": " + e, e);
        }
    }

    /** On Linux, memory or nothing: rings in another file system would be measured under a wrong name. */
    private static Path base() throws IOException {
        if (Files.isDirectory(MEMORY) && Files.isWritable(MEMORY)) {
            return MEMORY;
        }
        if (System.getProperty("os.name").equals("Linux")) {
            throw new IOException("it needs " + MEMORY + " for its memory, where nobody can write here");
        }
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** The worker's end. */
    static SharedMemory join(Path directory, int size) throws IOException {
        ByteRing incoming = ByteRing.open(directory.resolve(TO_WORKER));
        ByteRing outgoing = ByteRing.open(directory.resolve(FROM_WORKER));
        removeNames(directory);
        return new SharedMemory(NamedPipes.join(directory, size), incoming, outgoing);
    }

    /** The parent's are gone with the pipes' directory. */
    private static void removeNames(Path directory) {
        for (String name : List.of(TO_WORKER, FROM_WORKER)) {
            try {
                Files.deleteIfExists(directory.resolve(name));
            } catch (IOException ignored) {
                // both sides try
            }
        }
    }

    @Override
    public ReadableByteChannel in() {
        return in;
    }

    @Override
    public Outlet out() {
        return out;
    }

    @Override
    public List<String> address() {
        return List.of(Transport.SHARED_MEMORY.name(), pipes.directory().toString(), Integer.toString(pipes.size()));
    }

    @Override
    public void settle() {
        pipes.settle();
    }

    @Override
    public void close() {
        pipes.close();
    }

    /** Reads from a ring, and waits at the bell. */
    private static final class RingInlet implements ReadableByteChannel {

        /** About what it takes the other side to wake up and answer if it has a core of its own. */
        private static final long SPIN_NANOS = Runtime.getRuntime().availableProcessors() > 1 ? 10_000 : 0;

        private final ByteRing ring;
        private final ReadableByteChannel bell;
        private final ByteBuffer rung = ByteBuffer.allocateDirect(64);

        RingInlet(ByteRing ring, ReadableByteChannel bell) {
            this.ring = ring;
            this.bell = bell;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int count = spin(into);
            while (count == 0) {
                boolean ended = !ring.hasMore() && bell.read(rung.clear()) < 0;
                count = ring.read(into);
                if (ended && count == 0) {
                    return -1;
                }
            }
            return count;
        }

        private int spin(ByteBuffer into) throws IOException {
            int count = ring.read(into);
            if (count > 0 || SPIN_NANOS == 0) {
                return count;
            }
            long begun = System.nanoTime();
            while (count == 0 && System.nanoTime() - begun < SPIN_NANOS) {
                Thread.onSpinWait();
                count = ring.read(into);
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return bell.isOpen();
        }

        @Override
        public void close() throws IOException {
            bell.close();
        }
    }

    /** Writes to a ring, and rings the bell of a reader that waits. */
    private static final class RingOutlet implements Outlet {

        private static final long PAUSE_NANOS = 50_000;
        private static final byte[] RING = {1};

        private final ByteRing ring;
        private final Outlet bell;

        RingOutlet(ByteRing ring, Outlet bell) {
            this.ring = ring;
            this.bell = bell;
        }

        @Override
        public boolean drained(int length) {
            return ring.room() == ByteRing.CAPACITY && length <= ByteRing.CAPACITY;
        }

        @Override
        public boolean fits(int length) {
            return length <= ring.room();
        }

        @Override
        public void writeNow(byte[] bytes, int length) throws IOException {
            write(ByteBuffer.wrap(bytes, 0, length), length);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int room = ring.room();
            while (room == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
                if (!bell.isOpen()) {
                    throw new AsynchronousCloseException();
                }
                room = ring.room();
            }
            int length = Math.min(room, bytes.remaining());
            write(bytes, length);
            return length;
        }

        private void write(ByteBuffer bytes, int length) throws IOException {
            ring.write(bytes, length);
            if (ring.readerWaits()) {
                bell.writeNow(RING, RING.length);
            }
        }

        @Override
        public boolean isOpen() {
            return bell.isOpen();
        }

        @Override
        public void close() throws IOException {
            bell.close();
        }
    }
}
