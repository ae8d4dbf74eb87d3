package org.interleave.core;

import java.io.Serializable;
import java.net.InetSocketAddress;
import java.time.Duration;

/** An end point of messages: a task's inbox, a datagram socket, a TCP connection, or a timer. */
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

    /**
     * A TCP connection to a peer, on which messages are frames: a length of four bytes, the most significant first, then so
     * many bytes. The strategy connects in its own idiom when the task first uses it, and closes it when the task ends. Who
     * sends to a peer that does not read waits.
     *
     * <p>A send on a connection that is closed or broken fails the task; a receive brings {@link Arrival.Closed}, again and again,
     * once the frames that came whole have been received. A frame that is larger than the largest, or cut off, breaks the
     * connection. If the peer cannot be connected to, the task fails. Where a task has a thread, a wait for the connection that
     * is cut short closes it.
     *
     * @param peer the address to connect to
     * @param largest the size of the largest frame to take in, in bytes, from 1 to {@value #MOST_BYTES}
     */
    record Tcp(InetSocketAddress peer, int largest) implements Port {

        /** The largest that may be allowed. */
        public static final int MOST_BYTES = 64 * 1024 * 1024;

        /** Checks the largest size. */
        public Tcp {
            if (largest < 1 || largest > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "largest frame is " + largest + " bytes, must be from 1 to " + MOST_BYTES);
            }
        }
    }

    /**
     * A timer of the task's own, to receive from. It starts when the task first receives from it. Its messages are the number of
     * {@linkplain Message#of(long) expirations} since the last: 1 for a task that keeps up, more for one that was late.
     *
     * @param after the time to the first expiration, not negative
     * @param every the time from each to the next, positive; zero for a timer that expires once
     */
    record Timer(Duration after, Duration every) implements Port {

        /** Checks the times. */
        public Timer {
            if (after.isNegative() || every.isNegative()) {
                throw new IllegalArgumentException("a timer cannot expire after " + after + " and every " + every);
            }
        }
    }
}
