package org.interleave.core.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import org.interleave.core.Port;

/** What sockets to the peer of a {@link Port} have in common, whichever library opens them. */
public final class PeerSockets {

    /** The largest payload of a UDP datagram over IPv4, in bytes. */
    public static final int LARGEST_DATAGRAM = 65_507;

    private PeerSockets() {}

    /** The address of a peer. @throws UnknownHostException if it has none */
    public static InetAddress address(InetSocketAddress peer) throws UnknownHostException {
        InetAddress address = peer.getAddress();
        if (address == null) {
            throw new UnknownHostException("unknown host " + peer.getHostString());
        }
        return address;
    }

    /**
     * A datagram socket of the peer's family, on a free port and connected to the peer.
     *
     * @throws IOException if the peer has no address, or there is no socket to be had
     */
    public static DatagramChannel datagrams(InetSocketAddress peer) throws IOException {
        DatagramChannel channel = DatagramChannel.open(
                address(peer).getAddress().length == 4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            return channel.connect(peer);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
