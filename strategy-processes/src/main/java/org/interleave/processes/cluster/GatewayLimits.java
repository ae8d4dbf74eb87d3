package org.interleave.processes.cluster;

import java.time.Duration;

/**
 * How much of a process strangers may take up.
 *
 * @param handshake how long a connection may be open until it has authenticated
 * @param waiting how many connections may be open without having authenticated
 * @param waitingOfHost how many of these from one address
 * @param authenticated how many may have authenticated
 */
record GatewayLimits(Duration handshake, int waiting, int waitingOfHost, int authenticated) {

    /** Ample for a visitor's three connections, and those that a broken network leaves behind. */
    private static final int FEWEST = 8;

    private static final int MOST_WAITING = 256;

    /** A connection takes three descriptors: the caller's, and both ends of the one that leads on. */
    private static final int SHARE = 16;

    /** Those of somebody who visits a node, and of whom there may be several in a process: only the node is to call back. */
    static GatewayLimits ofVisitor(NodeTimeouts patience) {
        return new GatewayLimits(patience.handshake(), FEWEST, FEWEST, FEWEST);
    }

    /**
     * Those of a node. With all of them in use three eighths of its process's descriptors are taken at most; the rest is for
     * workers, whatever strangers do.
     */
    static GatewayLimits ofNode(NodeTimeouts patience) {
        int share = (int) Math.clamp(Descriptors.most() / SHARE, FEWEST, MOST_WAITING);
        return new GatewayLimits(patience.handshake(), share, Math.max(FEWEST, share / 2), share);
    }

    /** All that may be open. */
    int all() {
        return waiting + authenticated;
    }
}
