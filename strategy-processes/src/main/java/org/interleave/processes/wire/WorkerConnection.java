package org.interleave.processes.wire;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.List;

/** One end of the connection between the parent and a worker. */
public interface WorkerConnection extends AutoCloseable {

    /**
     * The channel of what the other side sends. Used by one thread. It ends when the other side has closed it, or is dead.
     */
    ReadableByteChannel in();

    /** The outlet to the other side. */
    Outlet out();

    /** The arguments by which the worker joins. Nothing of it is left on the disk after {@link #settle}. */
    List<String> address();

    /** The other side has its end, or will never have. */
    void settle();

    /** Closes everything. Whoever waits in {@link #in} or {@link #out} goes on. */
    @Override
    void close();

    /**
     * The worker's end. Settles it, so that nothing is left even if the parent is killed now.
     *
     * @param address the parent's
     */
    static WorkerConnection join(List<String> address) throws IOException {
        Transport transport = Transport.valueOf(address.get(0));
        return transport.join(Path.of(address.get(1)), Integer.parseInt(address.get(2)));
    }
}
