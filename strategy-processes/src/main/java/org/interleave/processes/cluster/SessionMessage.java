package org.interleave.processes.cluster;

/**
 * The protocol of a node and its clients, over Akka remoting. A {@link JoinRequest} asks for a session; all other messages
 * belong to the session that was asked for.
 */
sealed interface SessionMessage extends Command {

    /** The session's number, which its client has drawn at random. */
    long session();

    /**
     * Client to node, repeated until it is answered: a session, please.
     *
     * @param client stays the same when a client that lost its node connects again
     * @param address where the client listens
     * @param name who that is, for people
     * @param codeVersion the client's code, which has to be the node's
     */
    record JoinRequest(long session, long client, NodeAddress address, String name, String codeVersion)
            implements SessionMessage {}

    /** Node to client: join my cluster. */
    record JoinAccepted(long session) implements SessionMessage {}

    /**
     * Node to client: no session.
     *
     * @param permanent whether it is of no use to ask again
     */
    record JoinRefused(long session, boolean permanent, String reason) implements SessionMessage {}

    /**
     * A part of the byte stream that one side sends.
     *
     * @param number from 0 up
     */
    record Segment(long session, long number, byte[] bytes) implements SessionMessage {}

    /** A cumulative acknowledgement: the segments before this number have been received. */
    record Ack(long session, long next) implements SessionMessage {}

    /** The session is over. */
    record Close(long session, String why) implements SessionMessage {}
}
