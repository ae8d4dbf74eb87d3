package org.interleave.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;

/** The other end of datagrams: a thread that blocks on a socket and sends each back. */
final class EchoPeer implements AutoCloseable {

    private final DatagramChannel channel;
    private final InetSocketAddress address;

    /** Begins to answer. */
    EchoPeer() {
        try {
            channel = DatagramChannel.open(StandardProtocolFamily.INET)
                    .bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            address = (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("echo-peer").start(this::answer);
    }

    /** Where it is. */
    InetSocketAddress address() {
        return address;
    }

    private void answer() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(EngineTasks.MESSAGE_BYTES);
        try {
            while (true) {
                SocketAddress from = channel.receive(buffer.clear());
                channel.send(buffer.flip(), from);
            }
        } catch (AsynchronousCloseException closed) {
            // that is how it ends
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
