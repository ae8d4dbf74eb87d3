package org.interleave.processes.cluster;

import java.time.Duration;

/**
 * The limits on what connections may take of a process, those of strangers above all.
 *
 * @param handshake how long a connection may be open until it has authenticated
 * @param waiting how many connections may be open without having authenticated
 * @param waitingOfHost how many of these from one address
 * @param authenticated how many may have authenticated
 */
record GatewayLimits(Duration handshake, int waiting, int waitingOfHost, int authenticated) {

    /** Ample for a client's three connections, and those that a broken network leaves behind. */
    private static final int FEWEST = 8;

    private static final int MOST_WAITING = 256;

    /** A connection takes three descriptors: the caller's, and both ends of the one that leads on. */
    private static final int SHARE = 16;

    /** The limits of a client, of which there may be several in a process: only its node is to connect to it. */
    static GatewayLimits ofClient(NodeTimeouts timeouts) {
        return new GatewayLimits(timeouts.handshake(), FEWEST, FEWEST, FEWEST);
    }

    /**
     * The limits of a node. With all of them in use three eighths of its process's descriptors are taken at most; the rest
     * is for workers, whatever strangers do.
     */
    static GatewayLimits ofNode(NodeTimeouts timeouts) {
        int share = Math.clamp(Descriptors.most() / SHARE, FEWEST, MOST_WAITING);
        return new GatewayLimits(timeouts.handshake(), share, Math.max(FEWEST, share / 2), share);
    }

    /** All that may be open. */
    int all() {
        return waiting + authenticated;
    }
}
