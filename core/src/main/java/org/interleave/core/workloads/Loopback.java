package org.interleave.core.workloads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** Sockets on loopback, for what a workload has outside the strategy. */
final class Loopback {

    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    private Loopback() {}

    /**
     * A socket on a free port, with a receive buffer as large as the system allows.
     *
     * @throws UncheckedIOException if there is none to be had
     */
    static DatagramChannel open() {
        try {
            DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
            try {
                return channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
                        .bind(address(0));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a datagram socket on loopback", e);
        }
    }

    /** An address on loopback; of port 0 for a free one. */
    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /** Where such a socket is found. */
    static InetSocketAddress address(DatagramChannel channel) {
        return (InetSocketAddress) channel.socket().getLocalSocketAddress();
    }
}
