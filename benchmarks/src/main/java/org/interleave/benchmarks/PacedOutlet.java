package org.interleave.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.interleave.processes.wire.Outlet;

/** Counts what is written, so that a benchmark's sender can wait instead of filling the memory, as credit would make it. */
@SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time writes
final class PacedOutlet implements Outlet {

    private static final long AHEAD = 512 << 10;
    private static final long PAUSE_NANOS = 20_000;

    private final Outlet outlet;
    private long sent; // of the sender
    private volatile long written;

    PacedOutlet(Outlet outlet) {
        this.outlet = outlet;
    }

    /** Waits until what is sent and not yet written is not too much. */
    void sent(long bytes) {
        sent += bytes;
        while (sent - written > AHEAD) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public boolean drained(int length) {
        return outlet.drained(length);
    }

    @Override
    public boolean fits(int length) {
        return outlet.fits(length);
    }

    @Override
    public void writeNow(byte[] bytes, int length) throws IOException {
        outlet.writeNow(bytes, length);
        written += length;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = outlet.write(bytes);
        written += count;
        return count;
    }

    @Override
    public boolean isOpen() {
        return outlet.isOpen();
    }

    @Override
    public void close() throws IOException {
        outlet.close();
    }
}
