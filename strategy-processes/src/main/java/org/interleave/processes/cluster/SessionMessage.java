package org.interleave.processes.cluster;

/** What goes over the network between a visitor and a node. All but the first belong to a visit that was asked for. */
sealed interface SessionMessage extends Command {

    /** The visit's number, drawn by lot. */
    long visit();

    /**
     * Visitor to node, repeated until it is answered: may I join?
     *
     * @param visitor stays the same when a visitor that lost its node tries again
     * @param address where the visitor listens
     * @param name who that is, for people
     * @param greeting what the two sides have to agree about
     */
    record Knock(long visit, long visitor, NodeAddress address, String name, String greeting)
            implements SessionMessage {}

    /** Node to visitor: join my cluster. */
    record Welcome(long visit) implements SessionMessage {}

    /**
     * Node to visitor: stay out.
     *
     * @param forGood whether it is of no use to knock again
     */
    record Refusal(long visit, boolean forGood, String reason) implements SessionMessage {}

    /**
     * A piece of the stream that one side sends.
     *
     * @param number from 0 up
     */
    record Piece(long visit, long number, byte[] bytes) implements SessionMessage {}

    /** The pieces before this number have been taken. */
    record Taken(long visit, long next) implements SessionMessage {}

    /** The visit is over. */
    record Bye(long visit, String why) implements SessionMessage {}
}
