package org.interleave.processes.cluster;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where a node listens. Names are resolved when it is read, for both sides have to call it the same.
 *
 * @param host an IPv4 address in dotted decimal
 * @param port from 0, which is any that is free, to 65535
 */
public record NodeAddress(String host, int port) {

    /**
     * Reads {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if it is something else, with a message to follow what was read
     */
    public static NodeAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("is not HOST:PORT");
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port > 65_535) {
            throw new IllegalArgumentException("has a port out of range, allowed is from 0 to 65535");
        }
        return new NodeAddress(resolve(text.substring(0, colon)), port);
    }

    private static String resolve(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.getAddress().length != 4) {
                throw new IllegalArgumentException("has an IPv6 address, allowed is IPv4");
            }
            if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
                throw new IllegalArgumentException("has no address of one machine, by which others can call it");
            }
            return address.getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("has a host that cannot be resolved", e);
        }
    }

    /** The first byte from which on addresses are those of groups, or of nobody. */
    private static final int GROUPS = 224;

    /**
     * What is wrong with it as one that somebody else has named, to be called back there. Nothing is resolved.
     *
     * @param onLoopback whether the caller came from this machine's loopback
     * @return to follow the address
     */
    Optional<String> flaw(boolean onLoopback) {
        if (!literal()) {
            return Optional.of("is not an IPv4 address in dotted decimal");
        }
        int first = Integer.parseInt(host.substring(0, host.indexOf('.')));
        if (first == 0 || first >= GROUPS) {
            return Optional.of("is no address of one machine");
        }
        if (port < 1 || port > 65_535) {
            return Optional.of("has a port that nobody can be called at");
        }
        return loopback() == onLoopback
                ? Optional.empty()
                : Optional.of(
                        onLoopback ? "is not on loopback, as this node is" : "is on loopback, as this node is not");
    }

    private boolean literal() {
        try {
            return InetAddress.ofLiteral(host) instanceof Inet4Address address
                    && address.getHostAddress().equals(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether only this machine can reach it. */
    public boolean loopback() {
        return host.startsWith("127.");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
