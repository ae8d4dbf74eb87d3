package org.interleave.processes.wire;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * The way out for a {@link FrameWriter}. Used by one thread at a time, but for {@link #close}, which may come at any time
 * and ends a {@link #write} that waits.
 */
public interface Outlet extends WritableByteChannel {

    /** Whether this many bytes can be written now and are certain not to wait. */
    boolean fits(int length);

    /**
     * Whether this many bytes can be written now, which is done then, are certain not to wait, and the other side has
     * read all that came before, as far as that is known.
     */
    boolean drained(int length);

    /**
     * Writes the first bytes of an array, which {@linkplain #fits fit}. That the thread is interrupted does no harm,
     * as it would to a channel.
     *
     * @param length how many
     */
    void writeNow(byte[] bytes, int length) throws IOException;
}
