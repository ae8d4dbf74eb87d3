package org.interleave.processes.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Any channel, of which it is not certain that it has room. */
public record ChannelOutlet(WritableByteChannel channel) implements Outlet {

    @Override
    public boolean drained(int length) {
        return false;
    }

    @Override
    public boolean fits(int length) {
        return false;
    }

    @Override
    public void writeNow(byte[] bytes, int length) {
        throw new AssertionError("there is no room");
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
