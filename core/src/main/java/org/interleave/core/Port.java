package org.interleave.core;

import java.io.Serializable;
import java.net.InetSocketAddress;

/** An end point of messages: a task's inbox, or a datagram socket. */
public sealed interface Port extends Serializable {

    /** The capacity of an inbox in messages; who sends to a full one waits. */
    int INBOX_CAPACITY = 1024;

    /**
     * A task's own queue, first in, first out. Every task may send to it; only its owner receives from it. It holds up
     * to {@link #INBOX_CAPACITY} messages, so that a fast sender waits instead of filling the memory. A message to a
     * task that has ended is dropped.
     *
     * @param task the owner's place in the order of submission, from zero
     */
    record Inbox(int task) implements Port {}

    /**
     * A datagram socket that exchanges messages with one peer. The strategy opens it in its own idiom, on a free port
     * of the peer's kind of address, when the task first uses it, and closes it when the task ends.
     *
     * @param peer the address to talk to
     */
    record Udp(InetSocketAddress peer) implements Port {}
}
